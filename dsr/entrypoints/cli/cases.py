"""``dsr case`` and ``dsr today``: what is there, what may happen, what must happen."""

from __future__ import annotations

from importlib import import_module

import click

from dsr.cases.case import Case, Role
from dsr.cases.sentences import sentence_of
from dsr.casework.data import findings_of
from dsr.casework.earlier import earlier_requests
from dsr.casework.step import situation_of, workflow_of
from dsr.engine.facts import words_of
from dsr.engine.steps import possible_steps
from dsr.entrypoints.cli import steps as doors
from dsr.entrypoints.cli.case_views import (
    earlier_line,
    earlier_view,
    lines_of,
    row_of,
    standing_lines,
    standing_of,
    step_view,
    view_of,
)
from dsr.entrypoints.cli.evidence_views import evidence_lines, seen_so_far
from dsr.entrypoints.cli.plan_views import plan_lines, plan_view
from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.stages import decision, execution
from dsr.stages.today import todays_sentences

_CASE = click.argument("number", metavar="CASE")


#: Commands of the group that live in modules of their own, imported when they are called.
_ELSEWHERE = {
    "candidates": "candidates",
    "data": "redactions",
    "redact": "redactions",
    "undo": "undo",
    "register-answer": "inquiries",
    "returned": "inquiries",
}


