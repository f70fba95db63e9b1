"""What a register looks like to the engine: its mapping, what was found, what is planned.

A mapping says for every column that holds personal data which data group it belongs to. Findings
and plans are pure data; a plan is made anew from the register whenever it is shown or carried out,
so that erased values never stay behind in our own tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.decision import Action, GroupDecision

#: Text in each of the languages of the letters: {"fi": …, "sv": …, "en": …}.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class ColumnMap:
    """One column. kind: text|date|datetime|money_cents|flag|code|number|key|free_text.

    label is None for technical columns (keys, row versions) that hold nothing about a person.
    codes explains coded values to the customer. on_erasure overrides what anonymising does:
    ``clear`` sets NULL (a neutral value where the schema forbids NULL), ``fixed`` sets the
    register's fixed word, ``keep`` leaves the value. correctable: Art. 16 may change it.
    role: what the column is for finding a person (``ROLES``). lookup: ``fk -> table.column``, the
    word shown to the customer in place of a foreign key.
    """

    name: str
    kind: str
    label: Texts | None = None
    codes: Mapping[str, Texts] = field(default_factory=dict)
    on_erasure: str | None = None
    correctable: bool = False
    contact_point: bool = False
    role: str | None = None
    lookup: str | None = None


#: What a column may be for finding a person. ``name`` is a whole name in one column.
#: ``non_disclosure`` is a flag: her address is kept secret for her safety and is printed nowhere.
ROLES = (
    "name",
    "first_name",
    "last_name",
    "street",
    "postcode",
    "city",
    "email",
    "phone",
    "non_disclosure",
)


@dataclass(frozen=True)
class MarketingMap:
    """Where a table of marketing permissions says what (GDPR Art. 21(3)).

    channels: channel code -> kind of contact point it uses (``email``, ``phone`` or ``address``).
    contact: column with the contact point the permission is for, if the table has one.
    """

    channel: str
    permission: str
    objected_on: str
    channels: Mapping[str, str]
    contact: str | None = None


@dataclass(frozen=True)
class TableMap:
    """One table: how its rows are tied to the person and what erasure does to them.

    key: primary key columns. path: foreign keys to the identity table, nearest first, each
    ``(column, parent table, parent column)``. on_erasure: ``delete`` or ``anonymise``.
    restriction: column that marks a restriction. statement: column for a supplementary statement.
    traits: facts of a row that retention rules need, name -> ``column``, ``column == literal`` or
    ``fk -> table.column``. group_when: ``(trait, group)``; a row with this trait belongs to that
    group instead (treatment notes of a health professional). on_objection: what an upheld
    objection does (Art. 21(1)): ``delete``, or ``clear`` or ``mark`` of objection_columns.
    """

    name: str
    group: str
    key: tuple[str, ...]
    path: tuple[tuple[str, str, str], ...]
    columns: tuple[ColumnMap, ...]
    on_erasure: str = "delete"
    restriction: str | None = None
    statement: str | None = None
    label: Texts | None = None
    traits: Mapping[str, str] = field(default_factory=dict)
    group_when: tuple[tuple[str, str], ...] = ()
    on_objection: str | None = None
    objection_columns: tuple[str, ...] = ()
    marketing: MarketingMap | None = None

    def column(self, name: str) -> ColumnMap:
        """The column with this name. Raises KeyError."""
        try:
            return next(c for c in self.columns if c.name == name)
        except StopIteration:
            raise KeyError(name) from None

    @property
    def groups(self) -> tuple[str, ...]:
        """Codes of every group a row of this table may belong to."""
        return (self.group, *(code for _, code in self.group_when))


@dataclass(frozen=True)
class DataGroup:
    """A group of data with one purpose, basis, source and retention (GDPR Art. 15(1)(a)-(g), 30).

    code: unique in the register. basis: e.g. ``6(1)(b)``. retention: rule id known to rights/, with
    ``retention_text`` for the letter. sensitivity: S0..S3 of the legal spec, D.2.
    recipients: names (CJEU C-154/21). marketing: Art. 21(2)-(3) applies. provided: the person gave
    the data or they came of her using the service; False for what the controller wrote or derived
    (Art. 20(1)).
    """

    code: str
    label: Texts
    purpose: Texts
    basis: str
    basis_text: Texts
    source: Texts
    recipients: tuple[str, ...]
    retention: str
    retention_text: Texts
    sensitivity: str
    marketing: bool = False
    provided: bool = True


@dataclass(frozen=True)
class Asked:
    """The person who is a register: whom a letter names and reaches, and in which language.

    language: None takes the site's first. name: of a person or a firm.
    """

    name: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    language: str | None = None


#: The trait of a found row that is a file in our vault: its digest there.
VAULT_FILE = "vault_file"


@dataclass(frozen=True)
class RegisterMap:
    """The mapping of one register. identity: the table whose key is the person's key.

    ignored: tables without personal data of data subjects -> the reason. erased_word: what
    anonymising writes where the schema wants a text. phone_region: for numbers without ``+``.
    asked: whom to ask, where the register is a person and no system.
    """

    name: str
    label: Texts
    identity: str
    groups: tuple[DataGroup, ...]
    tables: tuple[TableMap, ...]
    ignored: Mapping[str, str] = field(default_factory=dict)
    erased_word: str = "[erased]"
    phone_region: str = "FI"
    asked: Asked | None = None

    def group(self, code: str) -> DataGroup:
        """The group with this code. Raises KeyError."""
        try:
            return next(g for g in self.groups if g.code == code)
        except StopIteration:
            raise KeyError(code) from None

    def table(self, name: str) -> TableMap:
        """The table with this name. Raises KeyError."""
        try:
            return next(t for t in self.tables if t.name == name)
        except StopIteration:
            raise KeyError(name) from None


@dataclass(frozen=True)
class Candidate:
    """A row of the register that may be the person. why: reasons as sentences for the officer.

    key: the person's key in the register; score 0..1; address_on_file / email_on_file /
    phone_on_file: what she gave equals what is on file. warnings: namesake, household, moved.
    """

    register: str
    key: str
    score: float
    why: tuple[str, ...]
    name_matches: bool = False
    address_on_file: bool = False
    email_on_file: bool = False
    phone_on_file: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundRow:
    """One row found. key: primary key as text. values: column -> str, int, date or None.

    keep_until: last day the law or the site keeps this row, with the rule that says so.
    traits: facts of the row that rules need, e.g. ``{"health_professional": True, "open": True}``.
    """

    table: str
    key: str
    values: Mapping[str, object]
    traits: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What the register holds of the person in one data group (rows may be empty)."""

    register: str
    group: DataGroup
    rows: tuple[FoundRow, ...]

    @property
    def code(self) -> str:
        """``register.group``, as decisions name it."""
        return f"{self.register}.{self.group.code}"


