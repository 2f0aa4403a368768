"""The demo's own page in headless Chromium, with the bot behind it: what a newcomer clicks on."""

import pytest
from playwright.async_api import expect

from bot.cli.stage import staged
from tests.playground.page.conftest import MISSING

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(MISSING, reason="no Chromium; on Debian: apt install chromium"),
]

SLOW = 40_000
"""Milliseconds for what goes from a feed to a phone on a busy machine."""


async def test_a_reader_follows_a_story_is_pushed_and_edited_in_place(window, faults):
    async with staged() as stage:
        cast, playground = stage.scene.cast, stage.scene.playground
        await window.set_viewport_size({"width": 1200, "height": 900})
        await window.goto(stage.url)
        reader = window.locator(f".phone[data-person='{cast.ana.id}']")
        editor = window.locator(f".phone[data-person='{cast.edik.id}']")
        await expect(editor).to_be_visible()

        await reader.get_by_role("button", name="Start", exact=True).click()
        await reader.get_by_role("button", name="Everything").click(timeout=SLOW)
        await expect(reader.get_by_role("button", name="✓ 🗞 Everything")).to_be_visible(timeout=SLOW)
        await stage.scene.site.reads.until_all()

        await window.get_by_role("button", name="Publish a story").click()
        await expect(window.locator("#note")).to_contain_text("Caspian Courier: Baku and Tbilisi sign")
        brief = reader.locator(".message.in", has_text="Baku and Tbilisi sign").last
        await expect(brief).to_be_visible(timeout=SLOW)
        await expect(brief.get_by_role("link", name="Read at Caspian Courier")).to_be_visible()
        await expect(brief.locator(".edited")).to_have_count(0)

        await window.get_by_role("button", name="Others report it").click()
        await expect(brief).to_contain_text("Also reported by", timeout=SLOW)
        await expect(brief.locator(".edited")).to_have_count(1)
        await expect(reader.locator(".message.in", has_text="Read at Caspian Courier")).to_have_count(1)
        await window.goto("about:blank")
        assert playground.telegram.violations == []
    assert faults == []
