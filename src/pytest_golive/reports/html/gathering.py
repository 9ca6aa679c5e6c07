"""What a page shows beside the verdict, from the run: people, waivers, the forge and the journal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pytest_golive.context.guarding.guards import journal_path
from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.evidence import now
from pytest_golive.judging.verdict import Verdict
from pytest_golive.reports.html.links import Forge, web
from pytest_golive.reports.html.surroundings import Exemption, Signature, Step, Surroundings
from pytest_golive.reports.html.words import clean
from pytest_golive.settings.infrastructure.forge import Forge as ForgeTable

if TYPE_CHECKING:
    from pytest_golive.checklist.binding.resolving import Check
    from pytest_golive.delivery.journal.entries import Entries, Entry

MOST_STEPS: Final = 40
# Who started the job, and its page, by CI system.
STARTERS: Final = (
    "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_REQUESTEDFOR", "BUILDKITE_BUILD_CREATOR", "CIRCLE_USERNAME",
    "BUILD_USER",
)  # fmt: skip
JOBS: Final = ("CI_JOB_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "BUILD_URL")


@dataclass(frozen=True, slots=True)
class _Journal:
    steps: tuple[Step, ...] = ()
    earlier: int = 0
    trouble: str = ""


def surroundings_of(verdict: Verdict, run: Run, checks: Mapping[str, Check]) -> Surroundings:
    """All that is known; what cannot be read is said, as the rows that need it say it, too.

    Args:
        verdict: of the run.
        run: whose it is.
        checks: the rows that people sign, by their ids.
    """
    journal = _journal(run)
    found = Surroundings(
        project=_project(run),
        phases=_asked(run.asked.chosen) or ", ".join(run.asked.phases),
        by=who(os.environ),
        job=job(os.environ),
        ended=now(),
        root=str(run.root),
        forge=_forge(run, verdict.facts.commit.partition("+")[0]),
        waivers=tuple(_waivers(run)),
        journal=journal.steps,
        earlier=journal.earlier,
        trouble=journal.trouble,
    )
    try:
        return replace(found, signatures=_signatures(verdict, run, checks))
    except GoliveError as error:
        return replace(found, unknown=clean(str(error)))


def who(environment: Mapping[str, str]) -> str:
    """Who runs this: whoever started the job of the CI system, else user and host."""
    from pytest_golive.delivery.journal.entries import who_runs

    started = next((name for variable in STARTERS if (name := environment.get(variable, "").strip())), "")
    return clean(started or who_runs().rpartition(" ")[0], 200)


def job(environment: Mapping[str, str]) -> str:
    """The page of the CI system's job; "" outside of one."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, number = (environment.get(name, "") for name in names)
    if server and repository and number:
        return web(f"{server}/{repository}/actions/runs/{number}")
    return next((web(clean(address)) for variable in JOBS if (address := environment.get(variable, ""))), "")


def _asked(chosen: tuple[str, ...]) -> str:
    """How many rows were chosen by name, as a fault of the run says, too; "" for whole phases."""
    return f"{len(chosen)} chosen by name" if chosen else ""


def _project(run: Run) -> str:
    try:
        return run.naming.names[0]
    except (GoliveError, IndexError):
        return run.root.name


def _forge(run: Run, commit: str) -> Forge:
    """Where the repository is on the web, by the settings or by its remote; nothing is asked."""
    from pytest_golive.forge.finding.locating import KNOWN, locate
    from pytest_golive.forge.finding.places import place_of
    from pytest_golive.forge.opening import remote_place

    table = run.settings.of(ForgeTable)
    try:
        place = place_of(table.url, "url") if table.url else remote_place(run.repository, table.remote)
        prefix = run.repository.prefix
        if place.host == "bitbucket.org":
            return Forge(place.url, "bitbucket", commit, prefix)
        located = locate(place, table.kind or KNOWN.get(place.host, ""), "", os.environ, lambda _: "")
    except GoliveError:  # the row that needs the forge says so
        return Forge()
    return Forge(web(clean(located.place.url)), located.kind, commit, prefix)


def _waivers(run: Run) -> Iterator[Exemption]:
    for number, one in enumerate(run.settings.waivers):
        words = (one.gate, one.match or "", one.reason, one.owner, one.approver)
        gate, match, reason, owner, approver = (clean(word, 500) for word in words)
        place = clean(run.loaded.place_of("waivers", number))
        yield Exemption(gate, match, reason, owner, approver, one.expires.isoformat(), place)
    for key, trial in run.settings.trial.items():
        said = (key, trial.reason, trial.owner, trial.approver)
        gate, reason, owner, approver = (clean(word, 500) for word in said)
        place = clean(run.loaded.place_of("trial", key))
        yield Exemption(gate, "", reason, owner, approver, trial.until.isoformat(), place, "on trial")


def _signatures(verdict: Verdict, run: Run, checks: Mapping[str, Check]) -> dict[str, tuple[Signature, ...]]:
    """What people said about the rows; of all that nothing is loaded where nobody signs."""
    table = run.settings.signing
    if not (table.people or (run.root / table.folder).is_dir()):
        return {}
    from pytest_golive.context.signing.opening import signatures_of
    from pytest_golive.reports.records.making import signed_in

    found: dict[str, tuple[Signature, ...]] = {}
    for key, one in signed_in(verdict, signatures_of(run), checks, deployed(run)):
        words = (key, one.by, one.decision, one.signed, one.until, one.how or one.trust, one.why)
        found[key] = (*found.get(key, ()), Signature(*(clean(word, 500) for word in words)))
    return found


def _journal(run: Run) -> _Journal:
    """The newest lines of the target's journal."""
    if not run.target_name or run.target_name not in run.settings.targets:
        return _Journal()
    from pytest_golive.delivery.journal.reading import NoJournal, read

    try:
        path = journal_path(run.settings, run.repository, run.target_name)
        steps = list(_steps(read(path, run.target_name)))
    except NoJournal:
        return _Journal()
    except GoliveError as error:
        return _Journal(trouble=clean(str(error)))
    return _Journal(tuple(steps[-MOST_STEPS:]), max(0, len(steps) - MOST_STEPS))


def _steps(entries: Entries) -> Iterator[Step]:
    """Each run of a step with its end, and each event between them, in their order."""
    from pytest_golive.delivery.journal.entries import Event

    ends: dict[tuple[str, str], list[Entry]] = {}
    for entry in reversed(entries.entries):
        if entry.event is Event.STEP_ENDED:
            ends.setdefault((entry.release.digest, entry.step), []).append(entry)
    for entry in entries.entries:
        if entry.event in {Event.CREATED, Event.BEGUN, Event.STEP_ENDED}:
            continue
        is_step, ended = entry.event is Event.STEP_STARTED, None
        of_step = ends.get((entry.release.digest, entry.step), [])
        if is_step and of_step and of_step[-1].number > entry.number:
            ended = of_step.pop()
        name = entry.step if is_step else ": ".join(filter(None, (entry.event.value, entry.step)))
        yield _step(entry, ended, name, "never ended" if is_step else "")


def _step(entry: Entry, ended: Entry | None, name: str, otherwise: str) -> Step:
    result = (ended or entry).result
    took = f"{ended.took:,.1f} s" if ended and ended.took is not None else ""
    end = entry.at.timestamp() + ended.took if ended and ended.took is not None else None
    words = (entry.release.name, name, f"{entry.at:%Y-%m-%d %H:%M:%S}", took, str(result or otherwise), entry.who)
    release, name, at, took, said, by = (clean(word, 200) for word in words)
    return Step(release, name, entry.at.timestamp(), end, at, took, said, by)
