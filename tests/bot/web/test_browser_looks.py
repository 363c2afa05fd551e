"""How the page looks in a real browser: widths, colours, motion, covers."""

from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, expect

from tests.bot.web.chromium import press, say
from tests.bot.web.conftest import NOWHERE
from tests.bot.web.parlour import Parlour

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
# Whatever is wider than the card it is in.
STICKING_OUT = """() => [...document.querySelectorAll(".card *:not(.cover *)")]
    .filter((part) => part.getBoundingClientRect().right > part.closest(".card").getBoundingClientRect().right)
    .map((part) => part.className || part.tagName)"""
SCHEMES: Final[tuple[tuple[Literal["light", "dark"], bool], ...]] = (("light", False), ("dark", True))
EVERYTHING = ("/recommend", "/forget", "/export", "/nonsense", "/rate monster 9", "/start")


def test_what_has_the_focus_can_be_seen(page: Page) -> None:
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_a_cover_that_does_not_load_leaves_the_drawn_one_whole(page: Page, hall: Parlour) -> None:
    def cover_of_trigun() -> bytes:
        page.evaluate("sessionStorage.clear()")
        page.reload()
        say(page, "/anime trigun")
        cover = page.locator(".answer").last.locator(".cover")
        expect(cover.locator(".cover-drawn")).to_have_js_property("complete", value=True)
        page.wait_for_timeout(150)
        return cover.screenshot()

    broken = cover_of_trigun()
    del hall.pictures[6]
    try:
        assert cover_of_trigun() == broken
    finally:
        hall.pictures[6] = NOWHERE


def test_a_risky_cover_is_blurred_until_it_is_tapped(page: Page) -> None:
    say(page, "/anime gurren")
    real = page.locator(".cover-real")
    assert "blur" in real.evaluate("image => getComputedStyle(image).filter")
    page.get_by_label("Show the cover of Gurren Lagann").press("Space")
    assert real.evaluate("image => getComputedStyle(image).filter") == "none"


def test_no_width_scrolls_sideways(page: Page) -> None:
    for line in (*EVERYTHING, "/" + "x" * 600):
        say(page, line)
    page.locator("#text").fill("/recommend ")
    for width in (320, 360, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(STICKING_OUT) == []


def test_all_words_stand_out_from_their_ground_by_day_and_by_night(page: Page) -> None:
    def by_day_and_night() -> list[str]:
        faint = []
        for scheme, dark in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
            assert (sum(ground) < 200) is dark
            faint += page.evaluate(CONTRAST)
        return faint

    assert by_day_and_night() == []
    for line in EVERYTHING:
        say(page, line)
    page.locator("#text").fill("/recommend mood=cozy ")
    expect(page.locator(".chip").first).to_be_visible()
    assert by_day_and_night() == []


def test_who_wants_no_motion_gets_none(page: Page) -> None:
    say(page, "/recommend")
    press(page, "I like Mushi-Shi")
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".notice")).to_contain_text("noted")
    press(page, "Take back 👍 for Mushi-Shi")
    expect(page.locator(".notice")).to_contain_text("as it was")


def test_with_motion_cards_glide_to_their_new_places(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="no-preference")
    page = context.new_page()
    page.goto(address)
    say(page, "/recommend")
    page.evaluate("""() => {
        const animate = Element.prototype.animate;
        Element.prototype.animate = function (...all) {
            window.glided = (window.glided ?? 0) + 1;
            return animate.apply(this, all);
        };
    }""")
    press(page, "I like Cowboy Bebop")
    expect(page.locator(".notice")).to_contain_text("noted")
    assert page.evaluate("window.glided") >= 9
    context.close()
