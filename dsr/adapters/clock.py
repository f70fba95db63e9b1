"""The only place where the program asks what time it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsr.errors import BadConfiguration, BadInput, Refused

#: Environment variable that moves the day of a site with simulated time.
TODAY_VARIABLE = "DSR_TODAY"


class SystemClock:
    """The computer's clock, read in the controller's zone."""

    def __init__(self, tz: tzinfo) -> None:
        self._tz = tz

    def now(self) -> datetime:
        """The instant, aware, in the controller's zone."""
        return datetime.now(self._tz)

    def today(self) -> date:
        """The day in the controller's zone."""
        return self.now().date()


class SimulatedClock:
    """A chosen day, at the real time of day: a demo or rehearsal moves through a case's weeks."""

    def __init__(self, today: date, tz: tzinfo) -> None:
        self._today = today
        self._tz = tz

    def now(self) -> datetime:
        """The real time of day on the simulated day, aware, in the controller's zone."""
        real = datetime.now(self._tz)
        wall = datetime.combine(self._today, real.time(), tzinfo=self._tz)
        # In the hour that summer time skips there is no such wall time: through UTC and back
        # it becomes one that exists.
        return wall.astimezone(UTC).astimezone(self._tz)

    def today(self) -> date:
        """The simulated day."""
        return self._today


def clock_for(
    tz: str | tzinfo, simulated_time: bool, env: Mapping[str, str]
) -> SystemClock | SimulatedClock:
    """The clock of a site.

    tz: the controller's zone, e.g. ``Europe/Helsinki``. simulated_time: what dsr.toml says.
    Raises BadConfiguration for an unknown zone, BadInput when ``DSR_TODAY`` is not a date, Refused
    when it is set where time must be real: a moved clock would falsify deadlines and the log.
    """
    zone = _zone(tz) if isinstance(tz, str) else tz
    wanted = env.get(TODAY_VARIABLE, "")
    if not wanted:
        return SystemClock(zone)
    if not simulated_time:
        raise Refused(
            f"{TODAY_VARIABLE} is set, but this site runs on real time.",
            f"Unset {TODAY_VARIABLE}; only a demo site may say simulated_time = true in dsr.toml.",
        )
    return SimulatedClock(_day(wanted), zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadConfiguration(
            f"There is no time zone {name!r}.", "Write one like Europe/Helsinki in dsr.toml."
        ) from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Python also reads 20260312 and week dates, which a person easily mistakes.
    if day is None or day.isoformat() != text:
        raise BadInput(f"{TODAY_VARIABLE} is not a date.", "Write it like 2026-03-12.")
    return day
