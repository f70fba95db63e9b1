"""A big register of made-up people, made by the database itself in one statement a table.

Ten bookings a customer and eleven rows more, four thousand surnames of which some are common, three
thousand postcodes. Nothing is random: every value follows from its row's number.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from sqlalchemy import Column, Connection, Engine, Index, Integer, MetaData, String, Table

from dsr.adapters.register.demo.tables import metadata

#: What yields the numbers 1..n, ``{0}`` standing for the last.
_NUMBERS = {
    "sqlite": "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {0})",
    "postgresql": "WITH g(n) AS (SELECT generate_series(1::bigint, {0}))",
}
_DAY = {
    "sqlite": "date('2015-01-01', '+' || (n * 31 % 4000) || ' days')",
    "postgresql": "(DATE '2015-01-01' + (n * 31 % 4000)::int)",
}
_MOMENT = {
    "sqlite": "datetime('2015-01-01 09:00:00', '+' || (n * 31 % 4000) || ' days')",
    "postgresql": "(TIMESTAMP '2015-01-01 09:00:00' + (n * 31 % 4000) * INTERVAL '1 day')",
}
_FIRST, _LAST = 400, 4000
#: A number below 1,000,003 that neighbours do not share; its square makes low ones common.
_MIXED = "(n * 7919 % 1000003)"
_RANK = "(({0} * {0}) / 1000003 * {1} / 1000003)"
_OTHER = "(n * 104729 % 1000003)"

_names = Table(
    "made_names",
    MetaData(),
    Column("rank", Integer, primary_key=True),
    Column("first", String(60)),
    Column("last", String(60)),
)


def fill(engine: Engine, customers: int) -> None:
    """Make the tables and their rows, then the indexes."""
    kind = engine.dialect.name
    indexes = [index for table in metadata.sorted_tables for index in table.indexes]
    with engine.begin() as connection:
        if kind == "postgresql":  # rows made to fit need no look at every foreign key
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        _tables(connection, indexes)
        _names.create(connection)
        connection.execute(_names.insert(), _made_names())
        for table, (count, columns) in _rows(kind, customers).items():
            names, values = ", ".join(columns), ", ".join(columns.values())
            numbers = _NUMBERS[kind].format(count)
            statement = f"INSERT INTO {table} ({names}) {numbers} SELECT {values} FROM g"
            sign = "%" if kind == "sqlite" else "%%"  # psycopg reads % as a parameter
            connection.exec_driver_sql(statement.replace("%", sign))
        _names.drop(connection)
        for index in indexes:
            index.create(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if kind == "sqlite" else "VACUUM ANALYZE")


def _tables(connection: Connection, indexes: list[Index]) -> None:
    """The demo's tables without their indexes, which are made when the rows are there."""
    for index in indexes:
        assert index.table is not None
        index.table.indexes.discard(index)
    try:
        metadata.create_all(connection)
    finally:
        for index in indexes:
            assert index.table is not None
            index.table.indexes.add(index)


def _made_names() -> list[dict[str, object]]:
    begin = [
        "Ko",
        "Vi",
        "Mä",
        "Nie",
        "La",
        "Hä",
        "Ra",
        "Sa",
        "Tuo",
        "Ju",
        "Pe",
        "Öh",
        "Ahl",
        "Åk",
        "Bro",
        "Lind",
        "Kar",
        "Hei",
        "Es",
        "Ur",
    ]
    middle = [
        *["ska", "rha", "ke", "min", "ti", "ng", "la", "pu", "vo", "sto", "mä", "rö", "lle"],
        "",
    ]
    end = [
        "nen",
        "la",
        "lä",
        "mäki",
        "niemi",
        "qvist",
        "man",
        "berg",
        "salo",
        "harju",
        "koski",
        "vaara",
        "ström",
        "lehto",
        "ranta",
    ]
    last = ["".join(parts) for parts in itertools.product(begin, middle, end)][:_LAST]
    given = [
        "Ai",
        "An",
        "Mar",
        "Kir",
        "Tuu",
        "Lee",
        "Vei",
        "Sa",
        "Eli",
        "Jo",
        "Pä",
        "Hei",
        "Ma",
        "Bir",
        "Nil",
        "Os",
        "Ti",
        "Ju",
        "Ur",
        "Åk",
    ]
    closing = [
        "no",
        "ja",
        "kku",
        "si",
        "la",
        "na",
        "ko",
        "ri",
        "ina",
        "ta",
        "ne",
        "kka",
        "ia",
        "as",
        "tta",
        "sa",
        "mi",
        "ho",
        "lle",
        "e",
    ]
    first = ["".join(parts) for parts in itertools.product(given, closing)][:_FIRST]
    # Shuffled by a step that shares no factor with either number.
    return [
        {"rank": n, "first": first[n * 7 % _FIRST], "last": last[n * 1009 % _LAST]}
        for n in range(_LAST)
    ]


