"""Whether a register marks a person whose address is kept secret, and which address that is.

Finnish *turvakielto*, Swedish *spärrmarkering*: an order for personal safety (legal spec D.1). Once
seen in a register it stays with the case, whatever becomes of the register's row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dsr.cases.case import Case, Subject
from dsr.cases.register import Finding, FoundRow, RegisterMap, TableMap
from dsr.casework.office import Office
from dsr.errors import NotFound

#: The fact of a case, and the role of a column, that say so.
NON_DISCLOSURE = "non_disclosure"
ADDRESS_ROLES = frozenset({"street", "postcode", "city"})


def is_true(value: object) -> bool:
    """A flag of a register, however it is stored."""
    return str(value).strip().lower() in {"1", "true", "t", "yes", "y"}


def is_marked(findings: Sequence[Finding], maps: Sequence[RegisterMap]) -> bool:
    """Whether a register marks the person: a column with the role ``non_disclosure`` is true."""
    return any(
        is_true(row.values.get(column.name))
        for _, row, table in rows_of(findings, maps)
        for column in table.columns
        if column.role == NON_DISCLOSURE
    )


def marked_in_register(office: Office, subjects: Sequence[Subject]) -> bool:
    """The same, of the person linked; False where her rows are gone."""
    found = findings_still_there(office, subjects)
    return is_marked(found, [register.map for register in office.registers.values()])


def findings_still_there(office: Office, subjects: Sequence[Subject]) -> tuple[Finding, ...]:
    """What is held of a person linked; nothing where a register or her rows are gone."""
    found: list[Finding] = []
    for subject in subjects:
        register = office.registers.get(subject.register)
        if register is None:
            continue
        try:
            found += register.read(subject.keys)
        except NotFound:
            continue
    return tuple(found)


def rows_of(
    findings: Sequence[Finding], maps: Sequence[RegisterMap]
) -> Iterator[tuple[Finding, FoundRow, TableMap]]:
    """Every row found, with the mapping of its table."""
    tables = {(m.name, t.name): t for m in maps for t in m.tables}
    for finding in findings:
        for row in finding.rows:
            if (table := tables.get((finding.register, row.table))) is not None:
                yield finding, row, table


def secret_parts(office: Office, case: Case) -> tuple[str, ...]:
    """Every part of an address that the registers hold of the person, for letters without data."""
    maps = [register.map for register in office.registers.values()]
    found = findings_still_there(office, case.subjects)
    values = (
        row.values.get(column.name)
        for _, row, table in rows_of(found, maps)
        for column in table.columns
        if column.role in ADDRESS_ROLES
    )
    return tuple(dict.fromkeys(str(value) for value in values if value))


def is_secret(office: Office, case: Case) -> bool:
    """Whether the person's address may be printed nowhere."""
    if case.facts.get(NON_DISCLOSURE) is True:
        return True
    return marked_in_register(office, case.subjects)
