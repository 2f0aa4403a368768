"""What the documents point to is there."""

import re

import pytest

from tests.docs.pages import ROOT, Page, page, pages

PROJECT = re.compile(r"^(bot|storage|tests|docs|benchmarks|requirements)/[\w./-]*$")
MACHINE = re.compile(r"(?<![\w:/.])/(?:home|root|work|Users|mnt|media|private)/\S+|\.\./\.\./|[A-Z]:\\")

each_page = pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)


@each_page
def test_links_lead_somewhere(one: Page):
    for link in one.links:
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (one.path.parent / target).resolve() if target else one.path
        assert path.exists(), link
        assert path.is_relative_to(ROOT), f"{link} leaves the project"
        if anchor:
            assert anchor in page(str(path.relative_to(ROOT))).anchors, link


@each_page
def test_named_files_exist(one: Page):
    for code in one.code:
        if PROJECT.match(code):
            assert (ROOT / code).exists() or (ROOT / f"{code}.py").exists(), code


@each_page
def test_no_page_names_a_place_outside_the_project(one: Page):
    assert MACHINE.findall(one.text) == []


def test_the_benchmarks_that_pages_name_exist():
    named = {name for one in pages() for name in re.findall(r"python (benchmarks/\w+\.py)", one.text)}
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_page_can_be_reached_from_the_readme():
    reached, next_ones = set(), [page("README.md")]
    while next_ones:
        one = next_ones.pop()
        reached.add(one.name)
        for link in one.links:
            path = (one.path.parent / link.partition("#")[0]).resolve()
            name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else ""
            if path.suffix == ".md" and path.exists() and name not in reached:
                next_ones.append(page(name))
    assert {one.name for one in pages()} - reached == set()
