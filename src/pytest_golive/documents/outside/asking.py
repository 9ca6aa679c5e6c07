"""Asks other sites whether an address is there: politely, within bounds, and through the guarded client alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pytest_golive.service.addresses.origins import parts_of, plain
from pytest_golive.service.http.answer import SERVER_ERROR, Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit_fields import promise_of
from pytest_golive.service.target import Target

TIMEOUT: Final = 10.0  # seconds for one request
METHODS: Final = ("HEAD", "GET", "GET", "GET")  # the later ones where the site asks for patience
LONGEST_WAIT: Final = 30.0  # seconds; who asks for a longer pause is not asked again
FIRST_WAIT: Final = 1.0  # doubled each time, where the answer does not say how long
GONE: Final = frozenset({404, 410})
TOO_MANY: Final = 429
ERROR: Final = 400
OK: Final = range(200, 300)


class State(StrEnum):
    """What is known of an address."""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an address answered, in words; "" for one that is there."""

    state: State
    said: str = ""


@dataclass
class Asker:
    """Asks for one address after the other.

    Attributes:
        private: whether hosts of this machine and of private networks are asked.
        deadline: moment of `time.monotonic` after which nobody is asked any more.
        wait: sleeps.
    """

    private: bool
    deadline: float
    wait: Callable[[float], object] = time.sleep

    def ask(self, url: str) -> Outcome:
        """What becomes of *url*: only an answer that says so makes it gone, and only a good one makes it there."""
        try:
            return self._asked(url)
        except Unreachable as error:
            if error.kind != "clear text":
                return Outcome(State.UNKNOWN, error.what)
        secure = f"https{url[4:]}"  # nothing leaves in clear text; most pages answer there, too
        try:
            found = self._asked(secure)
        except Unreachable as error:
            found = Outcome(State.UNKNOWN, error.what)
        if found.state is State.THERE:
            return found
        return Outcome(State.UNKNOWN, f"nothing is sent in clear text, and by https: {found.said}")

    def _asked(self, url: str) -> Outcome:
        answer = self._answer(url)
        if answer is None:
            return Outcome(State.UNKNOWN, "there was no time left to ask")
        if answer.status in OK:
            return Outcome(State.THERE)
        said = f"it answers {answer.status}" + (f", at {plain(answer.url)}" if answer.chain else "")
        if answer.status in GONE:
            return Outcome(State.GONE, said)
        promise = promise_of(answer).said if _is_for_later(answer) else ""
        return Outcome(State.UNKNOWN, said + (f" ({promise})" if promise else ""))

    def _answer(self, url: str) -> Answer | None:
        """The answer to HEAD if that is good, else to GET, for not every site knows HEAD; None if no time was left.

        Raises:
            Unreachable: there was none, or nothing may be sent there.
        """
        service = Service(self._target(url))
        answer, pause = None, FIRST_WAIT
        for number, method in enumerate(METHODS, 1):
            if time.monotonic() >= self.deadline:
                return answer
            answer = service.ask(url, method, follow=True)
            is_last = number == len(METHODS)
            if answer.status < ERROR or is_last or (method == "GET" and not _is_for_later(answer)):
                return answer
            if _is_for_later(answer):
                promised = promise_of(answer).seconds
                length = pause if promised is None else promised
                if length > LONGEST_WAIT or time.monotonic() + length >= self.deadline:
                    return answer
                self.wait(length)
                pause *= 2
        return answer

    def _target(self, url: str) -> Target:
        """A target that is only read and knows no credential, whatever it redirects to."""
        parts = parts_of(url)
        return Target(
            "another site",
            f"{parts.scheme}://{parts.authority}",
            production=True,
            timeout=TIMEOUT,
            public_only=not self.private,
        )


def _is_for_later(answer: Answer) -> bool:
    return answer.status == TOO_MANY or answer.status >= SERVER_ERROR
