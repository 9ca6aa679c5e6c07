"""Whether a service rejects a client that sends too many requests: in time, with true headers, and only that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent
from pytest_golive.service.answers.attempts import Attempt
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.limits.burst import burst
from pytest_golive.service.limits.limit import Client, Limit, Shooter, Shot, check_burst, check_first, wait_for_window
from pytest_golive.service.limits.limit_fields import promise_of
from pytest_golive.service.limits.lockout import ask_as_others
from pytest_golive.service.limits.readmission import Readmission, wait_for_admission, wait_out

Notes = list[tuple[str, str]]
STATUS_CURE = "reject with {} (nginx: limit_req_status), or declare the status that is meant in rate_limit"
SILENT_CURE = (
    "send Retry-After with the seconds until the next request is accepted (nginx needs an add_header for it), or set "
    "says_when = false in rate_limit"
)
UNREADABLE_CURE = "send Retry-After as a whole number of seconds, or as a date of HTTP (RFC 9110, 10.2.3)"
BROKEN_CURE = "send a Retry-After that is not shorter than the wait until the limiter accepts requests again"
SHUT_CURE = (
    "see why the limiter still rejects: requests that it rejects should not count; a limit that takes longer needs "
    "more patience in rate_limit"
)


@dataclass(frozen=True, slots=True)
class Limiting:
    """What was observed of a rate limiter.

    Attributes:
        declared: requests after which it must take effect.
        accepted: requests that succeeded before it took effect.
        source: how they were sent.
        late: what is wrong with that; () if it took effect in time.
        facts: further requirements.
        notes: what is worth showing, by name.
    """

    declared: int
    accepted: int
    source: str
    late: tuple[Finding, ...]
    facts: tuple[Attempt, ...]
    notes: tuple[tuple[str, str], ...]


def try_limit(
    limit: Limit, client: Client, others: Sequence[Client] = (), *, health: str = "", progress: Progress = silent
) -> Limiting:
    """Send requests until the limit takes effect, test it, and return when the service accepts requests again.

    To see it take effect, at most one request more than *limit* declares is sent. Then follow a few single ones: as
    other clients, for the health check, and at the time that the rejection names.

    Args:
        limit: the declared limit.
        client: the client that exceeds it.
        others: clients that its limit must not affect, the most clearly distinguishable first.
        health: path of the health check; "" if there is none.
        progress: reports what it waits for.

    Raises:
        Unreachable: a request had no usable response.
        CannotMeasure: the responses say nothing about the limit.
    """
    shooter, notes = Shooter(limit), Notes()
    wait_for_window(limit)
    opening = shooter.shoot(client)
    if limit.is_refusal(opening):
        # Earlier requests may have used it up: begin when the service accepts requests.
        again = wait_for_admission(shooter, client, opening, 0, progress)
        if not again.is_accepted:
            facts = _of_promise(limit, opening, again)
            return Limiting(limit.requests, 0, f"{shooter.count} requests, {client.name}", (), facts, ())
        notes.append(("before the burst", f"the limit was used up; it accepted again after {again.seconds:.1f} s"))
        opening = again.last
    check_first(opening)
    usual = opening.answer.status
    rest = burst(lambda: shooter.shoot(client), limit.requests, lambda shot: limit.is_refusal(shot, usual))
    shots = [opening, *rest]
    spent = max(shot.at for shot in shots) - opening.sent
    rejections = [shot for shot in shots if limit.is_refusal(shot, usual)]
    source = f"{len(shots)} requests in {spent:.2f} s, {client.name}: {limit.method} {limit.path}"
    if not rejections:
        check_burst(limit, shots, spent)
        what = f"none of {len(shots)} requests in {spent:.2f} s was rejected; to repeat: {shots[-1].answer.curl}"
        return Limiting(
            limit.requests, len(shots), source, (fault("rate limit", what, _fix_for_no_limit(limit)),), (), tuple(notes)
        )
    lockout = ask_as_others(shooter, client, others, rejections[-1], usual)
    covers_all = bool(health) and limit.is_refusal(shooter.shoot(client, health), usual)
    readmission = wait_for_admission(shooter, client, lockout.last, usual, progress)
    if covers_all:
        notes.append(("it covers", f"the whole service, {health} too"))
        wait_out(limit, lockout.last.at, progress)
    if lockout.unproven:
        notes.append(("not proven", lockout.unproven))
    notes.append(("requests sent", f"{len(shots)} in the burst, {shooter.count - len(shots)} before and after"))
    facts = (*_of_status(limit, rejections), *_of_promise(limit, lockout.last, readmission), *lockout.facts)
    return Limiting(limit.requests, len(shots) - len(rejections), source, (), facts, tuple(notes))


def _of_status(limit: Limit, rejections: Sequence[Shot]) -> tuple[Attempt, ...]:
    name, found = "status of a rejection", " and ".join(sorted({str(shot.answer.status) for shot in rejections}))
    expected, curl = str(limit.status), rejections[0].answer.curl
    what, cure = f"{found}, must be {expected}; to repeat: {curl}", STATUS_CURE.format(expected)
    faults = () if found == expected else (fault(name, what, cure),)
    return (Attempt(name, expected, found, f"{len(rejections)} rejected", faults),)


def _of_promise(limit: Limit, last: Shot, readmission: Readmission) -> tuple[Attempt, ...]:
    promise = promise_of(last.answer)
    is_said = promise.seconds is not None
    name = "a rejection says when to come back" if limit.says_when else "what a rejection says can be used"
    must_say = limit.says_when or bool(promise.wrong)  # a retry time is optional, but it must not be years away
    description = promise.description if promise.is_usable else f"{promise.description}; to repeat: {last.answer.curl}"
    cure = UNREADABLE_CURE if promise.said else SILENT_CURE
    says = [_fact(name, promise.is_usable, promise.description, description, cure)] if must_say else []
    name = "the service accepts again when it says" if is_said else "the service accepts again"
    is_kept = readmission.is_true if is_said else readmission.is_accepted
    observed = f"{promise.description}; accepted after {readmission.seconds:.1f} s"
    cure = BROKEN_CURE if is_said and readmission.is_accepted else SHUT_CURE
    return (*says, _fact(name, is_kept, observed, f"{promise.description}, {readmission.description}", cure))


def _fix_for_no_limit(limit: Limit) -> str:
    """What to do about a limiter that rejects no requests."""
    return (
        f"switch a limiter on for {limit.method} {limit.path}: {limit.requests:,} requests in {limit.per:g} s for each "
        "client, counted where all instances see it, by the address that the proxy passes on"
    )


def _fact(
    name: str,
    is_so: bool,  # noqa: FBT001 -- as above
    observed: str,
    missed: str,
    cure: str,
) -> Attempt:
    if is_so:
        return Attempt(name, "yes", "yes", observed)
    return Attempt(name, "yes", "no", missed, (fault(name, missed, cure),))
