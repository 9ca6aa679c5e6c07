"""Deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.delivery.announcing.receipts import Announcements
    from pytest_golive.delivery.deploying import WatchedDeployment
    from pytest_golive.delivery.published.artifacts import Builds
    from pytest_golive.delivery.published.merged import Merge, Tree
    from pytest_golive.delivery.published.tagged import ReleaseTag
    from pytest_golive.findings import Finding
    from pytest_golive.forge.reviews.judging import Reviewed

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


@gate("Zero downtime achieved")
@pytest.mark.deploy
def zero_downtime(watched_deployment: WatchedDeployment, judge: Judge) -> None:
    """Customers must not lose a single request to a deployment."""
    watch = watched_deployment.watch
    judge("gaps in service", watch.gaps, at_most=0, n=len(watch.samples), source=watch.source)
    judge.note("slowest good answer", watch.worst_latency * 1000, unit=" ms")
    judge.note("timeline", watched_deployment.timeline)
    judge.attach(watched_deployment.picture)
    judge.attach(watched_deployment.log)


@gate("Team notified of the release", kind="")
@pytest.mark.post_deploy
def announced(announcements: Announcements, judge: Judge) -> None:
    """Whoever does not know of a deployment looks for the cause of its effects elsewhere."""
    found = announcements
    judge("audiences that were not notified", found.missing, at_most=0, n=found.audiences, source=found.source)
    for name, words in found.told:
        judge.note(name, words)
