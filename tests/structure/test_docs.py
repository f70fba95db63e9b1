"""The documents say what the program does: commands, paths, constants and links are checked.

A handbook whose command does not exist costs an operator more than none. Every ``dsr`` line of a
fenced block is parsed by the real command line (without being carried out), its step and facts by
the real vocabulary.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import click
import pytest

from dsr import __version__
from dsr.engine.facts import fact_faults
from dsr.engine.vocabulary import VOCABULARY
from dsr.entrypoints.cli import steps
from dsr.entrypoints.cli.root import dsr
from dsr.entrypoints.cli.shell import Shell
from dsr.errors import DsrError

ROOT = Path(__file__).parents[2]
#: Written by hand; docs/reference/ and docs/grounds.md are generated and have tests of their own.
DOCUMENTS = sorted(
    path
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md"))
    if path.is_file() and "reference" not in path.parts
)
#: Of those, the ones whose every `dsr/…` and `tests/…` path is checked.
NAMING_PATHS = ("why.md", "threat-model.md")

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$?\s*(?:[A-Z_]+=\S+\s+)*(?:\S*/)?dsr\s+(.*)$")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`((?:dsr|tests|workflows|letters|templates|docs)/[\w./-]*)`")
_POLICY = re.compile(r"^\| .* \| (\d+) \| `([\w.]+):(\w+)`", re.MULTILINE)


def _shell_lines(text: str) -> Iterator[str]:
    for language, block in _FENCE.findall(text):
        if language in ("", "sh", "bash", "shell", "console"):
            yield from block.replace("\\\n", " ").splitlines()


def commands(text: str) -> list[str]:
    """What follows ``dsr`` on each line of a fenced block that calls it."""
    found = (_COMMAND.match(line.strip()) for line in _shell_lines(text))
    return [match[1].split(" # ")[0] for match in found if match]


def parse(words: Sequence[str]) -> list[str]:
    """Parse with click, down to the last command; returns its path. Raises as click does."""
    command: click.Command = dsr
    context = dsr.make_context("dsr", list(words), obj=Shell(None))
    path: list[str] = []
    while isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        name, found, rest = command.resolve_command(context, rest)
        assert name is not None and found is not None
        path.append(name)
        command, context = found, found.make_context(name, rest, parent=context)
    _check_facts(path, context)
    return path


def _check_facts(path: Sequence[str], context: click.Context) -> None:
    given: Sequence[str] = context.params.get("facts") or ()
    if list(path) == ["case", "do"]:
        step = context.params["step"]
        if step not in VOCABULARY:
            raise click.UsageError(f"no step {step}")
        supplied = steps.parse(step, given)
        own = {name: value for name, value in supplied.items() if name not in steps._BESIDE}
        faults = fact_faults(VOCABULARY[step], own)
        if faults:
            raise click.UsageError(" ".join(map(str, faults)))


def _label(path: Path) -> str:
    return str(path.relative_to(ROOT))


EVERY = [(path, line) for path in DOCUMENTS for line in commands(path.read_text("utf-8"))]


@pytest.mark.parametrize(("path", "line"), EVERY, ids=lambda v: v if isinstance(v, str) else v.name)
def test_a_command_that_is_shown_exists(path: Path, line: str) -> None:
    try:
        assert parse(shlex.split(line))
    except (click.ClickException, DsrError) as error:
        pytest.fail(f"{_label(path)}: dsr {line}\n{error}")


@pytest.mark.parametrize(
    "line",
    [
        "case fly DSR-2026-0001",
        "today --loud",
        "intake letter scan.pdf",
        "intake letter scan.pdf --received yesterday",
        "case do DSR-2026-0001 fly",
        "case do DSR-2026-0001 tell_recipient --fact recipient=x",
        "case do DSR-2026-0001 acknowledge --fact colour=blue",
        "case do DSR-2026-0001 record_posting --fact letter=one --fact posted_on=2026-03-12",
        "user add anna --role king",
    ],
)
def test_a_command_that_does_not_exist_would_be_seen(line: str) -> None:
    with pytest.raises((click.ClickException, DsrError)):
        parse(shlex.split(line))


def test_commands_are_found_however_they_are_written() -> None:
    shell = "```sh\n$ dsr today\nDSR_USER=x .venv/bin/dsr case \\\n  list # all\n```\n"
    text = f"{shell}```toml\ndsr = 1\n```"
    assert [line.split() for line in commands(text)] == [["today"], ["case", "list"]]


def test_the_handbooks_show_every_command() -> None:
    shown = {" ".join(parse(shlex.split(line))) for _, line in EVERY}
    assert _every_command() - shown == set()


def _every_command() -> set[str]:
    def below(group: click.Group, path: tuple[str, ...]) -> Iterator[str]:
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            if isinstance(found, click.Group):
                yield from below(found, (*path, name))
            else:
                yield " ".join((*path, name))

    return set(below(dsr, ()))


@pytest.mark.parametrize("path", DOCUMENTS, ids=_label)
def test_links_lead_somewhere(path: Path) -> None:
    links = [link for link in _LINK.findall(path.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", NAMING_PATHS)
def test_paths_named_are_there(name: str) -> None:
    named = _PATH.findall((ROOT / "docs" / name).read_text("utf-8"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_tour_passes_every_folder() -> None:
    tour = (ROOT / "docs" / "why.md").read_text("utf-8")
    folders = [p.name for p in (ROOT / "dsr").iterdir() if (p / "__init__.py").is_file()]
    assert "stages" in folders
    assert [name for name in folders if f"`dsr/{name}/" not in tour] == []


def test_policies_have_the_value_that_is_told_to_the_lawyer() -> None:
    rows = _POLICY.findall((ROOT / "docs" / "lawyer.md").read_text("utf-8"))
    assert len(rows) == 14
    wrong = [
        (module, name, value)
        for value, module, name in rows
        if getattr(import_module(module), name) != int(value)
    ]
    assert wrong == []


def test_the_status_of_the_grounds_is_counted_right() -> None:
    catalogue = (ROOT / "docs" / "grounds.md").read_text("utf-8")
    states = ("verified", "partly verified", "from knowledge")
    counts = [len(re.findall(rf"^\| \[`.*\| {s} \|$", catalogue, re.MULTILINE)) for s in states]
    said = " ".join((ROOT / "docs" / "lawyer.md").read_text("utf-8").split())
    assert (
        f"Of the {sum(counts)} grounds, {counts[0]} are marked as verified, {counts[1]} as partly "
        f"verified and {counts[2]} as written from knowledge."
    ) in said


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    first, *_ = re.findall(r"^## (\S+?),", text, re.MULTILINE)
    sections = re.findall(r"^### (.+)$", text.split("\n## ")[1], re.MULTILINE)
    assert first == __version__
    assert sections[:2] == ["Security", "Law"]


def test_the_licence_is_the_one_of_the_package() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "SPDX-License-Identifier: EUPL-1.2" in text
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert re.findall(r"^(\d+)\.", text, re.MULTILINE) == [str(n) for n in range(1, 16)]
