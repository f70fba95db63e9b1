"""``dsr case`` and ``dsr today``: what is there, what may happen, what must happen."""

from __future__ import annotations

import click

from dsr.cases.case import Case
from dsr.cases.decision import GroupDecision
from dsr.cases.register import Plan
from dsr.cases.sentences import sentence_of
from dsr.casework.clock import clock_of
from dsr.casework.data import NOTHING_TO_CHANGE
from dsr.casework.step import Found, recipients_due, situation_of, workflow_of
from dsr.engine.steps import StepView, possible_steps
from dsr.entrypoints.cli import steps as doors
from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.law.dates_in_words import spelled
from dsr.stages import decision, execution, verification
from dsr.stages.today import todays_sentences

_CASE = click.argument("number", metavar="CASE")


@click.group()
def case() -> None:
    """One right of one request: its state, its clock, its next steps."""


def _row(shell: Shell, one: Case) -> dict[str, object]:
    clock = clock_of(shell.office, one)
    return {
        "case": one.number,
        "right": one.right.value,
        "workflow": one.workflow,
        "state": one.state,
        "received": one.received.isoformat(),
        "strict_due": clock.strict_due.isoformat(),
        "due": clock.due.isoformat() if clock.due else None,
        "clock": clock.clock,
    }


@case.command("list")
@as_json
@pass_shell
def list_(shell: Shell, as_json: bool) -> None:
    """Every case, oldest receipt first."""
    rows = [_row(shell, one) for one in shell.office.store.cases()]
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
    """The case: clock explained, identity, decisions and proposals, letters."""
    office = shell.office
    one = office.store.case(number)
    clock = clock_of(office, one)
    decided = [_decision(d) for d in one.decisions]
    proposed = []
    if one.state in ("in_decision", "assessing"):
        proposed = [_decision(d) for d in decision.prepare(office, one).proposals]
    shown = {
        **_row(shell, one),
        "round": one.round,
        "letter": one.letter.id,
        "siblings": list(one.siblings),
        "subject": {"register": one.subject.register, "keys": list(one.subject.keys)}
        if one.subject
        else None,
        "explanation": list(clock.explanation),
        "recipients_due": list(recipients_due(office, one)),
        "decisions": decided,
        "proposals": proposed,
        "letters": [
            {
                "letter": letter.id,
                "type": letter.type,
                "answers": letter.answers,
                "posted_on": letter.posted_on.isoformat() if letter.posted_on else None,
            }
            for letter in one.outgoing
        ],
    }
    if as_json:
        out_json(shown)
        return
    out(f"{one.number}: {one.workflow}, {one.state}, round {one.round}")
    for sentence in clock.explanation:
        out(f"  {sentence}")
    due = spelled(clock.due) if clock.due else "the clock stands"
    out(f"  Due {due}; strict date {spelled(clock.strict_due)}.")
    for name, entries in (("Decided", decided), ("Proposed", proposed)):
        for entry in entries:
            out(f"  {name}: {entry['group']}: {entry['action']} {entry['ground'] or ''}".rstrip())
            out(f"      {entry['why']}")
    for letter in one.outgoing:
        posted = f"posted {letter.posted_on}" if letter.posted_on else "not posted yet"
        out(f"  Letter {letter.id}: {letter.type}, {posted}")


def _decision(found: GroupDecision) -> dict[str, object]:
    return {
        "group": found.group,
        "action": found.action.value,
        "ground": found.ground,
        "facts": dict(found.facts),
        "why": found.why,
        "until": found.until.isoformat() if found.until else None,
        "rows": list(found.rows),
    }


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
    situation = situation_of(office, one, actor, "decide", {}, _seen_so_far(shell, one))
    views = possible_steps(workflow_of(office, one), situation)
    if as_json:
        out_json({"case": number, "state": one.state, "steps": [_view(v) for v in views]})
        return
    out(f"{number} is {one.state}.")
    for view in (v for v in views if v.from_here):
        mark = "may" if view.may else "may not"
        who = " or ".join(role.value for role in view.who)
        out(f"  {view.step:20} {mark} ({who}): {view.sentence}")
        for reason in view.why_not:
            out(f"      because: {reason}")
        for fact in view.needs:
            need = "" if fact.required else " (optional)"
            out(f"      --fact {fact.name}=…{need}  {fact.sentence}")
    if _identity_is_next(one) and one.subject:
        _say_evidence(shell, one)


