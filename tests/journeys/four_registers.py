"""A site with four registers: the demo's booking database, a second database, files, a service.

The same made-up customer is in all of them, under another key in each.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.desk import CaseFile, Desk
from tests.simulators.booking_service import TOKEN, BookingService, load, running

BOOKING, CRM, TILL, AJAS = "booking", "crm", "till", "ajas"
#: Markku Tammela's key in each register.
KEYS = {BOOKING: "3", CRM: "71", TILL: "82", AJAS: "93"}
LABELS = {
    BOOKING: "Onni & hoivan asiakasrekisteri",
    CRM: "Myynnin rekisteri",
    TILL: "Kassan taulukot",
    AJAS: "Varauspalvelu",
}
PEOPLE = ("id", "name", "street", "postcode", "city", "email", "phone")
REMARKS = ("id", "person_id", "words", "restricted")
_PERSON = ("Markku Tammela", "Hämeentie 62 C 45", "00500", "Helsinki")
_POINTS = ("markku.tammela@example.com", "+358401234503")
_OTHER = ("Irene Example", "Sample Street 1 A 1", "00999", "Helsinki", "irene@example.org", None)

_MAPPING = """
name = "{name}"
identity = "people"
erased_word = "[poistettu]"

[label]
fi = "{label}"
sv = "{label}"
en = "{label}"

[groups.contact]
label = {{ fi = "Yhteystiedot", sv = "Kontaktuppgifter", en = "Contact details" }}
purpose = {{ fi = "Asiakassuhde", sv = "Kundförhållande", en = "Customers" }}
basis = "6(1)(b)"
basis_text = {{ fi = "Sopimus kanssasi", sv = "Avtalet med dig", en = "The contract with you" }}
source = {{ fi = "Sinulta itseltäsi", sv = "Från dig själv", en = "From you" }}
recipients = ["Posti {name} Oy"]
retention = "while_customer"
retention_text = {{ fi = "Asiakassuhteen ajan", sv = "Så länge du är kund", en = "As a customer" }}
sensitivity = "S1"

[groups.remarks]
label = {{ fi = "Huomiot", sv = "Anmärkningar", en = "Remarks" }}
purpose = {{ fi = "Palvelun sovittaminen", sv = "Att anpassa tjänsten", en = "The service" }}
basis = "6(1)(f)"
basis_text = {{ fi = "Oikeutettu etu", sv = "Berättigat intresse", en = "Our interest" }}
source = {{ fi = "Meiltä", sv = "Från oss", en = "From us" }}
recipients = []
retention = "while_customer"
retention_text = {{ fi = "Asiakassuhteen ajan", sv = "Så länge du är kund", en = "As a customer" }}
sensitivity = "{sensitivity}"

[tables.people]
group = "contact"
key = ["id"]
path = []
on_erasure = "{on_erasure}"
label = {{ fi = "Asiakas", sv = "Kund", en = "Customer" }}

[tables.people.columns]
id = {{ kind = "key" }}
name = {{ kind = "text", role = "name", label = {{ fi = "Nimi", sv = "Namn", en = "Name" }} }}
street = {{ kind = "text", role = "street", label = {{ fi = "Katu", sv = "Gata", en = "Road" }} }}
postcode = {{ kind = "text", role = "postcode", label = {{ fi = "Nro", sv = "Nr", en = "Zip" }} }}
city = {{ kind = "text", role = "city", label = {{ fi = "Paikka", sv = "Ort", en = "Town" }} }}
email = {{ kind = "text", role = "email", label = {{ fi = "Posti", sv = "Post", en = "Mail" }} }}
phone = {{ kind = "text", role = "phone", label = {{ fi = "Puh.", sv = "Tel.", en = "Phone" }} }}

[tables.remarks]
group = "remarks"
key = ["id"]
path = ["person_id -> people.id"]
on_erasure = "delete"
restriction = "restricted"
label = {{ fi = "Huomio", sv = "Anmärkning", en = "Remark" }}

