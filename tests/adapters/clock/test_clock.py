"""The clock: real time by default, a moved day only where the site allows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dsr.adapters import clock
from dsr.adapters.clock import SimulatedClock, SystemClock, clock_for
from dsr.errors import BadConfiguration, BadInput, Refused
from dsr.ports import Clock

HELSINKI = ZoneInfo("Europe/Helsinki")
THURSDAY = date(2026, 3, 12)


def stop_time_at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return instant.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Stopped)


def test_the_system_clock_is_real_and_in_the_controllers_zone():
    real: Clock = SystemClock(HELSINKI)
    before = datetime.now(UTC)
    now = real.now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is HELSINKI


def test_the_day_is_the_controllers_day(monkeypatch):
    stop_time_at(monkeypatch, datetime(2026, 3, 11, 22, 30, tzinfo=UTC))
    assert SystemClock(HELSINKI).today() == THURSDAY  # half past midnight there
    assert SystemClock(UTC).today() == date(2026, 3, 11)


def test_a_simulated_day_has_the_real_time_of_day(monkeypatch):
    stop_time_at(monkeypatch, datetime(2026, 11, 22, 21, 15, 30, 5, tzinfo=UTC))
    moved: Clock = SimulatedClock(THURSDAY, HELSINKI)
    assert moved.today() == moved.now().date() == THURSDAY
    assert moved.now().time() == time(23, 15, 30, 5)
    assert moved.now().utcoffset() == timedelta(hours=2)


def test_in_the_hour_that_summer_time_skips_there_is_still_a_time(monkeypatch):
    stop_time_at(monkeypatch, datetime(2026, 11, 22, 1, 30, tzinfo=UTC))  # 03:30 in Helsinki
    sunday = date(2026, 3, 29)
    now = SimulatedClock(sunday, HELSINKI).now()
    assert (now.date(), now.time(), now.utcoffset()) == (sunday, time(4, 30), timedelta(hours=3))


@pytest.mark.parametrize("env", [{}, {"DSR_TODAY": ""}])
@pytest.mark.parametrize("simulated_time", [True, False])
def test_without_the_variable_time_is_real(env, simulated_time):
    assert isinstance(clock_for("Europe/Helsinki", simulated_time, env), SystemClock)


def test_the_variable_moves_a_demo_site():
    moved = clock_for("Europe/Helsinki", True, {"DSR_TODAY": "2026-03-12"})
    assert moved.today() == THURSDAY
    assert clock_for(HELSINKI, True, {"DSR_TODAY": "2026-03-12"}).now().tzinfo is HELSINKI


def test_the_variable_is_refused_where_time_is_real():
    with pytest.raises(Refused, match=r"real time.*Unset DSR_TODAY.*simulated_time") as caught:
        clock_for("Europe/Helsinki", False, {"DSR_TODAY": "2026-03-12"})
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "text", ["yesterday", "12.3.2026", "2026-02-30", "20260312", "2026-W11-4", " 2026-03-12"]
)
def test_what_is_no_date_is_bad_input(text):
    with pytest.raises(BadInput, match="2026-03-12"):
        clock_for("Europe/Helsinki", True, {"DSR_TODAY": text})


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_bad_configuration(name):
    with pytest.raises(BadConfiguration, match="Europe/Helsinki"):
        clock_for(name, False, {})
