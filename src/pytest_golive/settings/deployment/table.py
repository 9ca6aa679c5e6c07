"""The settings in ``[tool.golive.deployment]``: where a release comes from, and how it is deployed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from pydantic import Field, field_validator, model_validator

from pytest_golive.delivery.steps.filling.placeholders import check_known
from pytest_golive.delivery.steps.ordering.order import NoOrder, on_staging, ordered, with_batches
from pytest_golive.settings.deployment.artifact import Artifact
from pytest_golive.settings.deployment.backup import BACKUP_WAYS, Backup
from pytest_golive.settings.deployment.batches import (
    BATCH_WAYS,
    KNOWN,
    Batches,
    BatchWatch,
    faults_of,
    rows_of,
    unprobed,
)
from pytest_golive.settings.deployment.freezes import FreezeTable
from pytest_golive.settings.deployment.lock import LockTable
from pytest_golive.settings.deployment.steps import Steps, steps_of
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Argument, Duration, Reason, TargetPath, Text, UrlPath
from pytest_golive.settings.values.table import Place, SectionTable
from pytest_golive.settings.values.ways import Way


class Deployment(SectionTable):
    """``[tool.golive.deployment]``."""

    KEY: ClassVar[str] = "deployment"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "timeout": Way.NONE,
        "steps.*.timeout": Way.NONE,
        "steps.*.title": Way.NONE,
        "steps*": Way.ANY,  # whether fewer steps, or others, are looser, nobody knows
        "probe_interval": Way.MORE,
        "probe_timeout": Way.MORE,
        "settle": Way.LESS,
        "appears_within": Way.MORE,
        "repeatable": Way.MORE,
        "journal": Way.NONE,
        "regression": Way.NONE,
        "regression_timeout": Way.NONE,
        "branches": Way.ADDED,
        "annotated_tags": Way.LESS,
        "signed_tags": Way.LESS,
        **BACKUP_WAYS,
        **BATCH_WAYS,
    }

    command: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments that deploy this release and wait until it serves; {version}, {target} and "
        "others stand for the run's",
    )
    timeout: Duration = Field("30m", description="timeout of the deployment; of each batch, if there are batches")
    batches: Batches = Field(
        (),
        description="shares of the service that get the release one after the other, such as ['10%', '50%', '100%'], "
        "each followed by a short watch; {batch} in the command stands for the number; all at once if not given",
    )
    batch_targets: tuple[Text, ...] = Field(
        (), description="targets that are deployed to in batches; all if not given, and others get 100 % at once"
    )
    batch_watch: BatchWatch = Field(BatchWatch.model_construct(), description="the short watch after each batch")
    probe_path: UrlPath | None = Field(
        None, description="path that is requested during the deployment; the target's health if not given"
    )
    probe_interval: Duration = Field(
        "50ms", description="time between two requests over each kind of connection, at least 10ms"
    )
    probe_timeout: Duration = Field("1s", description="time after which a request without a response has failed")
    settle: Duration = Field("5s", description="time to keep watching after the deployment, while old instances drain")
    repeatable: bool = Field(
        default=False,
        description="whether the command may run again, also after a run that was cut short",
    )
    appears_within: Duration = Field(
        "2m", description="time after the deployment in which every instance must report the release"
    )
    regression: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments of the tests that try the whole release on staging; {url} is its address",
    )
    regression_timeout: Duration = Field("1h", description="timeout of these tests")
    remote: str = Field(
        "origin", pattern=r"^\w[\w./-]*$", description="the team's git remote, by its name in the clone"
    )
    branches: tuple[Text, ...] = Field(
        (),
        description="branches of the remote that releases are made from, such as 'main' and 'release/*'; its default "
        "branch if none",
    )
    annotated_tags: bool = Field(
        default=True, description="whether the release tag must be annotated; tags that forges create are not"
    )
    signed_tags: bool = Field(
        default=False,
        description="whether the release tag must be signed, by an SSH or OpenPGP key in signing.people",
    )
    artifact: Artifact | None = Field(None, description="the builds that staging runs, and those that go to production")
    journal: TargetPath | None = Field(
        None, description="file of a target's journal; golive/journal/TARGET.jsonl in the clone's .git if not given"
    )
    lock: LockTable | None = Field(
        None,
        description="how a target is locked for all hosts while it is deployed to; not at all if not given",
    )
    freezes: tuple[FreezeTable, ...] = Field((), description="times in which nothing is released")
    steps: Steps = Field(
        default_factory=dict,
        description="the team's own steps of a deployment, by name, between its rows",
    )
    backup: Backup | None = Field(None, description="the backup that a deployment can be undone with")

    @field_validator("command")
    @classmethod
    def _is_understood(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        check_known(value or (), KNOWN)
        return value

    @field_validator("regression")
    @classmethod
    def _tests_are_understood(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        check_known(value or ())
        return value

    @model_validator(mode="after")
    def _has_sound_batches(self) -> Deployment:
        for fault in faults_of(self.batches, self.command, list(self.steps), self.batch_targets):
            raise ValueError(fault)
        if self.batches and (fault := unprobed(self.batch_watch, seconds(self.probe_interval))):
            raise ValueError(fault)
        _in_an_order("", self.order)
        return self

    def fits(self, targets: Mapping[str, Place]) -> None:
        """Refuse steps that have no order on one of *targets*, where batches may come at another place."""
        for name, target in targets.items():
            where = f" (on {name}, where batches come before {_deploying(target.production)})"
            _in_an_order(where, partial(self.order, name, production=target.production))

    def order(self, target: str = "", *, production: bool = True) -> list[str]:
        """The names of all rows and steps, in the order in which they are due on *target*.

        Raises:
            NoOrder: there is none.
        """
        # Where nothing is deployed in batches, their rows are not due, and stand where they are due elsewhere.
        here = not self.batch_targets or target in self.batch_targets
        rows = with_batches(rows_of(self.batches), _deploying(production or not here))
        steps = steps_of(self.steps)
        order = ordered(steps, rows, away={step.name for step in steps if not step.runs_on(target)})
        return order if production else on_staging(order, steps)


def _deploying(production: bool) -> str:  # noqa: FBT001 -- a helper of these few lines
    return "deployed" if production else "deployed_to_staging"


def _in_an_order(where: str, order: Callable[[], list[str]]) -> None:
    try:
        order()
    except NoOrder as error:
        raise ValueError(f"{error}{where}") from None


class Reviews(SectionTable):
    """``[tool.golive.reviews]``."""

    KEY: ClassVar[str] = "reviews"
    SHOWN: ClassVar[tuple[str, ...]] = ("approvals", "bots")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "approvals": Way.LESS,
        "bots": Way.REMOVED,
        "unreviewed": Way.ADDED,
    }

    approvals: int = Field(1, ge=1, le=20, description="number of approvals that each merged change needs")
    bots: tuple[Text, ...] = Field(
        ("*[bot]", "*-bot"), description="accounts of programs, whose approvals never count; * stands for any text"
    )
    unreviewed: tuple[Text, ...] = Field(
        (), description="accounts, or addresses of commits, whose changes need no approval, such as 'renovate[bot]'"
    )
    exceptions: dict[Text, Reason] = Field(
        default_factory=dict, description="changes such as '#12' or '!12', or names of commits, that may stay, and why"
    )
    since: Text | None = Field(
        None, description="commit or tag after which reviews are required, if it is later than the last release"
    )
