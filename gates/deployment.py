"""Deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Finding, Judge, gate
from pytest_golive.judging.doubting import tell

if TYPE_CHECKING:
    from pytest_golive.collecting.evaluating.evaluated import Evaluated
    from pytest_golive.context.exceptions.settling import Emergencies
    from pytest_golive.context.signing.of_gates import SignedRow
    from pytest_golive.delivery.announcing.receipts import Announcements
    from pytest_golive.delivery.backups.ladder import Backup
    from pytest_golive.delivery.deploying import WatchedDeployment
    from pytest_golive.delivery.published.artifacts import Builds
    from pytest_golive.delivery.published.merged import Merge, Tree
    from pytest_golive.delivery.published.tagged import ReleaseTag
    from pytest_golive.delivery.regression import Regression
    from pytest_golive.fixtures.deployment.backup_created import BackupLimits
    from pytest_golive.forge.reviews.judging import Reviewed
    from pytest_golive.observability.watch.result import Watched
    from pytest_golive.service.release.appearing import Appeared
    from pytest_golive.service.release.stability import Stability

KIND = "service"


@gate("Final code review", kind="")
@pytest.mark.deploy
def reviewed(reviewed_changes: Reviewed, judge: Judge) -> None:
    """Who wrote a change does not see what is wrong with it."""
    changes = reviewed_changes
    judge("merged changes without approval", changes.unapproved, at_most=0, n=changes.total, source=changes.source)
    judge("commits pushed without a change", changes.direct, at_most=0, n=changes.total)
    for name, value in changes.notes():
        judge.note(name, value)


@gate("Merged to the main branch", kind="")
@pytest.mark.deploy
def merged(merge: Merge, working_tree: Tree, judge: Judge) -> None:
    """What is not on the main branch was not merged with the work of others, and the next release loses it."""
    judge("release missing on the main branch", merge.missing, at_most=0, source=merge.source)
    judge("files that differ from the commit", working_tree.unclean, at_most=0, source="git status")
    if working_tree.passed_over:
        judge.note("not looked at", f"{working_tree.passed_over}: tools have hidden what they left there")
    if merge.how:
        judge.note("where it is", merge.how)


@gate("Release tagged", kind="")
@pytest.mark.deploy
def tagged(
    release_tag: ReleaseTag, tag_signature: tuple[Finding, ...] | None, contradicting: tuple[Finding, ...], judge: Judge
) -> None:
    """Only a tag that nobody has moved says what went live, here and for everybody else."""
    tag = release_tag
    judge("faults of the release tag", tag.here, at_most=0, source=f"version {tag.version}")
    judge("faults of it on the remote", tag.there, at_most=0, source=tag.source)
    if tag_signature is not None:
        judge("faults of its signature", tag_signature, at_most=0)
    judge("records of other content under this version", contradicting, at_most=0)
    judge.note("tag", tag.name or "none")


@gate("One build for staging and production")
@pytest.mark.deploy
def same_artifact(staging_builds: Builds, production_builds: Builds, judge: Judge) -> None:
    """What was built anew for production is not what staging has tried, even from the same commit."""
    from pytest_golive.delivery.published.artifacts import untried

    found, going = untried(staging_builds, production_builds), production_builds
    judge("builds that staging does not run", found, at_most=0, n=len(going.names), source=going.source)
    judge.note("compared with", staging_builds.source)


@gate("Staging runs this release")
@pytest.mark.deploy
def deployed_to_staging(staging_release: Appeared, judge: Judge) -> None:
    """What breaks on staging breaks nothing for customers."""
    releases = staging_release.releases
    others, asked = releases.others, len(releases.answers)
    judge("answers of another release", releases.wrong, at_most=0, n=asked, source=staging_release.source, where=others)
    least, missing = staging_release.instances, staging_release.missing
    judge("instances that answered", releases.instances, at_least=least, where=missing)


@gate("Full regression test on staging")
@pytest.mark.deploy
def staging_regression(regression: Regression, judge: Judge) -> None:
    """Each part may pass its tests where the whole does not work: only staging has its data and its neighbours."""
    judge("regression tests that did not pass", regression.failed, at_most=0, source=regression.source)
    judge.attach(regression.log)


@gate("Staging stays healthy")
@pytest.mark.deploy
def staging_stable(staging_stability: Stability, judge: Judge) -> None:
    """A service that is well at its start may not be so once it has worked for a while."""
    found = staging_stability
    judge("samples healthy and of this release", found.good, at_least=found.required, source=found.source)
    judge("samples that were not", found.ill_or_unanswered, at_most=0, n=found.samples, where=found.bad)
    judge("instances that answered", found.releases.instances, at_least=found.instances, where=found.missing)


@gate("Team briefed", kind="", signed=True, on="production")
@pytest.mark.deploy
def team_briefed(signed: SignedRow, judge: Judge) -> None:
    """Who learns of a deployment by an alert loses the minutes in which it could be stopped."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Production backup created", on="production")
