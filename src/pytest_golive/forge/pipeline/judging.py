"""Whether a commit's checks are green: the required ones, or all if nothing says which are required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.forge.pipeline.demands import Demand, demands_of, is_owed
from pytest_golive.forge.pipeline.faults import never_ran, not_green
from pytest_golive.forge.pipeline.naming import named, some
from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.pipeline.own import Own
from pytest_golive.forge.words import Check, Required, State


@dataclass(frozen=True, slots=True)
class Rules:
    """Which checks count, by the settings.

    Attributes:
        required: names of checks that must be green in addition to the forge's, with ``*`` for any text.
        optional: names of checks that do not count unless something requires them.
        exceptions: by the type of a rule that no check proves, who checks it instead.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pipeline:
    """The checks of one commit, judged.

    Attributes:
        commit: its full name.
        where: the repository and its forge, in words.
        observed: the checks that the forge has.
        demanded: what the forge requires.
        rules: which checks count, by the settings.
        own: the job of this run.
        elsewhere: by the name of a missing check, the earlier commit on which it ran last.
        borrowed: by the name of a check, the other commit with the same content on which it ran.
    """

    commit: str
    where: str
    observed: Observed
    demanded: Required
    rules: Rules = field(default_factory=Rules)
    own: Own = field(default_factory=Own)
    elsewhere: dict[str, str] = field(default_factory=dict)
    borrowed: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """What was checked, in words."""
        which = f"required by {self.demanded.where}" if self._is_by_name else "all that count"
        return f"checks of {self.commit[:10]} in {self.where}, {which}"

    @cached_property
    def left_out(self) -> tuple[Check, ...]:
        """This run's own job, and jobs that wait for it."""
        return tuple(check for check in self.observed.checks if self.own.is_own(check))

    @cached_property
    def _others(self) -> tuple[Check, ...]:
        return tuple(check for check in self.observed.checks if check not in self.left_out)

    @cached_property
    def _demands(self) -> tuple[Demand, ...]:
        return demands_of(self.demanded, self.rules.required)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """What must be green, without what only this run's own job, or one that waits for it, can be."""
        return tuple(one for one in self._demands if not is_owed(one, self.own, self.left_out, self._others))

    @property
    def _is_by_name(self) -> bool:
        """Whether the forge says what it requires, apart from this run's own job; otherwise all checks count."""
        return not self.demanded.unreadable and any(one.name in self.demanded.names for one in self.demands)

    @cached_property
    def counted(self) -> tuple[Check, ...]:
        """The checks that count."""
        counts = (lambda _: False) if self._is_by_name else self._counts
        checks = [check for check in self._others if self._is_required(check) or counts(check)]
        return (*checks, *self._workflows)

    def _is_required(self, check: Check) -> bool:
        return any(named(one.name, check.name) for one in self._demands)

    def _counts(self, check: Check) -> bool:
        """If nothing is required by name, all count except those that may fail or are optional."""
        if any(named(pattern, check.name) for pattern in self.rules.optional) or check.may_fail:
            return False
        return check.state not in {State.SKIPPED, State.NEUTRAL}

    @cached_property
    def _workflows(self) -> tuple[Check, ...]:
        """The runs of required workflows; of the run that this job is part of, the jobs that are not its own."""
        found = [run for run in self.observed.workflows if run.name in self.demanded.workflows]
        ours = {run.run for run in found if run.is_unfinished and run.run == self.own.run}
        jobs = [check for check in self._others if check.run in ours and not self._is_required(check)]
        jobs = (
            [check for check in jobs if check.state not in {State.SKIPPED, State.NEUTRAL}] if self._is_by_name else []
        )
        return (*(replace(run, name=f"workflow {run.name}") for run in found if run.run not in ours), *jobs)

    @cached_property
    def missing(self) -> tuple[Demand, ...]:
        """Required checks that never ran on this commit, or that another app reports."""
        absent = [one for one in self.demands if not any(one.fits(check) for check in self.counted)]
        ran = {run.name for run in self.observed.workflows}
        return (*absent, *(Demand(f"workflow {file}") for file in self.demanded.workflows if file not in ran))

    @cached_property
    def unfinished(self) -> tuple[Check, ...]:
        """Checks that count and have not ended."""
        return tuple(check for check in self.counted if check.is_unfinished)

    @cached_property
    def ended_otherwise(self) -> tuple[Check, ...]:
        """Checks that count, and ended but are not green."""
        return tuple(check for check in self.counted if check.state is not State.GREEN and not check.is_unfinished)

    @cached_property
    def not_green(self) -> tuple[Finding, ...]:
        """What is wrong: checks that are not green, and required ones that never ran."""
        absent = (never_ran(one, self.commit, self.observed.checks, self.elsewhere) for one in self.missing)
        return (*map(not_green, self.ended_otherwise), *absent)

    @property
    def total(self) -> int:
        """How many checks are judged.

        Raises:
            CannotMeasure: there is none.
        """
        if number := len(self.counted) + len(self.missing):
            return number
        others = f"; this run's own job does not count: {some(self.left_out)}" if self.left_out else ""
        aside = self.aside
        skipped = f"; these do not count: {some(aside)}" if aside else ""
        raise CannotMeasure(
            f"no check that counts has run on {self.commit[:10]} in {self.where}{others}{skipped}",
            "push this commit and let the pipeline run on it; if it has none, say in [tool.golive.not_applicable] why",
        )

    @property
    def unread(self) -> tuple[str, ...]:
        """The types of rules whose demands no check shows, without those that the settings except."""
        return tuple(rule for rule in self.demanded.unread if rule not in self.rules.exceptions)

    def doubt(self) -> CannotMeasure | None:
        """Why it is unknown whether they are all green; None if it is known."""
        if self.unfinished:
            number = f"{len(self.unfinished)} of {self.total} checks"
            return CannotMeasure(
                f"{number} of {self.commit[:10]} have not ended: {some(self.unfinished)}",
                'run it again when they have, or let the run wait: [tool.golive.pipeline] wait = "20m"',
            )
        if not self.unread:
            return None
        return CannotMeasure(
            f"{self.demanded.where} demand {', '.join(self.unread)}, which no check of {self.commit[:10]} proves",
            "look at it on the forge, and say who does so for each release: [tool.golive.pipeline] exceptions = "
            f'{{{self.unread[0]} = "…"}}',
        )

    @property
    def aside(self) -> tuple[Check, ...]:
        """The checks that do not count, without this run's own."""
        return tuple(c for c in self.observed.checks if c not in self.counted and c not in self.left_out)

    def notes(self) -> Iterator[tuple[str, str]]:
        """What was not judged, with the reason."""
        if self.left_out:
            yield "left out: this run's own job, and jobs that wait for it", some(self.left_out)
        if self.aside:
            yield "checks that do not count", some(self.aside)
        if self.demanded.unreadable:
            yield "what the forge requires is unknown", f"{self.demanded.unreadable}; so all checks count"
        if borrowed := [check for check in self.counted if check.name in self.borrowed]:
            others = ", ".join(dict.fromkeys(self.borrowed[check.name][:10] for check in borrowed))
            yield f"checks of {others}, which has the same content", some(borrowed)
        for note in self.observed.notes:
            yield "not checked", note
        for rule in self.demanded.unread:
            reason = self.rules.exceptions.get(rule, "")
            yield "a rule that no check proves", f"{rule}, excepted by the settings: {reason}" if reason else rule