def _rows(kind: str, customers: int) -> Mapping[str, tuple[int, Mapping[str, str]]]:
    """Table -> how many rows, and the expression of each column over the row's number n."""
    day, moment, who = _DAY[kind], _MOMENT[kind], f"1 + n % {customers}"
    first = f"(SELECT first FROM made_names WHERE rank = {_RANK.format(_OTHER, _FIRST)})"
    last = f"(SELECT last FROM made_names WHERE rank = {_RANK.format(_MIXED, _LAST)})"
    street = f"{last} || 'katu ' || (1 + n % 60) || ' A ' || (1 + n % 40)"
    digits = "'+358 40 5' || substr(cast(1000000 + n % 1000000 as text), 2, 6)"
    postcode = "substr(cast(100000 + (n * 31 % 3000) * 33 as text), 2, 5)"
    hers = {"id": "n", "customer_id": who}
    return {
        "services": (10, {"id": "n", "name": "'Hoito ' || n", "price_cents": "5000"}),
        "practitioners": (
            6,
            {"id": "n", "name": "'Tekijä ' || n", "title": "'kosmetologi'"},
        ),
        "customers": (
            customers,
            {
                "id": "n",
                "first_name": first,
                "last_name": last,
                "street": street,
                "postcode": postcode,
                "city": "'Helsinki'",
                "email": "'asiakas.' || n || '@example.fi'",
                "phone": digits,
                "language": "'fi'",
                "customer_since": day,
                "last_visit_on": day,
            },
        ),
        "customer_addresses": (
            customers // 4,
            {**hers, "street": street, "postcode": postcode, "city": "'Espoo'", "valid_until": day},
        ),
        "service_accounts": (
            customers // 2,
            {**hers, "login_email": f"'asiakas.' || ({who}) || '@example.fi'", "created_on": day},
        ),
        "bookings": (customers * 10, _bookings(hers, moment)),
        "notes": (customers * 2, _notes(hers, day)),
        "allergies": (
            customers // 10,
            {**hers, "told_on": day, "body": "'pähkinä'", "consented_on": day},
        ),
        "purchases": (
            customers * 2,
            {
                **hers,
                "sold_on": day,
                "product": "'Kosteusvoide 50 ml'",
                "amount_cents": "2500",
                "status": "'paid'",
            },
        ),
        "vouchers": (customers * 2, _vouchers(hers, day)),
        "marketing_permissions": (
            customers * 2,
            {
                **hers,
                "channel": f"CASE WHEN n <= {customers} THEN 'email' ELSE 'sms' END",
                "contact": f"CASE WHEN n <= {customers} THEN 'asiakas.' || ({who}) ||"
                f" '@example.fi' ELSE NULL END",
                "source": "'booking_form'",
            },
        ),
        "access_log": (
            customers * 2,
            {**hers, "at": moment, "actor_role": "'reception'", "action": "'view'"},
        ),
    }


def _bookings(hers: Mapping[str, str], moment: str) -> Mapping[str, str]:
    return {
        **hers,
        "service_id": "1 + n % 10",
        "practitioner_id": "1 + n % 6",
        "starts_at": moment,
        "booked_at": moment,
        "manner": "'internet'",
        "status": "'done'",
        "wish": "CASE WHEN n % 5 = 0 THEN 'Hiljainen paikka, jos mahdollista' ELSE NULL END",
    }


def _notes(hers: Mapping[str, str], day: str) -> Mapping[str, str]:
    # Each note hangs on a booking of the same customer: bookings repeat the customers in order.
    return {
        **hers,
        "booking_id": "n",
        "practitioner_id": "1 + n % 6",
        "written_on": day,
        "kind": "'info'",
        "body": "'Toivoo mieluiten aamupäivän aikoja, merkintä ' || n",
    }


def _vouchers(hers: Mapping[str, str], day: str) -> Mapping[str, str]:
    return {
        **hers,
        "purchase_id": "n",
        "number": "'T' || n",
        "voucher_date": day,
        "accounting_year_end": day,
        "buyer_name": "'Asiakas ' || n",
        "buyer_address": "'Esimerkkikatu ' || (n % 90)",
        "amount_cents": "2500",
    }
