"""Every command and every option says what it is for, and the reference says the same."""

from __future__ import annotations

from pathlib import Path

import click

from dsr.entrypoints.cli.manual import (
    commands,
    error_classes,
    error_list,
    exit_codes,
    reference,
)

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_every_command_and_option_has_help() -> None:
    silent = []
    for context in commands():
        if not context.command.help:
            silent.append(context.command_path)
        for option in context.command.params:
            if isinstance(option, click.Option) and not option.help:
                silent.append(f"{context.command_path} {option.opts[0]}")
    assert silent == []


def test_the_walk_finds_the_commands_of_the_contract() -> None:
    found = {context.command_path for context in commands()}
    assert {
        "dsr init", "dsr doctor", "dsr due", "dsr read", "dsr intake letter", "dsr intake note",
        "dsr today", "dsr case list", "dsr case show", "dsr case history", "dsr case steps",
        "dsr case do", "dsr case plan", "dsr case run", "dsr letter preview", "dsr letter release",
        "dsr letter print", "dsr workflow check", "dsr workflow show", "dsr workflow draw",
        "dsr grounds", "dsr audit verify", "dsr user add", "dsr user list",
    } <= found  # fmt: skip


def test_the_reference_is_what_the_program_says() -> None:
    assert (REFERENCE / "cli.md").read_text(encoding="utf-8") == reference()
    assert (REFERENCE / "errors.md").read_text(encoding="utf-8") == error_list()


def test_every_error_has_a_documented_exit_and_a_meaning() -> None:
    for one in error_classes():
        assert one.exit_code in exit_codes(), one
        assert one.__doc__, one
    codes = [one.code for one in error_classes()]
    assert len(codes) == len(set(codes))
