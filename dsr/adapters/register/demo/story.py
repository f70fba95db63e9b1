"""What the customers of the demo's story did, and the awkward ones; the same in every register."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dsr.adapters.register.demo import people
from dsr.adapters.register.demo.entries import Rows
from dsr.adapters.register.demo.people import Customer


def story_rows(rows: Rows) -> None:
    """Customers 1 to 8, exactly."""
    aino, birgitta, markku, leena, veikko, emily, sanna, nils = people.STORY
    _aino(rows, aino)
    _plain(rows, birgitta, date(2022, 5, 3), ((date(2025, 10, 7), 1), (date(2026, 1, 20), 1)))
    rows.permissions(birgitta, ("email", "sms", "post"), date(2022, 5, 3))
    _markku(rows, markku)
    _plain(rows, leena, date(2021, 2, 11), ((date(2025, 11, 28), 4), (date(2026, 2, 6), 4)))
    rows.permissions(leena, ("email",), date(2021, 2, 11))
    _plain(rows, veikko, date(2023, 9, 1), ((date(2025, 12, 4), 1), (date(2026, 2, 12), 1)))
    body = "Asiakas vaikutti aggressiiviselta, kun hänen aikaansa jouduttiin siirtämään."
    rows.note(veikko.id, date(2026, 2, 12), 1, "opinion", body, len(rows.content["bookings"]))
    rows.permissions(veikko, (), date(2023, 9, 1))
    _plain(rows, emily, date(2024, 8, 15), ((date(2025, 8, 21), 5), (date(2026, 2, 19), 1)))
    rows.permissions(emily, ("email", "sms"), date(2024, 8, 15))
    _plain(rows, sanna, date(2020, 1, 30), ((date(2025, 9, 9), 2), (date(2026, 1, 13), 2)))
    rows.permissions(sanna, ("email",), date(2020, 1, 30))
    _nils(rows, nils)


def _aino(rows: Rows, who: Customer) -> None:
    rows.customer(who, date(2019, 4, 24), date(2026, 2, 25))
    rows.old_address(who.id, "Savonkatu 9 A 4", "00550", date(2022, 8, 31))
    rows.account(who, date(2019, 4, 24), datetime(2026, 2, 24, 19, 12))  # noqa: DTZ001
    wish = "Hajusteettomat tuotteet, kiitos."
    rows.visit(who.id, date(2024, 11, 6), 1, wish=wish)
    back = rows.visit(who.id, date(2025, 6, 17), 2, manner="phone")
    rows.visit(who.id, date(2025, 12, 9), 1, manner="counter")
    last = rows.visit(who.id, date(2026, 2, 25), 1)
    rows.visit(who.id, date(2026, 3, 5), 3, status="cancelled")
    rows.note(who.id, date(2024, 11, 6), 1, "wish", "Toivoo rauhallista musiikkia.", None)
    text = "Niska-hartiaseudun jännitys lievittynyt, jatketaan samalla ohjelmalla."
    rows.note(who.id, date(2025, 6, 17), 3, "info", text, back)
    rows.note(who.id, date(2026, 2, 25), 1, "info", "Iho herkkä talvella.", last)
    rows.sale(who, date(2024, 11, 6), "Kasvohoito 60 min", 6900)
    rows.sale(who, date(2025, 6, 17), "Klassinen hieronta 60 min", 6500)
    rows.sale(who, date(2025, 12, 9), "Kosteusvoide 50 ml", 3450)
    rows.sale(who, date(2026, 2, 25), "Kasvohoito 60 min", 6210)
    rows.add(
        "discounts",
        customer_id=who.id,
        percent=10,
        reason="Kanta-asiakasalennus",
        granted_on=date(2026, 1, 2),
        valid_until=date(2026, 12, 31),
    )
    rows.add(
        "gift_cards",
        customer_id=who.id,
        number="LK-2024-0001",
        recipient_name="Maija Koskinen",
        value_cents=7000,
        balance_cents=0,
        bought_on=date(2024, 12, 12),
        valid_until=date(2025, 12, 12),
        status="used",
    )
    rows.permissions(who, ("email", "sms"), date(2019, 4, 24))
    rows.log(who.id, datetime(2026, 2, 25, 9, 58), "reception", "view")  # noqa: DTZ001
    rows.log(who.id, datetime(2026, 2, 25, 11, 34), "practitioner", "change")  # noqa: DTZ001


def _markku(rows: Rows, who: Customer) -> None:
    """The relationship ended on 14.3.2024; its only voucher is kept until 31.12.2030."""
    ended = date(2024, 3, 14)
    rows.customer(who, date(2023, 10, 2), ended)
    rows.account(who, date(2023, 10, 2), datetime(2024, 3, 1, 8, 5))  # noqa: DTZ001
    rows.visit(who.id, date(2024, 1, 18), 4, manner="phone")
    last = rows.visit(who.id, ended, 4)
    rows.note(who.id, ended, 5, "info", "Haluaa sivut lyhyiksi, päältä pitkä.", last)
    rows.sale(who, ended, "Hiustenleikkaus", 4500)
    rows.permissions(who, ("email",), date(2023, 10, 2))


def _nils(rows: Rows, who: Customer) -> None:
    """One voucher whose six years are over since 31.12.2025, and one of 2025."""
    rows.customer(who, date(2018, 11, 20), date(2025, 5, 22))
    rows.account(who, date(2018, 11, 20), datetime(2025, 5, 12, 20, 40))  # noqa: DTZ001
    rows.visit(who.id, date(2019, 1, 5), 6)
    rows.visit(who.id, date(2025, 5, 22), 6, manner="phone")
    rows.sale(who, date(2019, 1, 5), "Selkähieronta 30 min", 3900)
    rows.sale(who, date(2025, 5, 22), "Selkähieronta 30 min", 4200)
    rows.permissions(who, ("email", "post"), date(2018, 11, 20))


def _plain(rows: Rows, who: Customer, since: date, visits: tuple[tuple[date, int], ...]) -> None:
    """A customer with an account and some visits, each paid."""
    rows.customer(who, since, visits[-1][0])
    rows.account(who, since, datetime.combine(visits[-1][0], time(18)) - timedelta(days=8))
    for on, service in visits:
        rows.visit(who.id, on, service)
        _, name, cents, _ = people.SERVICES[service - 1]
        rows.sale(who, on, name, cents)


def awkward_rows(rows: Rows) -> None:
    """A namesake, somebody entered twice, a family, and customers named in others' notes."""
    for who in people.AWKWARD:
        _plain(rows, who, date(2024, 1, 9), ((date(2025, 4, 8), 1 + who.id % 6),))
        rows.permissions(who, ("email",) if who.email else (), date(2024, 1, 9))
    janne, kirsi = people.AWKWARD[3].id, people.AWKWARD[4].id
    body = "Tuli Markku Tammelan suosituksesta."
    rows.note(janne, date(2025, 4, 8), 1, "info", body, None)
    rows.note(janne, date(2025, 4, 8), 1, "info", "Suosittelija: Markku Tammela.", None)
    rows.note(kirsi, date(2025, 4, 8), 2, "info", "Tuntee asiakkaan Aino Koskinen.", None)
    told = date(2025, 4, 8)
    body = "Allerginen pähkinäöljylle."
    rows.add("allergies", customer_id=kirsi, told_on=told, body=body, consented_on=told)
