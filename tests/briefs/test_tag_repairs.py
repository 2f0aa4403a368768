"""The examples that retagging leaves, as benchmarks/countries.py and benchmarks/topics.py read them."""

import importlib.util
import json
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "tag_repairs.py"
BAKU = {
    "title": "Port of Baku reopens",
    "text": "Ferries sail again.",
    "language": "en",
    "countries": ["AZ"],
    "topics": ["medtop:04000000"],
    "had": {"countries": ["AZ", "RU"], "topics": ["medtop:17000000"]},
}
CHESS = BAKU | {"title": "Chess title decided", "countries": [], "had": {"countries": ["CA"], "topics": []}}


@pytest.fixture(scope="module")
def tag_repairs():
    spec = importlib.util.spec_from_file_location("tag_repairs", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def kept(tmp_path):
    file = tmp_path / "kept.jsonl"
    file.write_text(f"{json.dumps(BAKU)}\n\n{json.dumps(CHESS)}\n", encoding="utf-8")
    return file


def test_a_line_is_an_article_with_what_was_said_of_it_and_what_it_had(tag_repairs, kept):
    baku, chess = tag_repairs.read_examples(kept, "countries")
    assert (baku.line, baku.article.title, baku.language) == (1, "Port of Baku reopens", "en")
    assert (baku.said, baku.had) == ({"AZ"}, {"AZ", "RU"})
    assert (chess.line, chess.said, chess.had) == (3, set(), {"CA"})


def test_what_is_still_told_otherwise_is_named(tag_repairs, kept, capsys):
    tag_repairs.measure_repairs(kept, "countries", lambda article, language: ["AZ"])
    told = capsys.readouterr().out
    assert "line 3: AZ; an editor said nothing" in told
    assert "line 1" not in told
    assert "1 of 2 as editors said; micro F1 66.7, 50.0 before they did" in told


def test_a_file_without_a_line_is_no_error(tag_repairs, tmp_path, capsys):
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    tag_repairs.measure_repairs(empty, "topics", lambda article, language: [])
    assert "0 of 0 as editors said" in capsys.readouterr().out
