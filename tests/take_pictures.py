"""Takes the pictures of the guide anew: `make site`, then `python -m tests.take_pictures`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from atlas.bench.browser import open_browser, serve_folder

PROJECT = Path(__file__).parents[1]
FOLDER = PROJECT / ".github" / "pictures"
WIDTH, HEIGHT = 860, 620
FIGURE = "wuhai-f003"


def main() -> None:
    """Writes a picture of an opened figure and of the rules in both languages."""
    FOLDER.mkdir(exist_ok=True)
    with serve_folder(PROJECT / "site") as address, open_browser() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for lang, home in (("zh", ""), ("en", "en/")):
            page.goto(f"{address}{home}cities/wuhai/#{FIGURE}")
            page.locator(f"#{FIGURE}").scroll_into_view_if_needed()
            take(page, f"figure-{lang}")
            page.goto(f"{address}{home}rules/#value-not-printed")
            take(page, f"rules-{lang}")


def take(page: Page, name: str) -> None:
    """One picture of what the window shows."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", scale="css")


if __name__ == "__main__":
    main()
