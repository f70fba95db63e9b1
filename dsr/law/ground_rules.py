"""Which grounds may stand together in one decision.

One request may have several grounds, each tied to a data group. A refusal as a whole is lawful only
when every group is covered. A marketing objection knows no ground at all (GDPR Art. 21(3)); nor
does a withdrawal of consent (Art. 7(3)), but data that a law or a claim holds stay (Art. 17(3)).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from dsr.errors import Fault
from dsr.law.ground import REASONED, WHOLE_REQUEST, Ground

#: (data group or ``*`` for the whole request, code of the ground)
Decision = tuple[str, str]

#: Rights that cannot be refused, charged for or postponed.
UNREFUSABLE = frozenset({"consent_withdrawal"})
#: What holds data although the consent is withdrawn: a legal duty or a claim. The use that rested
#: on the consent ends all the same.
HELD_BY_LAW = ("ERA-17-3-B-*", "ERA-17-3-E")


def is_held_by_law(code: str) -> bool:
    """Whether the ground keeps data whatever the person withdraws."""
    return any(fnmatchcase(code, pattern) for pattern in HELD_BY_LAW)


def combination_faults(
    grounds: Mapping[str, Ground],
    right: str,
    decisions: Sequence[Decision],
    all_groups: Collection[str],
    *,
    marketing: bool = False,
    activated: frozenset[str] = frozenset(),
    granted: Collection[str] = (),
    refused_as_a_whole: bool = False,
) -> tuple[Fault, ...]:
    """Everything unlawful in this combination of grounds; empty when it may stand.

    all_groups: every data group the request concerns. marketing: the case is an objection to direct
    marketing. activated: codes that the data protection officer switched on. granted: groups for
    which the request is carried out. refused_as_a_whole: the answer says "refused", not "partly".
    """
    faults: list[Fault] = []
    known: list[tuple[str, Ground]] = []
    for group, code in decisions:
        if code in grounds:
            known.append((group, grounds[code]))
        else:
            faults.append(Fault("grounds.unknown_code", code, "No such ground. See dsr grounds."))
    for group, ground in known:
        faults += _single_faults(ground, group, right, all_groups, activated)
    faults += _guard_faults(known, right, marketing, refused_as_a_whole)
    faults += _exclusion_faults(known)
    faults += _alone_faults(known, granted)
    faults += _grant_faults(known, granted)
    faults += _repeat_faults(known)
    if refused_as_a_whole:
        faults += _coverage_faults(known, all_groups)
    return tuple(faults)


def _single_faults(
    ground: Ground,
    group: str,
    right: str,
    all_groups: Collection[str],
    activated: frozenset[str],
) -> Iterator[Fault]:
    """What is wrong with one ground regardless of the others."""
    if right not in ground.rights:
        rights = ", ".join(ground.rights)
        yield Fault("grounds.wrong_right", ground.code, f"It belongs to {rights}, not to {right}.")
    if not ground.is_enabled(activated):
        sentence = "Switched off here until the data protection officer activates it."
        yield Fault("grounds.not_activated", ground.code, sentence)
    if group == WHOLE_REQUEST:
        if ground.per_group:
            sentence = "It holds only for a data group: name the group it covers."
            yield Fault("grounds.needs_group", ground.code, sentence)
    elif group not in all_groups:
        sentence = f"The request does not concern the group {group}."
        yield Fault("grounds.unknown_group", ground.code, sentence)


def _guard_faults(
    known: Sequence[tuple[str, Ground]], right: str, marketing: bool, refused_as_a_whole: bool
) -> Iterator[Fault]:
    """Nothing negative where the law knows no refusal, nor on a group that a guard protects."""
    untouchable = marketing or right in UNREFUSABLE
    guarded = [group for group, ground in known if ground.is_guard]
    for group, ground in known:
        if not ground.negative or ground.after_execution:
            continue
        if right in UNREFUSABLE and not marketing and is_held_by_law(ground.code):
            continue
        if untouchable:
            sentence = "Nothing can be refused, charged for, asked or postponed here. Carry it out."
            yield Fault("grounds.unrefusable", ground.code, sentence)
        elif any(_overlap(group, other) for other in guarded):
            sentence = "A right that cannot be refused covers the same data. Carry it out there."
            yield Fault("grounds.guard", ground.code, sentence)
    if refused_as_a_whole and (untouchable or guarded):
        sentence = "The answer cannot say “refused”: there is nothing that may be refused."
        yield Fault("grounds.unrefusable", right, sentence)


def _exclusion_faults(known: Sequence[tuple[str, Ground]]) -> Iterator[Fault]:
    for ground in {ground.code: ground for _, ground in known}.values():
        hit = sorted(
            {
                other.code
                for _, other in known
                if any(fnmatchcase(other.code, pattern) for pattern in ground.excludes)
            }
        )
        if hit:
            sentence = f"It cannot stand beside {', '.join(hit)}: choose one of the two."
            yield Fault("grounds.excluded", ground.code, sentence)


def _alone_faults(known: Sequence[tuple[str, Ground]], granted: Collection[str]) -> Iterator[Fault]:
    if known and not granted and all(ground.never_alone for _, ground in known):
        code = known[0][1].code
        sentence = "It can never be the only answer: decide on the request itself as well."
        yield Fault("grounds.alone", code, sentence)


def _grant_faults(known: Sequence[tuple[str, Ground]], granted: Collection[str]) -> Iterator[Fault]:
    for group, ground in known:
        if group in granted and set(ground.kinds) <= {"REFUSE"}:
            sentence = f"The group {group} is granted and refused at once. Decide which."
            yield Fault("grounds.granted_and_refused", ground.code, sentence)


def _repeat_faults(known: Sequence[tuple[str, Ground]]) -> Iterator[Fault]:
    seen: set[Decision] = set()
    for group, ground in known:
        if (group, ground.code) in seen:
            sentence = f"Given twice for {group}. Put the facts into one decision."
            yield Fault("grounds.repeated", ground.code, sentence)
        seen.add((group, ground.code))


def _coverage_faults(
    known: Sequence[tuple[str, Ground]], all_groups: Collection[str]
) -> Iterator[Fault]:
    """A refusal as a whole: every group needs a refusing or limiting ground of its own."""
    refusing = {group for group, ground in known if not REASONED.isdisjoint(ground.kinds)}
    bare = sorted(set(all_groups) - refusing)
    if WHOLE_REQUEST not in refusing and (bare or not refusing):
        missing = f" Without a ground: {', '.join(bare)}." if bare else ""
        sentence = f"“Refused” as a whole needs a ground for every data group.{missing}"
        yield Fault("grounds.not_covered", WHOLE_REQUEST, sentence)


def _overlap(one: str, other: str) -> bool:
    return one == other or WHOLE_REQUEST in (one, other)
