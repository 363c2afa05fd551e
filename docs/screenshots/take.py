"""Takes the screenshots of the README from a running Osusume, whose address is the one argument."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def opened(browser: Browser, address: str, width: int, height: int, scheme: str) -> Page:
    """Return a new visitor's page."""
    page = browser.new_page(
        viewport=ViewportSize(width=width, height=height),
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        device_scale_factor=2,
    )
    page.goto(address)
    return page


def say(page: Page, *lines: str) -> None:
    """Say each line and wait for what is answered, pictures too."""
    for line in lines:
        answers = page.locator(".answer").count()
        page.fill("#text", line)
        page.locator("#text").press("Escape")
        page.locator("#text").press("Enter")
        page.locator(".answer").nth(answers).wait_for()
    page.wait_for_load_state("networkidle")


def main(address: str) -> None:
    """Write the two pictures beside this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        wide = opened(browser, address, 1000, 860, "light")
        say(wide, "/rate cowboy bebop 9", "/rate steins gate 9", "/rate mushishi 8", "/rate naruto 3", "/recommend")
        wide.screenshot(path=HERE / "recommend.png")
        phone = opened(browser, address, 390, 860, "dark")
        say(phone, "/rate violet evergarden 10", "/rate clannad 9", "/recommend tears")
        page = phone.locator(".answer").last
        page.get_by_role("button", name="Why").first.click()
        phone.locator(".answer").nth(3).locator("img").wait_for()
        phone.wait_for_timeout(500)
        phone.screenshot(path=HERE / "why.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
