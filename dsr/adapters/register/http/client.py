"""Calls to a processor's service: repeated where that is safe, in errors never a value.

Every change carries a key that makes it happen once at a service that honours it
(``Idempotency-Key``); deletions and changes to given values are harmless when sent twice anyway.
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from dsr.errors import OutsideFailed

#: Answers after which the same call may be made again.
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_TRIES = 6
_LONGEST_WAIT = 30.0
_PAGE = 200
#: More pages than this for one person is a service that pages in circles.
_MOST_PAGES = 2_000

Record = Mapping[str, Any]


class Client:
    """One service. wait: how to let time pass between tries (seconds)."""

    def __init__(
        self,
        base: str,
        token: str | None,
        *,
        timeout: float = 10.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # Redirects are not followed: they would carry the token to another host.
        self._http = httpx.Client(base_url=base, headers=headers, timeout=timeout, trust_env=False)
        self._wait = wait

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def get(self, path: str) -> Record | None:
        """One record, None when there is none. Raises OutsideFailed."""
        answer = self._send("GET", path)
        return None if answer.status_code == 404 else _object(answer)

    def all(self, path: str, **filters: str) -> Iterator[Record]:
        """Every record of a list, page by page. Raises OutsideFailed for a list cut short."""
        seen = 0
        for page in range(1, _MOST_PAGES):
            query = {**filters, "page": str(page), "per_page": str(_PAGE)}
            answer = _object(self._send("GET", path, params=query))
            items = answer.get("items")
            total = answer.get("total")
            if not isinstance(items, list) or not isinstance(total, int):
                raise _unreadable()
            yield from items
            seen += len(items)
            if seen >= total:
                return
            if not items:
                break
        raise OutsideFailed(
            "The processor's service gave fewer records than it said there are.",
            "Nothing was done with half a list. Try again; if it stays, ask the processor.",
        )

    def change(self, path: str, values: Record, *, key: str) -> None:
        """Set these values. Raises OutsideFailed."""
        answer = self._send("PATCH", path, json=dict(values), key=key)
        if answer.status_code == 404:
            raise OutsideFailed("A record to be changed is gone.", "Plan and approve again.")

    def delete(self, path: str, *, key: str) -> None:
        """Delete the record; one that is gone already is as it should be. Raises OutsideFailed."""
        self._send("DELETE", path, key=key)

    def _send(self, method: str, path: str, *, key: str = "", **content: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        said, delay = "no answer", 0.0
        for again in range(_TRIES):
            if again:
                self._wait(delay)
            try:
                answer = self._http.request(method, path, headers=headers, **content)
            except httpx.HTTPError as error:
                said, delay = type(error).__name__, _backoff(again)
                continue
            if answer.status_code not in _AGAIN:
                return _accepted(answer)
            said, delay = f"HTTP {answer.status_code}", _asked_to_wait(answer, again)
        raise OutsideFailed(
            f"The processor's service did not do it in {_TRIES} tries ({said}).",
            "The order stays where it is. Run the case again later; nothing is done twice.",
        )


def _accepted(answer: httpx.Response) -> httpx.Response:
    """The answer, unless the service refuses: its text may hold values and is not repeated."""
    if answer.status_code == 404 or answer.is_success:
        return answer
    if answer.status_code in (401, 403):
        raise OutsideFailed(
            f"The processor's service does not let us in (HTTP {answer.status_code}).",
            "Check the token of this register.",
        )
    raise OutsideFailed(
        f"The processor's service refused the call (HTTP {answer.status_code}).",
        "Ask the processor; nothing more was sent.",
    )


def _object(answer: httpx.Response) -> Record:
    if answer.status_code == 404:
        raise _unreadable()
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def _unreadable() -> OutsideFailed:
    return OutsideFailed(
        "The processor's service answers in another form than agreed.",
        "Compare it with docs/reference/register-over-http.md, and ask the processor.",
    )


def _backoff(tries: int) -> float:
    return float(min(0.5 * 2**tries, _LONGEST_WAIT))


def _asked_to_wait(answer: httpx.Response, tries: int) -> float:
    """``Retry-After`` in seconds, or as a date by the service's own clock; never over half a
    minute. Without it the wait doubles."""
    asked = answer.headers.get("Retry-After", "")
    if asked.isdigit():
        return min(float(asked), _LONGEST_WAIT)
    until = email.utils.parsedate_tz(asked)
    now = email.utils.parsedate_tz(answer.headers.get("Date", ""))
    if until is not None and now is not None:
        seconds = email.utils.mktime_tz(until) - email.utils.mktime_tz(now)
        return float(min(max(seconds, 0), _LONGEST_WAIT))
    return _backoff(tries)
