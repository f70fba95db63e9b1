"""When a request was received, and what follows from it (T01-T07 without T06)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dsr.errors import BadInput
from dsr.law.calendar import finland
from dsr.law.deadline import compute
from dsr.law.follow_up import (
    old_contact_point_is_told,
    recipients_notice_due,
    restriction_may_be_lifted,
)
from dsr.law.receipt import (
    Arrival,
    Basis,
    check_received,
    earliest_arrival,
    estimated_arrival,
    marketing_stop_due,
    receipt_date,
)

FI = finland()


def due(received: date) -> date | None:
    return compute(received, (), 0, FI).due


@pytest.mark.shows("R12")
def test_t01_a_mail_after_midnight_in_helsinki_is_the_next_day_s() -> None:
    received = receipt_date(datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    assert received == date(2026, 4, 1)  # Wednesday
    assert due(received) == date(2026, 5, 4)  # Monday; 1 May is a Friday


@pytest.mark.shows("R12")
def test_t02_a_minute_before_midnight_is_the_same_day_s() -> None:
    received = receipt_date(datetime(2026, 3, 31, 20, 59, tzinfo=UTC))
    assert received == date(2026, 3, 31)  # Tuesday
    assert due(received) == date(2026, 4, 30)  # Thursday


def test_winter_time_and_other_zones() -> None:
    assert receipt_date(datetime(2026, 1, 14, 22, 0, tzinfo=UTC)) == date(2026, 1, 15)  # Thursday
    american = timezone(timedelta(hours=-5))
    assert receipt_date(datetime(2026, 1, 14, 18, 0, tzinfo=american)) == date(2026, 1, 15)
    stockholm = receipt_date(datetime(2026, 1, 14, 22, 30, tzinfo=UTC), "Europe/Stockholm")
    assert stockholm == date(2026, 1, 14)  # Wednesday


def test_an_instant_without_an_offset_is_bad_input() -> None:
    with pytest.raises(BadInput, match="offset"):
        receipt_date(datetime(2026, 3, 31, 22, 30))  # noqa: DTZ001


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../etc/passwd", ""])
def test_an_unknown_zone_is_bad_input(zone: str) -> None:
    with pytest.raises(BadInput, match="time zone"):
        receipt_date(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), zone)


@pytest.mark.shows("R12", "G07")
def test_t03_the_first_mailbox_counts_not_the_opening() -> None:
    first = Arrival("post", date(2026, 3, 5), Basis.STAMP)  # Thursday
    carried = Arrival("other office", date(2026, 3, 12), Basis.DELIVERY_RECORD)  # Thursday
    opened = Arrival("opened", date(2026, 3, 13), Basis.CALL_NOTE)  # Friday
    assert earliest_arrival([opened, first, carried]) is first
    assert due(first.on) == date(2026, 4, 7)  # Tuesday after Easter


def test_no_arrival_is_bad_input() -> None:
    with pytest.raises(BadInput, match="No arrival"):
        earliest_arrival([])


@pytest.mark.shows("R13")
def test_t04_a_letter_without_a_stamp_came_the_day_after_its_postmark() -> None:
    arrival = estimated_arrival("post", date(2026, 3, 11), date(2026, 3, 6))  # Wednesday, Friday
    assert arrival == Arrival("post", date(2026, 3, 7), Basis.ESTIMATE)  # Saturday
    assert due(arrival.on) == date(2026, 4, 7)


@pytest.mark.shows("R13")
def test_an_estimate_is_never_later_than_the_scan() -> None:
    scanned = date(2026, 3, 6)  # Friday
    assert estimated_arrival("post", scanned, scanned).on == scanned
    assert estimated_arrival("post", scanned).on == scanned


def test_a_postmark_after_the_scan_is_bad_input() -> None:
    with pytest.raises(BadInput, match="later than the scan"):
        estimated_arrival("post", date(2026, 3, 6), date(2026, 3, 7))


@pytest.mark.shows("R12")
def test_t05_what_was_told_to_a_practitioner_was_received_that_day() -> None:
    told = Arrival("practitioner", date(2026, 6, 9), Basis.CALL_NOTE)  # Tuesday
    noted = Arrival("office", date(2026, 6, 30), Basis.STAMP)  # Tuesday
    assert due(earliest_arrival([noted, told]).on) == date(2026, 7, 9)  # Thursday


@pytest.mark.shows("R15")
def test_t07_marketing_stops_within_a_working_day() -> None:
    saturday = date(2026, 3, 7)
    assert marketing_stop_due(saturday, FI) == date(2026, 3, 9)  # Monday
    assert due(saturday) == date(2026, 4, 7)  # Tuesday: the information
    assert marketing_stop_due(saturday, FI, printed_in_production=True) == date(2026, 3, 11)


def test_a_receipt_in_the_future_is_bad_input() -> None:
    today = date(2026, 3, 12)  # Thursday
    check_received(today, today)
    check_received(date(2026, 3, 5), today)
    with pytest.raises(BadInput, match="lies after today"):
        check_received(date(2026, 3, 13), today)


def test_recipients_are_told_within_five_working_days() -> None:
    assert recipients_notice_due(date(2026, 4, 1), FI) == date(2026, 4, 10)  # over Easter


@pytest.mark.shows("RES-18-3")
def test_a_restriction_is_lifted_a_week_after_its_notice() -> None:
    assert restriction_may_be_lifted(date(2026, 3, 5)) == date(2026, 3, 12)  # Thursdays


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (date(2026, 3, 5), True),  # the same Thursday
        (date(2026, 2, 3), True),  # Tuesday, thirty days before
        (date(2026, 2, 2), False),  # Monday, thirty-one
        (date(2026, 3, 6), False),  # after the request
    ],
)
def test_a_change_of_contact_point_before_an_access_request(changed: date, told: bool) -> None:
    assert old_contact_point_is_told(changed, date(2026, 3, 5)) is told
