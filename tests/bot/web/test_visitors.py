import httpx
import pytest

from bot.web.app import web_app
from tests.bot.web.browsing import ORIGIN, Window
from tests.bot.web.conftest import SECRET, always_ready
from tests.bot.web.parlour import Parlour, parlour_conversation

TAP = {"action": "1up|6"}


async def test_the_cookie_is_kept_from_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookie_never_goes_without(client: httpx.AsyncClient) -> None:
    assert "Secure" in (await client.get("https://osusume.test/")).headers["set-cookie"]


async def test_two_windows_of_a_browser_are_one_person(client: httpx.AsyncClient, parlour: Parlour) -> None:
    for window in (await Window.opened(client), await Window.opened(client)):
        await window.say("/start")
    assert len({request.person for request in parlour.asked}) == 1


async def test_two_browsers_are_two_people(client: httpx.AsyncClient, parlour: Parlour) -> None:
    await (await Window.opened(client)).say("/start")
    client.cookies.clear()
    await (await Window.opened(client)).say("/start")
    assert len({request.person for request in parlour.asked}) == 2


async def test_a_page_works_on_after_a_restart(window: Window, parlour: Parlour) -> None:
    restarted = web_app(parlour_conversation(parlour), ready=always_ready, secret=SECRET)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(restarted), base_url=ORIGIN) as client:
        client.cookies = window.client.cookies
        response = await client.post("/tap", data={**TAP, "token": window.token})
    assert response.status_code == 200


async def test_a_forged_cookie_is_a_stranger(window: Window, parlour: Parlour) -> None:
    window.client.cookies.clear()
    window.client.cookies.set("osusume", "boss.forged")
    response = await window.client.post("/", data={"text": "/start", "token": window.token})
    assert response.status_code == 403
    assert not parlour.asked


@pytest.mark.parametrize("token", ["", "x", "ü", "a.b.c"])
async def test_a_form_without_our_token_is_refused(window: Window, parlour: Parlour, token: str) -> None:
    for path, form in (("/", {"text": "/start"}), ("/tap", TAP)):
        response = await window.client.post(path, data={**form, "token": token})
        assert response.status_code == 403
        assert "I do not recognise this page" in response.text
    assert not parlour.asked


async def test_the_token_of_another_visitor_is_refused(window: Window) -> None:
    window.client.cookies.clear()
    other = await Window.opened(window.client)
    response = await window.client.post("/tap", data={**TAP, "token": window.token})
    assert other.token != window.token
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": ORIGIN}, 200),
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_requests_from_other_sites_are_refused(window: Window, headers: dict[str, str], status: int) -> None:
    response = await window.client.post("/tap", data={**TAP, "token": window.token}, headers=headers)
    assert response.status_code == status


async def test_only_the_boss_sees_what_is_for_the_boss(window: Window) -> None:
    assert '"name": "boss"' not in window.html
    await window.say("/boss")
    assert "Only the people who run this bot" in window.html


async def test_a_stranger_gets_no_completions(client: httpx.AsyncClient) -> None:
    response = await client.get("/complete", params={"command": "similar", "parameter": "anime"})
    assert response.status_code == 403
