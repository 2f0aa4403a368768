"""What people can set, type, install or watch stands in the documents."""

import re
import tomllib

import click

from bot.cli.commands import commands
from bot.services.metrics import Metrics
from bot.settings import PREFIX, Settings
from bot.texts.messages.commands import editor_commands, group_commands, reader_commands
from bot.texts.texts import Texts
from tests.docs.pages import ROOT, missing, page

SETTINGS = {PREFIX + name.upper(): field.default for name, field in Settings.model_fields.items()}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def test_every_setting_is_told():
    assert missing(list(SETTINGS)) == []


def test_the_example_names_every_setting_once_and_no_other():
    assert sorted(re.findall(r"^#?(NEWSBOT_\w+)=", EXAMPLE, re.MULTILINE)) == sorted(SETTINGS)


def test_the_example_shows_the_defaults():
    shown = dict(re.findall(r"^#(NEWSBOT_\w+)=(\w+)$", EXAMPLE, re.MULTILINE))
    assert len(shown) >= 10
    for name, value in shown.items():
        assert value == str(SETTINGS[name]).lower(), name


def test_every_command_of_the_terminal_is_told():
    assert missing([f"newsbot {words}" for words, _ in _commands(commands)]) == []


def test_every_option_of_the_terminal_is_told():
    options = {
        option
        for _, command in _commands(commands)
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    }
    assert missing(sorted(options)) == []


def test_every_command_of_the_chat_is_told():
    t = Texts("en")
    commands = {*reader_commands(t), *group_commands(t), *editor_commands(t)}
    assert missing(sorted(f"/{command.name}" for command in commands)) == []


def test_every_metric_is_told():
    families = Metrics().registry.collect()
    assert missing([_exported(family.name, family.type) for family in families]) == []


def test_every_dependency_is_told():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    names = [re.split(r"[\[<>=; ]", wanted, maxsplit=1)[0] for group in groups for wanted in group]
    told = page("docs/dependencies.md").text.lower()
    assert [name for name in names if name.lower() not in told] == []


def _commands(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    """Every command with its words, those of groups within too."""
    found = []
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        found.append((words, command))
        if isinstance(command, click.Group):
            found += _commands(command, words)
    return found


def _exported(name: str, kind: str) -> str:
    """The name under which /metrics shows it."""
    return f"{name}_total" if kind == "counter" else name
