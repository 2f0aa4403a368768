"""`newsbot brief`."""

import json

import pytest
from click.testing import CliRunner

from bot.cli.commands import commands

TEXT = "The port of Baku reopened on Monday after a week of storms. Forty ships were waiting to unload grain there."


def run(*arguments, given="", obj=None):
    return CliRunner().invoke(commands, ["brief", *arguments], input=given, obj=obj)


def test_one_json_line_comes_out_for_each_that_goes_in_and_in_order():
    lines = [json.dumps({"id": name, "title": "Port", "text": TEXT}) for name in ("b", "a", "c")]
    result = run("--jsonl", given="\n".join(lines))
    assert result.exit_code == 0
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["id"] for one in out] == ["b", "a", "c"]
    assert all(set(one) == {"id", "language", "summary", "countries", "topics"} for one in out)
    assert all(sentence in TEXT for one in out for sentence in one["summary"])


def test_at_most_so_many_sentences_are_printed():
    result = run("--jsonl", "--sentences", "1", given=json.dumps({"id": "a", "text": TEXT}))
    assert len(json.loads(result.stdout)["summary"]) == 1


@pytest.mark.parametrize("source", ["-", "file"])
def test_a_person_reads_the_headline_and_the_sentences(source, tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = run("--title", "Port open", "-" if source == "-" else str(path), given=TEXT)
    assert result.stdout.startswith("Port open\nThe port of Baku reopened")
    assert "language: en" in result.stdout


def test_a_summarizer_can_be_chosen_by_name():
    assert run("--method", "lexrank", given=TEXT).exit_code == 0
    assert run("--method", "nonsense", given=TEXT).exit_code == 2


def test_what_cannot_be_read_is_told_in_one_sentence():
    assert "cannot be read" in run("/nowhere/at/all.txt").stderr
    assert "no text" in run(given=" \n").stderr
    assert "line 1" in run("--jsonl", given="{}").stderr


@pytest.mark.parametrize("command", ["brief", "stories"])
@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b"{broken", "line 2 is not JSON"),
        (b"[1]", "line 2: an article is a JSON object"),
        (b'{"title": "no id"}', "line 2: `id`"),
        (b'{"id": "x"}', "line 2: give the article"),
        ('{"id": "x", "text": "Порт открыт."}'.encode("cp1251"), "line 2 is not UTF-8"),
    ],
)
def test_a_line_that_is_no_article_is_named_and_takes_none_of_the_others_with_it(command, bad, told):
    good = [json.dumps({"id": name, "title": "Port", "text": TEXT}).encode() for name in "ab"]
    result = CliRunner().invoke(
        commands, [command, "--jsonl"], input=b"\n".join([good[0], bad, b"", good[1]])
    )
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]
    assert told in result.stderr
    assert result.exit_code == 2


def test_text_that_is_not_utf_8_is_told_where():
    result = CliRunner().invoke(commands, ["brief"], input="Порт открыт.".encode("cp1251"))
    assert "not UTF-8 text: invalid" in result.stderr
    assert result.exit_code == 2


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "article.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT}), encoding="utf-8-sig")
    assert run("--jsonl", str(path)).exit_code == 0