@pytest.mark.deploy
def backup_created(backup: Backup, backup_limits: BackupLimits, judge: Judge) -> None:
    """A backup that nobody has restored is a hope."""
    limits = backup_limits
    for name, value in backup.notes():
        judge.note(name, value)
    judge("age of the backup", backup.hours, at_most=limits.hours, unit=" h", source=backup.name)
    judge("size of the backup", backup.size, at_least=limits.size, unit=" bytes")
    if backup.shrunk is not None:
        judge("smaller than the one before", backup.shrunk, at_most=limits.shrinks, unit=" %")
    judge("faults of the backup", backup.faults, at_most=0, source=backup.proof)
    tell(backup.doubt, judge)


@gate("Production deployed")
@pytest.mark.deploy
def deployed(appeared: Appeared, judge: Judge) -> None:
    """An instance that was left behind serves customers the old release, and nobody knows which."""
    releases = appeared.releases
    others, asked = releases.others, len(releases.answers)
    judge("answers of another release", releases.wrong, at_most=0, n=asked, source=appeared.source, where=others)
    judge("instances that answered", releases.instances, at_least=appeared.instances, where=appeared.missing)
    judge.note("this release", str(releases.release))


@gate("Zero downtime achieved")
@pytest.mark.deploy
def zero_downtime(watched_deployment: WatchedDeployment, judge: Judge) -> None:
    """Customers must not lose a single request to a deployment."""
    found = watched_deployment
    judge("gaps in service", found.gaps, at_most=0, n=found.requests, source=found.source)
    judge.note("slowest good answer", found.slowest * 1000, unit=" ms")
    judge.note("timeline", found.timeline)
    if found.earlier:
        judge.note("deployed", found.earlier)
    judge.attach(found.picture)
    judge.attach(found.log)


@gate("Smoke rows hold on what was deployed")
@pytest.mark.deploy
def smoke_passed(smoke_rows: tuple[Evaluated, ...], judge: Judge) -> None:
    """The first minute shows whether customers are served at all; after it, they tell you."""
    failed = [Finding("", 0, one.key, f"{one.key}: {one.said}", key=one.key) for one in smoke_rows if one.is_breached]
    judge("smoke rows that do not hold", failed, at_most=0, n=len(smoke_rows), source="evaluated after the deployment")
    for one in (each for each in smoke_rows if each.holds):
        judge.note(one.key, one.said)
    tell(next((one.error for one in smoke_rows if one.error is not None), None), judge)


@gate("Stable for 30 minutes after the deployment")
@pytest.mark.deploy
def stable_after_deploy(watched_release: Watched, watch_picture: str, judge: Judge) -> None:
    """What a test cannot show, the first customers do: within minutes, if somebody looks."""
    from pytest_golive.observability.watch.telling import doubt, failed, notes

    watched = watched_release
    for name, value in notes(watched):
        judge.note(name, value)
    judge.attach(watched.file)
    judge.attach(watch_picture)
    judge("signals that failed", failed(watched), at_most=0, n=watched.total, source=watched.source)
    tell(doubt(watched), judge)


@gate("Emergency deployments settled", after="emergency")
@pytest.mark.pre_deploy
@pytest.mark.post_deploy
def emergency_settled(emergencies: Emergencies, judge: Judge) -> None:
    """What was let through in a night and never looked at again is how it will be from then on."""
    judge("rows passed and not settled", emergencies.open, at_most=0, n=emergencies.total, source=emergencies.source)
    for name, value in emergencies.notes:
        judge.note(name, value)


@gate("Team notified of the release", kind="")
@pytest.mark.post_deploy
def announced(announcements: Announcements, judge: Judge) -> None:
    """Whoever does not know of a deployment looks for the cause of its effects elsewhere."""
    found = announcements
    judge("audiences that were not notified", found.missing, at_most=0, n=found.audiences, source=found.source)
    for name, words in found.told:
        judge.note(name, words)