@dataclass(frozen=True)
class PlannedRow:
    """What happens to one row. after is None when the row is deleted; equal to before when kept."""

    table: str
    key: str
    group: str
    action: Action
    before: Mapping[str, object]
    after: Mapping[str, object] | None
    ground: str | None = None
    until: date | None = None

    @property
    def changes(self) -> bool:
        """Whether this row is changed or deleted."""
        return self.after is None or dict(self.after) != dict(self.before)


@dataclass(frozen=True)
class Plan:
    """The exact rows before and after, of one register. Never stored with values.

    digest: SHA-256 over keys, decisions and every row before and after; table_digests the same per
    table, so that a void plan can say what changed. statements: how many will be sent.
    """

    register: str
    keys: tuple[str, ...]
    rows: tuple[PlannedRow, ...]
    digest: str
    table_digests: Mapping[str, str]
    statements: int


@dataclass(frozen=True)
class Order:
    """What the register is told to do: by whom found, which decisions, as approved.

    action_id makes it happen once: ``DSR-2026-0003:1:carry_out``. contact: for a marketing stop the
    contact points that are themselves the subject (evidence level E0).
    """

    action_id: str
    keys: tuple[str, ...]
    decisions: tuple[GroupDecision, ...]
    on: date
    contact_points: tuple[str, ...] = ()
    approved_digest: str | None = None
    approved_tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """Proof from the register's own transaction that an order was carried out, once.

    counts: ``{"customers": {"anonymised": 1}, …}``. replayed: it had been done before.
    """

    action_id: str
    register: str
    counts: Mapping[str, Mapping[str, int]]
    replayed: bool


@dataclass(frozen=True)
class Proof:
    """The register looked at again. residuals: sentences without values; empty means proven.

    hints: what the officer should look at though it is no failure (the person named in a note of
    somebody else), as sentences without values.
    """

    register: str
    looked_at: tuple[str, ...]
    residuals: tuple[str, ...]
    hints: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Nothing is left that should have gone, nothing gone that should have stayed."""
        return not self.residuals
