"""Evaluates gates: each against what one sample has measured, with a judge of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Final

import pytest

from pytest_golive.collecting.evaluating.afresh import afresh
from pytest_golive.collecting.evaluating.evaluated import Evaluated
from pytest_golive.collecting.evaluating.rows import NotRepeatable, Row, row_of
from pytest_golive.collecting.evaluating.sources import Sources
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.judging.judge import Judge
from pytest_golive.masking.known import MASK
from pytest_golive.service.waiting import Ready
from pytest_golive.settings.loading import PLACEHOLDER

# Nobody waits for a service here: one that does not answer at once is not up.
NOT_AWAITED: Final = Ready(1, 0.0)
ITSELF: Final = "evaluation"


class NotWatched(CannotMeasure):
    """A gate that does not apply here."""


@dataclass
class Evaluation:
    """Evaluates gates of one moment: what several of them need is measured once.

    Attributes:
        run: the view of the run that they see.
        config: pytest's.
        sources: makes what gates request.
        is_of_watch: whether it is a sample of a watch, in which what is not set up is named, and the rest is watched.
    """

    run: Run
    config: pytest.Config
    sources: Sources
    is_of_watch: bool = False
    _known: dict[str, Evaluated] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def of(self, key: str) -> Evaluated:
        """The gate *key*, evaluated once in this sample, however often it is asked for."""
        if key not in self._known:
            if key in self._under_way:
                error = CannotMeasure(f"{key} depends on itself", "do not name it among the gates that it evaluates")
                return Evaluated(key, key, error=error)
            self._under_way.append(key)
            try:
                self._known[key] = self._evaluated(key)
            finally:
                self._under_way.pop()
        return self._known[key]

    def _evaluated(self, key: str) -> Evaluated:
        try:
            row = row_of(key, self.run, self.config)
            _check_due(row, self.run)
        except CannotMeasure as error:
            return Evaluated(key, key, error=error)
        judge = Judge(self.run.waivers_of(key), ratchet=self.run.ratchet_of(key))
        why, failure = self._called(row, judge)
        breaches = judge.breaches() if judge.has_judged else []
        return Evaluated(key, row.title, tuple(judge.evidence), tuple(breaches), why, failure)

    def _called(self, row: Row, judge: Judge) -> tuple[CannotMeasure | None, str]:
        """Why the gate could not be judged, and what its assertion said."""
        try:
            with self.sources.of(row, {"judge": judge, ITSELF: self}) as values:
                answer = row.function(**{name: values[name] for name in row.parameters})
        except CannotMeasure as error:
            return error, ""
        except (AssertionError, pytest.fail.Exception) as failed:
            return None, _line(failed) or "an assertion failed"
        except pytest.skip.Exception as skipped:
            return CannotMeasure(f"{row.key} was skipped: {_line(skipped)}", "let it measure instead"), ""
        except Exception as fault:  # noqa: BLE001 -- of whatever the team's gate calls
            what = f"{row.key} ended with {type(fault).__name__}: {_line(fault)}"
            return CannotMeasure(what, f"mend {row.key}: only a gate that judges says anything of the service"), ""
        why = _unjudged(row, judge, answer)
        if why is None:
            judge.close()
        return why, ""


@contextmanager
def evaluating(run: Run, session: pytest.Session, *, anew: bool = False) -> Iterator[Evaluation]:
    """An evaluation of gates.

    Args:
        run: the run.
        session: pytest's.
        anew: whether everything about the service is measured anew, and without waiting for it to start, instead of
            once per run.
    """
    view, config = afresh(run) if anew else run, session.config
    given: dict[str, object] = {"golive": view, "pytestconfig": config}
    with ExitStack() as stack:
        sources = Sources(session, given | ({"ready": NOT_AWAITED} if anew else {}), stack)
        yield Evaluation(view, config, sources, anew)


def why_not(key: str, run: Run, config: pytest.Config) -> CannotMeasure | None:
    """Why the gate *key* cannot be evaluated at all; None if it can."""
    try:
        _check_due(row_of(key, run, config), run)
    except CannotMeasure as error:
        return error
    return None


def _check_due(row: Row, run: Run) -> None:
    """Refuse a gate that does not apply here, or that does more than read.

    Raises:
        NotWatched: it does not apply.
        NotRepeatable: it does more than read.
        NotSetUp: it is declared not applicable, but without a reason.
    """
    declaration = run.declaration_of(row.key)
    if run.settings.not_applicable.get(declaration, "").startswith(PLACEHOLDER):
        raise NotSetUp(
            f"{row.key} is declared not applicable, but without a reason",
            "set it up, or write the reason in [tool.golive.not_applicable]",
        )
    if reason := run.not_due(row.kind) or run.not_applicable(row.key, row.permission):
        raise NotWatched(f"{row.key} does not apply: {reason}")
    if row.permission:
        raise NotRepeatable(
            f"{row.key} needs the permission {row.permission}, so that it does more than read",
            "name a gate that only reads",
        )


def _unjudged(row: Row, judge: Judge, answer: object) -> CannotMeasure | None:
    """Why a gate that has come to its end says nothing of the service; None if it does."""
    if answer is not None:  # whoever returns False means a failure, and nobody would see it
        what = f"{row.key} returns {type(answer).__name__}, and nothing reads what a gate returns"
        return CannotMeasure(what, "judge it in the gate's body, or assert it, and return nothing")
    if "judge" in row.parameters and not judge.has_judged:
        return CannotMeasure(f"{row.key} judged nothing", "call judge(…) with a limit in its body")
    return None


def _line(error: BaseException) -> str:
    """The message of an error on one line, without secrets."""
    return MASK.hide(" ".join(str(error).split()))[:500]
