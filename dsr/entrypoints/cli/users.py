"""``dsr user``: who may do what."""

from __future__ import annotations

import click

from dsr.cases.case import Role, User
from dsr.entrypoints.cli.shell import Shell, as_json, out, out_json, pass_shell
from dsr.errors import WrongUsage


@click.group()
def user() -> None:
    """People who work with cases, and their roles."""


@user.command("add")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role if role is not Role.SYSTEM]),
    help="What the user may do; repeatable.",
)
@pass_shell
def add(shell: Shell, name: str, roles: tuple[str, ...]) -> None:
    """Add a user; give --role as often as needed."""
    if not name.replace("-", "").replace(".", "").isalnum():
        raise WrongUsage("A user's name has letters, digits, dots and hyphens only.")
    shell.office.store.add_user(User(name, frozenset(Role(role) for role in roles)))
    out(f"Added {name}: {', '.join(roles)}.")


@user.command("list")
@as_json
@pass_shell
def list_(shell: Shell, as_json: bool) -> None:
    """Every user with the roles."""
    found = [
        {"user": u.name, "roles": sorted(r.value for r in u.roles), "active": u.active}
        for u in shell.office.store.users()
    ]
    if as_json:
        out_json({"users": found})
        return
    for one in found:
        out(f"{one['user']:16} {', '.join(map(str, one['roles'] or []))}")  # type: ignore[call-overload]
