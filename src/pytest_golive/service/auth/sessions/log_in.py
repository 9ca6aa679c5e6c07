"""Whether a session begins only with the right password, and ends at the log-out."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.attempt import ACCEPTED, REJECTED, Attempt, Observation, attempt_of
from pytest_golive.service.auth.headers import NOBODY, made_up, nearly
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.auth.lesser import check_lesser
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.sessions.cookies import CSRF, self_contained
from pytest_golive.service.auth.sessions.door import Door, Opened
from pytest_golive.service.auth.sessions.session import Visitor
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable

BAD = range(400, 600)
LONG = "A" * 3000
LEFT_OUT, MADE_UP = "left out", "made up"


@dataclass(frozen=True, slots=True)
class Person:
    """A user who may log in."""

    username: str
    password: str = field(repr=False)


class LogIn:
    """The attempts on one way of logging in by a form."""

    def __init__(self, service: Service, door: Door, prober: Prober) -> None:
        self._service = service
        self._door = door
        self._prober = prober

    def attempts(self, person: Person, lesser: Person | None) -> Iterator[Attempt]:
        """Log in, try what must not work, log out, and try again what worked before.

        Raises:
            CannotMeasure: there is no form, or no response.
        """
        visitor = Visitor(self._service, self._door)
        opened = visitor.open()
        before = dict(visitor.cookies.values)
        visitor.send(opened, person.username, person.password)
        yield self._prober.accept(visitor.cookies.header)
        if not self._prober.accepted:
            return
        names = visitor.cookies.changed_since(before) or [name for name in before if not CSRF.search(name)]
        after = dict(visitor.cookies.values)
        yield from self._prober.reject(_cookies(after, names))
        yield from self._fixation(before, names, person)
        yield from self._wrong_log_ins(person, opened)
        if lesser is not None:
            other_visitor = Visitor(self._service, self._door)
            other_visitor.log_in(lesser.username, lesser.password)
            yield from check_lesser(self._prober, other_visitor.cookies.header)
        yield self._prober.admit_again(visitor.cookies.header)
        yield from self._leave(visitor, after, names)
        yield self._prober.kept()

    def _wrong_log_ins(self, person: Person, opened: Opened) -> Iterator[Attempt]:
        yield self._log_in("log-in with a wrong password", Person(person.username, secrets.token_urlsafe(18)))
        if not opened.has_token:
            self._note("log-in without a CSRF token", "not tried: the log-in page has none; name csrf_field if it has")
            return
        yield self._log_in("log-in without the CSRF token", person, LEFT_OUT)
        yield self._log_in("log-in with a made-up CSRF token", person, MADE_UP)

    def _log_in(self, name: str, person: Person, token: str = "") -> Attempt:
        try:
            visitor = Visitor(self._service, self._door)
            opened = visitor.open()
            if token:
                made = secrets.token_hex(32)
                opened = opened.with_wrong_token(made) if token == MADE_UP else opened.without_token()
            answer = visitor.send(opened, person.username, person.password)
        except Unreachable as error:
            return attempt_of(
                self._prober.named(name), REJECTED, [Observation("", error.what, self._door.login, error.curl)]
            )
        return self._came_in(name, answer, visitor.cookies.header)

    def _came_in(self, name: str, answer: Answer, headers: Mapping[str, str]) -> Attempt:
        """Whether the client that got *answer* can now read the protected pages."""
        (attempt,) = self._prober.reject([Knock(name, {f"after {answer.status} from {answer.path}": headers})])
        return attempt

    def _fixation(self, before: Mapping[str, str], names: list[str], person: Person) -> Iterator[Attempt]:
        """Whether a log-in also logs in an attacker who knows the cookies from before it."""
        for attempt in self._with_old_cookies(before, names, person):
            if self._door.renews or not attempt.is_breach:
                yield attempt
            else:
                words = f"{attempt.outcome} ({attempt.responses}): session fixation; set renews_session to judge it"
                self._prober.notes.append((attempt.name, words))

    def _with_old_cookies(self, before: Mapping[str, str], names: list[str], person: Person) -> Iterator[Attempt]:
        if any(name in before for name in names):
            yield from self._prober.reject([Knock("cookies from before the log-in", {"": _header(before)})])
            return
        name = "session id that was planted before the log-in"
        planted = {key: secrets.token_hex(16) for key in names}
        for value in planted.values():
            MASK.add(value)
        try:
            Visitor(self._service, self._door, planted).log_in(person.username, person.password)
        except Unreachable as error:
            observed = Observation("", error.what, self._door.login, error.curl)
            yield attempt_of(self._prober.named(name), REJECTED, [observed])
            return
        yield from self._prober.reject([Knock(name, {"": _header(planted)})])

    def _leave(self, visitor: Visitor, after: Mapping[str, str], names: list[str]) -> Iterator[Attempt]:
        name = "old session after log-out"
        if not self._door.logout:
            self._note(name, "not tried; name logout, the path that ends the session")
            return
        try:
            kept = dict(visitor.cookies.values) | {key: visitor.cookies.values.get(key, after[key]) for key in after}
            log_out_answer = visitor.log_out(self._prober.accepted[0])
        except Unreachable as error:
            yield attempt_of(
                self._prober.named(name), REJECTED, [Observation("", error.what, self._door.logout, error.curl)]
            )
            return
        logged_out = f"{log_out_answer.method} {log_out_answer.path} answered {log_out_answer.status}"
        if log_out_answer.status in BAD:
            observed = Observation(
                "", f"{logged_out}, so no user was logged out", self._door.logout, log_out_answer.curl
            )
            yield attempt_of(self._prober.named(name), REJECTED, [observed])
            return
        (attempt,) = self._prober.reject([Knock(name, {f"after {logged_out}": _header(kept)})])
        if attempt.is_breach and self._lives_in_cookie(kept, names) and not self._door.replay_refused:
            words = (
                "the session lives in the cookie itself, so a log-out ends no copy, unless the service keeps a list of "
                "ended ones; set replay = 'refused' to judge it"
            )
            self._note("copy of the cookie after log-out", f"{attempt.outcome} ({attempt.responses}): {words}")
            (attempt,) = self._prober.reject(
                [Knock(name, {f"in the browser, after {logged_out}": visitor.cookies.header})]
            )
        yield attempt

    def _lives_in_cookie(self, kept: Mapping[str, str], names: list[str]) -> bool:
        """Whether the accepted cookie contains the session itself; a load balancer's cookies, say, do not count."""
        themselves = self_contained({key: kept.get(key, "") for key in names})
        if not themselves or len(themselves) == len(names):
            return bool(themselves)
        other_cookies = _header({key: value for key, value in kept.items() if key not in themselves})
        (attempt,) = self._prober.reject([Knock("other cookies after log-out", {"": other_cookies})])
        return not attempt.is_breach and bool(attempt.outcome)

    def _note(self, name: str, words: str) -> None:
        self._prober.notes.append((self._prober.named(name), words))


def _cookies(after: Mapping[str, str], names: list[str]) -> Iterator[Knock]:
    """What must be rejected if the cookies *names* of *after* are accepted."""
    yield NOBODY
    other_cookies = {name: value for name, value in after.items() if name not in names}

    def variants(values: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
        return {variant: _header({**other_cookies, **made}) for variant, made in values.items()}

    wrong = {"made up": {name: made_up(after[name]) for name in names}}
    changed = {"one character changed": {name: nearly(after[name]) for name in names}}
    MASK.add(LONG)
    malformed = {
        "a word": dict.fromkeys(names, "golive"),
        "brackets": dict.fromkeys(names, "{}"),
        "long": dict.fromkeys(names, LONG),
    }
    yield Knock("wrong session", variants(wrong | changed), unreadable=True)
    yield Knock("malformed session", variants(malformed), unreadable=True)


def _header(values: Mapping[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in values.items())} if values else {}


__all__ = ["ACCEPTED", "LogIn", "Person"]
