"""What a picture of the page needs, and what is said when that is missing."""

import sys

import pytest

from bot.errors import UserError
from bot.playground.page.screenshot import BROWSERS, find_browser


def test_any_browser_of_the_family_will_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / BROWSERS[-1]
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert find_browser() == str(program)


def test_without_a_browser_one_is_told_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="apt install chromium"):
        find_browser()


def test_without_what_drives_it_one_is_told_how_to_get_that(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright", None)
    with pytest.raises(UserError, match="pip install playwright"):
        find_browser()
