"""Compare the values of a signal with those of its baseline, as Kayenta's NetflixACAJudge does.

The same in all but this, where the judge says more than the values do:

- Kayenta finds the bounds of the shift by a solver with a tolerance of 1e-4, whatever the scale of the values; here
  they are exact, so that response times in seconds can be compared.
- Where more than half of all pairs are equal, as with error rates that are mostly 0, the shift is 0 whatever the rest
  does, and Kayenta's solver ends just beside 0 by chance; here the ranks decide.
- With too few values for any certainty, Kayenta's interval begins at the least difference there is, and three values
  against three are "High"; here there is no data.
- Where nothing is left of one side, Kayenta passes it if NaN counts as 0; here there is no data.
- Kayenta adds noise to values that are all equal; here nothing is random.

Source: spinnaker/kayenta, kayenta-judge (MannWhitneyClassifier, NetflixACAJudge) and kayenta-mannwhitney.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from pytest_golive.observability.canary.rules import Measure, Rules
from pytest_golive.significance.effects import mean_ratio, share_above
from pytest_golive.significance.outliers import without_outliers
from pytest_golive.significance.ranks import score_of
from pytest_golive.significance.shifts import Shift, can_differ, limit_of, shift_of


class Label(StrEnum):
    """What a comparison says, in Kayenta's words."""

    PASS = "Pass"  # noqa: S105 -- a word, not a password
    HIGH = "High"
    LOW = "Low"
    NODATA = "Nodata"


@dataclass(frozen=True, slots=True)
class Compared:
    """One signal, now and in the baseline.

    Attributes:
        label: what the comparison says.
        why: why there is no data; "" if there is.
        now: the median of the values.
        before: the median of those of the baseline.
        n: how many values there are now.
        n_before: how many values the baseline has.
        shift: how far they are apart; None without data.
        effect: how large the difference is, by the measure of the rules; NaN if that cannot be said.
        ratio: of the means; NaN if one of them is 0.
    """

    label: Label
    why: str
    now: float
    before: float
    n: int
    n_before: int
    shift: Shift | None = None
    effect: float = math.nan
    ratio: float = math.nan


def compare(now: Iterable[float], before: Iterable[float], rules: Rules) -> Compared:
    """Compare two sets of values.

    Args:
        now: of the release; NaN where there was none.
        before: of the baseline.
        rules: how.
    """
    ours, theirs = _usable(now, rules), _usable(before, rules)
    middle, usual = (median(values) if values else math.nan for values in (ours, theirs))
    if why := _too_few(len(ours), len(theirs), rules):
        return Compared(Label.NODATA, why, middle, usual, len(ours), len(theirs))
    shift = shift_of(ours, theirs, rules.confidence)
    ratio = mean_ratio(ours, theirs)
    effects: dict[Measure, float] = {
        "median ratio": (usual + shift.estimate) / usual if usual else math.nan,
        "mean ratio": ratio,
        "share above": share_above(ours, theirs),
    }
    effect = effects[rules.measure]
    score = score_of(ours, theirs)
    apart = math.copysign(1.0, score) if abs(score) > limit_of(rules.confidence) else 0.0
    is_much = not abs(fmean(ours) - fmean(theirs)) < rules.unnoticed
    label = _label(shift, apart, effect, rules) if is_much else Label.PASS
    return Compared(label, "", middle, usual, len(ours), len(theirs), shift, effect, ratio)


def _usable(values: Iterable[float], rules: Rules) -> list[float]:
    missing = [] if rules.missing == "removed" else [0.0]
    found = [one for value in values for one in (missing if math.isnan(value) else [value])]
    finite = [value for value in found if math.isfinite(value)]
    return without_outliers(finite, rules.factor) if rules.outliers else finite


def _too_few(now: int, before: int, rules: Rules) -> str:
    if not now or not before:
        return "there is no value " + ("now" if not now else "in the baseline")
    if min(now, before) < rules.fewest:
        return f"{now} values now and {before} in the baseline: each side needs {rules.fewest}"
    if not can_differ(now, before, rules.confidence):
        return f"{now} values now and {before} in the baseline: no difference of so few is certain"
    return ""


def _label(shift: Shift, apart: float, effect: float, rules: Rules) -> Label:
    """The label of a shift; *apart* is 1.0 or -1.0 if the ranks differ beyond chance."""
    bound = rules.tolerance * abs(shift.estimate)
    unknown = math.isnan(effect)  # one mean is 0: the ranks alone decide
    is_tied = shift.estimate == 0
    is_higher, is_lower = shift.low > bound or (is_tied and apart > 0), shift.high < -bound or (is_tied and apart < 0)
    if rules.direction != "decrease" and is_higher and (unknown or effect >= rules.most):
        return Label.HIGH
    if rules.direction != "increase" and is_lower and (unknown or effect <= rules.least):
        return Label.LOW
    return Label.PASS