[tables.remarks.columns]
id = {{ kind = "key" }}
person_id = {{ kind = "key" }}
words = {{ kind = "free_text", label = {{ fi = "Sanat", sv = "Ord", en = "Words" }} }}
restricted = {{ kind = "flag", on_erasure = "keep" }}
"""


@dataclass
class Everywhere:
    """The desk, and what each register holds."""

    desk: Desk
    service: BookingService

    def finds(self, case: CaseFile, *without: str) -> None:
        """Link Markku register by register; in those left out nothing was found."""
        for name, key in KEYS.items():
            if name in without:
                case.do("link_person", register=name, nothing_found="yes", paper_searched="yes")
            else:
                case.do("link_person", register=name, keys=key, paper_searched="yes")

    def people(self, name: str) -> dict[str, dict[str, Any]]:
        """Whom a small register holds, by key."""
        return {str(row["id"]): row for row in self._rows(name, "people")}

    def remarks(self, name: str) -> list[str]:
        """What it says about anybody."""
        return sorted(str(row["words"]) for row in self._rows(name, "remarks"))

    def _rows(self, name: str, table: str) -> list[dict[str, Any]]:
        if name == AJAS:
            return list(self.service.tables[table].values())
        registers = self.desk.site / "registers"
        if name == TILL:
            path = registers / "till" / f"{table}.csv"
            with path.open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file, delimiter=";"))
        with closing(sqlite3.connect(registers / "crm.db")) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(f"SELECT * FROM {table}")]

    def writes_to_crm(self, sql: str) -> None:
        """The second database is changed by its own program."""
        with closing(sqlite3.connect(self.desk.site / "registers" / "crm.db")) as database:
            database.execute(sql)
            database.commit()


def content(name: str) -> dict[str, list[tuple[object, ...]]]:
    """Two people and a remark on each."""
    key = int(KEYS[name])
    return {
        "people": [(key, *_PERSON, *_POINTS), (key + 1, *_OTHER)],
        "remarks": [
            (1, key, f"Markku likes it quiet ({name}).", 0),
            (2, key + 1, f"Irene likes it loud ({name}).", 0),
        ],
    }


@contextmanager
def opened(desk: Desk) -> Iterator[Everywhere]:
    """The demo site of this desk with three more registers; the service runs in this process."""
    registers = desk.site / "registers"
    for name, on_erasure, sensitivity in (
        (CRM, "delete", "S1"),
        (TILL, "anonymise", "S2"),
        (AJAS, "anonymise", "S1"),
    ):
        text = _MAPPING.format(
            name=name, label=LABELS[name], on_erasure=on_erasure, sensitivity=sensitivity
        )
        (registers / f"{name}.toml").write_text(text, encoding="utf-8")
    _database(registers / "crm.db", CRM)
    _files(registers / "till")
    _database(desk.site / "ajas.db", AJAS)
    token = desk.site / "keys" / "ajas.token"
    token.write_text(f"{TOKEN}\n", encoding="ascii")
    token.chmod(0o600)
    with running(load(desk.site / "ajas.db")) as service:
        (desk.site / "ajas.db").unlink()
        with (desk.site / "dsr.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                f'\n[registers.{CRM}]\nurl = "sqlite:///registers/crm.db"\n'
                f'\n[registers.{TILL}]\nurl = "folder:registers/till"\n'
                f'\n[registers.{AJAS}]\nurl = "{service.url}"\ntoken_file = "keys/ajas.token"\n'
            )
        yield Everywhere(desk, service)


def _database(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, street TEXT, postcode TEXT,"
            " city TEXT, email TEXT, phone TEXT)"
        )
        database.execute(
            "CREATE TABLE remarks (id INTEGER PRIMARY KEY,"
            " person_id INTEGER NOT NULL REFERENCES people (id), words TEXT,"
            " restricted BOOLEAN NOT NULL)"
        )
        database.execute("CREATE INDEX remarks_of ON remarks (person_id)")
        for table, rows in content(name).items():
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        database.commit()


def _files(folder: Path) -> None:
    folder.mkdir()
    for table, header in (("people", PEOPLE), ("remarks", REMARKS)):
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(header)
            rows = content(TILL)[table]
            writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
