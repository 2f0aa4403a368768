"""The README's commands are the Makefile's, and its figures stand elsewhere with the command that gives them."""

import re

from tests.docs.pages import ROOT, page, pages


def test_the_targets_that_pages_name_exist():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for one in pages():
        named = set(re.findall(r"^make ([\w-]+)|`make ([\w-]+)", one.text, re.MULTILINE))
        assert {first or second for first, second in named} <= targets, one.name


def test_the_readme_shows_a_picture_and_the_two_commands():
    text = page("README.md").text
    assert re.search(r"!\[.+\]\(docs/images/\w+\.png\)", text)
    assert "make demo" in text
    assert "make test" in text


def test_ci_runs_the_commands_of_the_readme():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make test" in script
    assert "make check" in script
