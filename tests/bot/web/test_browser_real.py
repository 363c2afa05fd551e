"""The whole way in a real browser: the real commands over a real database and a real engine of the small world."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from bot.commands.all import registry
from bot.conversation.conversation import Conversation
from bot.web.app import web_app
from tests.bot.commands.rooms import opened_house
from tests.bot.web.chromium import say, served, titles
from tests.bot.web.conftest import SECRET


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    @asynccontextmanager
    async def opened(folder: Path) -> AsyncIterator[FastAPI]:
        async with opened_house(folder) as house:
            yield web_app(Conversation(registry, house), ready=house.ready, secret=SECRET)

    assert browser.is_connected()
    with served(opened(tmp_path_factory.mktemp("house"))) as address:
        yield address


def tap(page: Page, words: str) -> None:
    """Tap the first button of the page's last answer that is labelled so."""
    page.locator(".answer").last.locator("button.button", has_text=words).first.click()


def thumb(page: Page, way: str) -> None:
    page.locator(".answer").last.get_by_label(f"thumbs {way}").first.click()


def test_a_newcomer_gets_a_list_and_each_thumb_changes_it(page: Page) -> None:
    say(page, "/recommend")
    before = titles(page)
    assert len(before) >= 5
    assert len(set(before)) == len(before)
    thumb(page, "up")
    expect(page.locator(".notice.good")).to_contain_text(before[0])
    after = titles(page)
    assert before[0] not in after
    tap(page, "Undo")
    expect(page.locator(".answer").last.locator("h3").first).to_have_text(before[0])
    assert titles(page) == before


def test_why_shows_bars_and_says_the_same_in_words(page: Page) -> None:
    say(page, "/recommend")
    thumb(page, "up")
    expect(page.locator(".notice.good")).to_be_visible()
    tap(page, "Why?")
    expect(page.locator(".answer")).to_have_count(2)
    picture = page.locator(".answer").last.locator("img.picture")
    expect(picture).to_be_visible()
    assert picture.get_attribute("alt")


def test_a_misspelt_title_is_understood_or_asked_about(page: Page) -> None:
    say(page, "/similar naturo")
    answer = page.locator(".answer").last
    expect(answer).to_contain_text("Naruto")


def test_titles_are_completed_as_one_types(page: Page) -> None:
    line = page.locator("#text")
    line.press_sequentially("/similar cowb")
    expect(page.get_by_role("option").first).to_contain_text("Cowboy Bebop")
    line.press("ArrowDown")
    line.press("Enter")
    expect(page.locator(".card").first).to_be_visible()
    assert "Cowboy Bebop" not in titles(page)


def test_forget_asks_once_and_then_really_forgets(page: Page) -> None:
    say(page, "/recommend")
    first = titles(page)[0]
    thumb(page, "up")
    expect(page.locator(".notice.good")).to_be_visible()
    say(page, "/forget")
    tap(page, "Yes")
    expect(page.locator(".answer").last).not_to_contain_text("Yes, delete")
    say(page, "/history")
    expect(page.locator(".answer").last).not_to_contain_text(first)
    say(page, "/recommend")
    assert first in titles(page)


@pytest.mark.parametrize(
    "line", ["🎉🎉🎉", "x" * 5000, "/", "/rate", "/recommend nonsense", "/settings", "/privacy", "/help"]
)
def test_every_line_is_answered(page: Page, line: str) -> None:
    say(page, line)
    assert page.locator(".answer").last.inner_text().strip()
    expect(page.locator("#text")).to_have_value("")


def test_what_one_window_learns_the_other_knows(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    say(page, "/recommend")
    first = titles(page)[0]
    thumb(page, "down")
    expect(page.locator(".notice.good")).to_be_visible()
    say(other, "/recommend")
    assert first not in titles(other)


def test_a_title_is_completed_without_a_command_and_in_a_search(page: Page) -> None:
    line = page.get_by_label("Message")
    line.press_sequentially("monst")
    option = page.get_by_role("option", name="Monster", exact=True)
    expect(option).to_be_visible()
    line.press("ArrowDown")
    line.press("Enter")
    expect(page.locator(".answer").last.locator("h3")).to_have_text("Monster")
    line.fill("")
    line.press_sequentially("/search naru")
    page.get_by_role("option", name="Naruto", exact=True).click()
    expect(page.locator(".answer").last.locator("h3").first).to_have_text("Naruto")


def test_a_thumb_in_a_sentence_is_read_as_words_and_is_nothing_to_tap(page: Page) -> None:
    say(page, "/recommend")
    thumb(page, "up")
    notice = page.locator(".notice.good")
    expect(notice).to_be_visible()
    expect(notice.get_by_label("thumbs up")).to_have_count(0)
    expect(notice.locator(".notice-words")).to_contain_text("thumbs up")