def _identity_is_next(one: Case) -> bool:
    sought = one.subject is not None or one.facts.get("nothing_found") is True
    return one.state == "received" and sought and one.workflow != "marketing_objection"


def _seen_so_far(shell: Shell, one: Case) -> Found:
    """What the request shows by the way it came, so that accepting it can be offered."""
    if not _identity_is_next(one):
        return Found()
    evidence = verification.weigh(shell.office, one)
    return Found(needed_level=int(evidence.needed.level), proven_level=int(evidence.shown))


def _say_evidence(shell: Shell, one: Case) -> None:
    evidence = verification.weigh(shell.office, one)
    out(f"  Identity: E{evidence.needed.level:d} is needed, E{evidence.shown:d} is shown.")
    for sentence in evidence.why:
        out(f"      {sentence}")
    for method in verification.ways_to_ask(shell.office, one):
        out(f"      more would be: {method.value}")


def _view(view: StepView) -> dict[str, object]:
    return {
        "step": view.step,
        "may": view.may,
        "from_here": view.from_here,
        "who": [role.value for role in view.who],
        "why_not": list(view.why_not),
        "facts": [
            {"name": f.name, "kind": f.kind.value, "required": f.required, "sentence": f.sentence}
            for f in view.needs
        ],
        "leads_to": view.leads_to,
        "basis": view.basis,
        "letter": view.letter,
    }


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
        out_json({**_row(shell, moved), "letters": letters})
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
        out_json(_plan_json(number, found))
        return
    if found is None:
        out(f"{number}: no register changes. Digest: {NOTHING_TO_CHANGE}")
        return
    for row in found.rows:
        kept = f" until {row.until} ({row.ground})" if row.ground else ""
        out(f"{row.group}: {row.table} {row.key}: {row.action.value}{kept}")
        if row.changes:
            for column, before in row.before.items():
                after = None if row.after is None else row.after.get(column)
                if row.after is None or after != before:
                    new = "gone" if row.after is None else repr(after)
                    out(f"    {column}: {before!r} -> {new}")
    out(f"{len(found.rows)} rows, {found.statements} statements. Digest: {found.digest}")


def _plan_json(number: str, found: Plan | None) -> dict[str, object]:
    if found is None:
        return {"case": number, "digest": NOTHING_TO_CHANGE, "rows": []}
    return {
        "case": number,
        "register": found.register,
        "digest": found.digest,
        "statements": found.statements,
        "rows": [
            {
                "table": row.table,
                "key": row.key,
                "group": row.group,
                "action": row.action.value,
                "before": dict(row.before),
                "after": None if row.after is None else dict(row.after),
                "ground": row.ground,
                "until": row.until,
            }
            for row in found.rows
        ],
    }


@case.command("run")
@_CASE
@as_json
@pass_shell
def run(shell: Shell, number: str, as_json: bool) -> None:
    """Carry out what was approved. May be killed and called again at any point."""
    done = execution.run(shell.office, shell.office.store.case(number))
    residuals = done.proof.residuals if done.proof else ()
    if as_json:
        out_json(
            {
                **_row(shell, done.case),
                "receipt": done.receipt.action_id if done.receipt else None,
                "counts": dict(done.receipt.counts) if done.receipt else {},
                "replayed": done.receipt.replayed if done.receipt else False,
                "proven": not residuals,
                "residuals": list(residuals),
            }
        )
        return
    out(f"{done.case.number} is now {done.case.state}.")
    if done.receipt:
        for table, counts in done.receipt.counts.items():
            out(f"  {table}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
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
