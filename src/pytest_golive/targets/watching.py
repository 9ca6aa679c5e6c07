"""What is asked of a target as its table says: its health, its release, and both again and again for a while."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

from pytest_golive.context.run import Run
from pytest_golive.service.health.checking import Health, Vocabulary, check_health
from pytest_golive.service.http.asking import Service
from pytest_golive.service.release.checking import Place, Release, Releases, Said, ask_once
from pytest_golive.service.release.instances import Marker
from pytest_golive.service.release.sampling import Sampler
from pytest_golive.service.release.stability import Stability, machine_of, watch
from pytest_golive.settings.targets.target import Target as TargetTable
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live


def health_of(service: Service, table: TargetTable) -> Health:
    """Ask once for the health of the target, in the words that its table names."""
    words = Vocabulary(table.health_json or "", table.health_well, table.health_ill)
    return check_health(service, table.health, words)


def place_of(table: TargetTable) -> Place:
    """Where the table says that the service names its release, and the instance that answers."""
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
    """Sample the health and the release of the target, as often and as far apart as its table says."""
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
    answers: list[Said] = []

    def sample() -> list[str]:
        healths, said = sampler.take()
        answers.extend(said)
        ill = {health.state: health.faults for health in healths}.values()  # one of several that say the same
        others = Releases(said, release, "").others
        return [finding.message for finding in (*itertools.chain(*ill), *others)]

    pause, machine = seconds(rules.interval), machine_of(live.target)
    seen = watch(sample, samples=rules.samples, interval=pause, progress=run.progress, machine=machine)
    return replace(seen, releases=Releases(answers, release, ""), instances=table.instances)