class _CaseCommands(click.Group):
    """The group's own commands, and those found by name in other modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, those of other modules last."""
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; its module is imported now if it lives elsewhere."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"dsr.entrypoints.cli.{_ELSEWHERE[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=_CaseCommands)
def case() -> None:
    """One right of one request: its state, its clock, its next steps."""


@case.command("list")
@as_json
@pass_shell
def list_(shell: Shell, as_json: bool) -> None:
    """Every case, oldest receipt first."""
    rows = [row_of(shell.office, one) for one in shell.office.store.cases()]
    if as_json:
        out_json({"cases": rows})
        return
    for row in rows:
        out(
            f"{row['case']}  {row['workflow']:20} {row['state']:18} "
            f"received {row['received']}  due {row['due'] or 'clock stands'} "
            f"(strict {row['strict_due']})"
        )


@case.command("show")
@_CASE
@as_json
@pass_shell
def show(shell: Shell, number: str, as_json: bool) -> None:
    """The case: clock explained, who asks, what is open, decisions and proposals, letters."""
    one = shell.office.store.case(number)
    if as_json:
        out_json(view_of(shell.office, one))
        return
    for line in lines_of(shell.office, one):
        out(line)


@case.command("earlier")
@_CASE
@as_json
@pass_shell
def earlier(shell: Shell, number: str, as_json: bool) -> None:
    """Earlier requests of the same person for the same right; never a reason by themselves."""
    office = shell.office
    one = office.store.case(number)
    found = earlier_requests(office, one, findings_of(office, one))
    if as_json:
        out_json({"case": number, "earlier": [earlier_view(request) for request in found]})
        return
    if not found:
        out(f"{number}: nobody asked for this before, as far as the cases kept here tell.")
    for request in found:
        out(earlier_line(request))


@case.command("history")
@_CASE
@as_json
@pass_shell
def history(shell: Shell, number: str, as_json: bool) -> None:
    """Everything that happened, in sentences."""
    shell.office.store.case(number)
    events = shell.office.store.history(number)
    if as_json:
        out_json({"events": [{**vars(event), "details": dict(event.details)} for event in events]})
        return
    for event in events:
        out(f"{event.at:%Y-%m-%d %H:%M}  {event.actor:10} {sentence_of(event)}")


@case.command("steps")
@_CASE
@acting
@as_json
@pass_shell
def steps(shell: Shell, number: str, user: str | None, as_json: bool) -> None:
    """What may happen now, who may do it, which facts it needs, and why others may not."""
    office = shell.office
    one = office.store.case(number)
    actor = shell.user(user)
    situation = situation_of(office, one, actor, "decide", {}, seen_so_far(shell.office, one))
    views = possible_steps(workflow_of(office, one), situation)
    if as_json:
        out_json(
            {
                **row_of(office, one),
                **standing_of(office, one),
                "steps": [step_view(v) for v in views],
            }
        )
        return
    out(f"{number} is {one.state}.")
    for line in standing_lines(office, one):
        out(f"  {line}")
    for view in (v for v in views if v.from_here and v.who != (Role.SYSTEM,)):
        mark = "may" if view.may else "may not"
        who = " or ".join(role.value for role in view.who)
        out(f"  {view.step:20} {mark} ({who}): {view.sentence}")
        for reason in view.why_not:
            out(f"      because: {reason}")
        for fact in view.needs:
            need = "" if fact.required else " (optional)"
            out(f"      --fact {fact.name}=…{need}  {fact.sentence} [{words_of(fact)}]")
    for line in evidence_lines(shell.office, one):
        out(line)


@case.command("do")
@_CASE
@click.argument("step")
@click.option("--fact", "facts", multiple=True, metavar="K=V", help="A fact the step needs.")
@acting
@as_json
@pass_shell
def do(
    shell: Shell,
    number: str,
    step: str,
    facts: tuple[str, ...],
    user: str | None,
    as_json: bool,
) -> None:
    """Take a step. Exit 3 with every reason when the law, the table or your role refuses it."""
    one = shell.office.store.case(number)
    moved = doors.do(shell, one, step, shell.user(user), doors.parse(step, facts))
    _tell_state(shell, moved, as_json)


def _tell_state(shell: Shell, moved: Case, as_json: bool) -> None:
    if as_json:
        letters = [{"letter": o.id, "type": o.type} for o in moved.outgoing]
        out_json({**row_of(shell.office, moved), "letters": letters})
    else:
        out(f"{moved.number} is now {moved.state}.")


@case.command("confirm")
@_CASE
@acting
@as_json
@pass_shell
def confirm(shell: Shell, number: str, user: str | None, as_json: bool) -> None:
    """Take over every proposal of the engine as your own decision."""
    one = shell.office.store.case(number)
    moved = decision.confirm_proposals(shell.office, one, shell.user(user))
    _tell_state(shell, moved, as_json)


@case.command("plan")
@_CASE
@as_json
@pass_shell
def plan(shell: Shell, number: str, as_json: bool) -> None:
    """Dry run: exact rows and columns, before and after, and what is kept on which ground."""
    one = shell.office.store.case(number)
    found = decision.show_plan(shell.office, one)
    if as_json:
        out_json(plan_view(number, found))
        return
    for line in plan_lines(number, found):
        out(line)


@case.command("run")
@_CASE
@as_json
@pass_shell
def run(shell: Shell, number: str, as_json: bool) -> None:
    """Carry out what was approved. May be killed and called again at any point."""
    done = execution.run(shell.office, shell.office.store.case(number))
    residuals = done.residuals
    if as_json:
        out_json(
            {
                **row_of(shell.office, done.case),
                "receipt": done.receipt.action_id if done.receipt else None,
                "counts": dict(done.receipt.counts) if done.receipt else {},
                "replayed": done.receipt.replayed if done.receipt else False,
                "registers": [
                    {
                        "register": part.receipt.register,
                        "receipt": part.receipt.action_id,
                        "counts": dict(part.receipt.counts),
                        "replayed": part.receipt.replayed,
                        "residuals": list(part.proof.residuals),
                    }
                    for part in done.parts
                ],
                "proven": not residuals,
                "residuals": list(residuals),
            }
        )
        return
    out(f"{done.case.number} is now {done.case.state}.")
    for part in done.parts:
        if len(done.parts) > 1:
            out(f"  In {part.receipt.register}:")
        for table, counts in part.receipt.counts.items():
            out(f"  {table}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    if done.parts:
        out("  Looked again: " + ("nothing is left that should be gone." if not residuals else ""))
    for residual in residuals:
        out(f"  still there: {residual}")


@click.command()
@as_json
@pass_shell
def today(shell: Shell, as_json: bool) -> None:
    """What must happen today: sentences with a count, the oldest and the command."""
    found = todays_sentences(shell.office)
    if as_json:
        out_json({"today": shell.office.clock.today(), "sentences": [vars(s) for s in found]})
        return
    if not found:
        out("Nothing waits today.")
    for sentence in found:
        out(f"{sentence.text}")
        out(f"    {sentence.command}")
