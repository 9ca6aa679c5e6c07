"""Reads a target's health and release as its table says: once, or repeatedly for a while."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.service.health.checking import Health, Vocabulary, check_health
from pytest_golive.service.http.asking import Service
from pytest_golive.service.release.appearing import Appeared, await_release
from pytest_golive.service.release.checking import Place, Release, Releases, ReportedRelease, ask_for_release, ask_once
from pytest_golive.service.release.instances import Marker
from pytest_golive.service.release.sampling import Sampler
from pytest_golive.service.release.stability import Stability, machine_of, watch
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.targets.target import Target as TargetTable
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live

if TYPE_CHECKING:
    from pytest_golive.service.release.mixing import Mixed

# The rows about which release is there.
ASKING: Final = ("deployment::deployed", "deployment::deployed_to_staging")


def health_of(service: Service, table: TargetTable) -> Health:
    """Request the health of the target once, and read it with the words that its table defines."""
    vocabulary = Vocabulary(table.health_json or "", table.health_well, table.health_ill)
    return check_health(service, table.health, vocabulary)


def place_of(table: TargetTable) -> Place:
    """Where, according to the table, the service names its release and the responding instance."""
    marker = Marker(
        table.instance_json or "",
        table.instance_header or "",
        table.instance_cookie or "",
        re.compile(table.instance_pattern) if table.instance_pattern else None,
    )
    if table.version_header:
        return Place(table.health, header=table.version_header, marker=marker)
    return Place(table.version, key=table.version_json or "", marker=marker)


def watch_target(run: Run, live: Live, release: Release) -> Stability:
    """Sample the health and the release of the target, as often and at the interval that its table says."""
    service, table = Service(live.target), live.table
    rules, place = table.stability, place_of(table)
    sampler = Sampler(
        service,
        table.health,
        check=lambda: health_of(service, table),
        ask=lambda: ask_once(service, place, release),
        asks=math.ceil(max(table.version_samples, table.instances) / rules.samples),
        instances=table.instances,
    )
    answers: list[ReportedRelease] = []

    def sample() -> list[str]:
        healths, releases = sampler.take()
        answers.extend(releases)
        ill = {health.state: health.faults for health in healths}.values()  # one of several equal responses
        other_releases = Releases(releases, release, "").others
        return [finding.message for finding in (*itertools.chain(*ill), *other_releases)]

    pause, machine = seconds(rules.interval), machine_of(live.target)
    stability = watch(sample, samples=rules.samples, interval=pause, progress=run.progress, machine=machine)
    return replace(stability, releases=Releases(answers, release, ""), instances=table.instances)


def await_release_at(run: Run, live: Live, release: Release, limit: float) -> Appeared:
    """Ask the target until every instance reports *release*, for at most *limit* seconds, but at least once."""
    service, table = Service(live.target), live.table
    samples = max(table.version_samples, table.instances)
    found = await_release(
        lambda: ask_for_release(service, place_of(table), release, samples, table.instances),
        table.instances,
        limit=limit,
        progress=run.progress,
    )
    return replace(found, target=live.target.name)


def why_late(golive: Run, name: str, wait: Callable[[], Mixed | Appeared]) -> str:
    """Why the release has not come while the probe looked; "" if it has, or if nobody can tell, or has to.

    What can tell nothing is an error of the row that asks for the release. That one asks once more behind this, so that
    it sees what stays; what has not come is not awaited twice.

    Args:
        golive: the run.
        name: under which the run shares what that row asks for.
        wait: for the release.
    """
    if all(golive.not_applicable(row) for row in ASKING):
        return ""
    try:
        found = wait()
    except GoliveError:
        return ""
    if found.is_complete:
        return ""
    golive.shared.once(name, lambda: found)
    within = golive.settings.of(Deployment).appears_within
    return f"its command ended, and the release had not come {within} later, so nobody watched how it comes"
