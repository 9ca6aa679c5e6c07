"""Whether the release must be rolled back, and whether that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.judging.doubting import tell

if TYPE_CHECKING:
    from pytest_golive.delivery.migrations.result import Reversibility
    from pytest_golive.delivery.rollback.available import Available
    from pytest_golive.delivery.rollback.coming_back import CameBack
    from pytest_golive.delivery.rollback.rehearsed import Rehearsed
    from pytest_golive.documents.lessons.reviewing import Lessons
    from pytest_golive.fixtures.rollback.afterwards import Notified, Serving
    from pytest_golive.observability.triggers.trigger import Triggers
    from pytest_golive.settings.targets.target import Target

KIND = "service"


@gate("The release before can be gone back to")
@pytest.mark.pre_deploy
@pytest.mark.deploy
def previous_release_available(previous_available: Available, judge: Judge) -> None:
    """A way back that nobody has looked for ends at a tag that was moved, or at an image that was deleted."""
    found = previous_available
    judge("faults of the tag before", found.tag, at_most=0, source=found.source)
    judge("artefacts that are not there", found.artefact, at_most=0)
    judge("faults of the command", found.command, at_most=0)
    judge.note("release before", found.release)
    for name, value in found.notes:
        judge.note(name, value)


@gate("Database migrations can be undone")
@pytest.mark.pre_deploy
@pytest.mark.deploy
def migrations_reversible(reversibility: Reversibility, judge: Judge) -> None:
    """The version before cannot work with a database that has no way back to it."""
    from pytest_golive.delivery.migrations.telling import declared, irreversible, losing, notes

    found = reversibility
    judge("migrations without a way back", irreversible(found), at_most=0, n=found.looked_at, source=found.source)
    judge("migrations that lose data", losing(found), at_most=0)
    judge("declared as never reversible", declared(found), at_most=0)
    for name, value in notes(found):
        judge.note(name, value)
    tell(found.doubt, judge)


@gate("The rollback was rehearsed")
@pytest.mark.pre_deploy
@pytest.mark.deploy
def rehearsed(rehearsed_rollback: Rehearsed, judge: Judge) -> None:
    """A rollback that is tried for the first time in an incident is a second incident."""
    found = rehearsed_rollback
    judge("faults of the rehearsal", found.faults, at_most=0, source=found.source)
    for name, value in found.notes():
        judge.note(name, value)


@gate("No rollback trigger has fired")
@pytest.mark.deploy
@pytest.mark.post_deploy
def no_trigger_fired(rollback_triggers: Triggers, judge: Judge) -> None:
    """Whoever agrees beforehand on what rolls a release back does not argue about it while customers wait."""
    for row, source in rollback_triggers.rows():
        judge(row.name, row.value, **row.bound, unit=row.unit, n=row.n, source=source, where=row.where)
    for name, value in rollback_triggers.notes():
        judge.note(name, value)
    tell(rollback_triggers.doubt(), judge)


@gate("Team notified of the rollback", after="rollback")
@pytest.mark.rollback
def team_notified(rollback_notified: Notified, judge: Judge) -> None:
    """Whoever does not know that the old version serves looks for a fault that is gone, or deploys over it."""
    found = rollback_notified.receipts
    judge("audiences that were not told", found.missing, at_most=0, source=found.source)
    judge("people who say that nobody was told", rollback_notified.rejected, at_most=0)
    for name, words in found.told:
        judge.note(name, words)
    tell(rollback_notified.doubt, judge)


@gate("Reverted to the release before", after="rollback")
@pytest.mark.rollback
def reverted(back_on: CameBack, judge: Judge) -> None:
    """What is almost the release before is a release that nobody has tested."""
    judge("files that differ from the release before", back_on.differences, at_most=0)
    judge("faults of it on the remote", back_on.there, at_most=0, source=back_on.source)
    judge.note("came back to", f"{back_on.name} ({back_on.commit[:10]})")
    for branch in back_on.still:
        judge.note("still holds the release", f"{branch}: the next deployment from there brings it back")


@gate("The release before serves again", after="rollback")
@pytest.mark.rollback
def previous_version_serving(previous_serving: Serving, target_settings: Target, judge: Judge) -> None:
    """A rollback that has reached two of three instances looks like one that has worked."""
    found, asked = previous_serving.releases, target_settings.instances
    judge("answers of another release", found.wrong, at_most=0, n=len(found.answers), where=found.others)
    judge("instances that answered", found.instances, at_least=asked, source=found.source, where=found.missing(asked))
    judge("smoke rows that do not hold", previous_serving.broken, at_most=0)
    for name, value in previous_serving.notes:
        judge.note(name, value)
    tell(previous_serving.doubt, judge)


@gate("Post-mortem written", after="rollback", kind="")
@pytest.mark.rollback
def post_mortem_written(post_mortem: Lessons, judge: Judge) -> None:
    """A rollback ends the effect; only who writes down the cause ends that, too."""
    judge("what the document lacks", post_mortem.missing, at_most=0, n=post_mortem.sections, source=post_mortem.place)
    judge("what is not about this rollback", post_mortem.wrong, at_most=0)
