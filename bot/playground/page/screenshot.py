"""A picture of the chat page, by headless Chromium."""

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from bot.errors import UserError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium as root in a closed network: without a sandbox, and without calls to its maker."""


def chromium() -> str | None:
    """Where Chromium is on this machine."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def find_browser() -> str:
    """Chromium. Raises UserError when it, or what drives it, is missing."""
    if find_spec("playwright") is None:
        raise UserError("a screenshot needs playwright: pip install playwright, or make screenshot")
    found = chromium()
    if found is None:
        raise UserError("a screenshot needs Chromium; on Debian and Ubuntu: apt install chromium")
    return found


async def screenshot(
    url: str,
    path: Path,
    *,
    theme: Literal["light", "dark"] = "light",
    width: int = 1180,
    height: int = 960,
    scale: float = 2,
) -> None:
    """Write a PNG of the page once its messages are there. Sizes are CSS pixels; `scale` makes it sharper.

    Raises UserError when Chromium or playwright is missing.
    """
    browser = find_browser()
    from playwright.async_api import async_playwright  # noqa: PLC0415 -- the bot itself runs without it

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        page = await started.new_page(
            color_scheme=theme,
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
        )
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        await page.wait_for_load_state("networkidle")
        await page.screenshot(path=path)
        await started.close()
