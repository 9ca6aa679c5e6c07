"""By which rules a release is compared with the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pytest_golive.significance.outliers import FACTOR

# Those of Kayenta's NetflixACAJudge: MannWhitneyClassifier(tolerance = 0.25, confLevel = 0.98, …).
CONFIDENCE: Final = 0.98
TOLERANCE: Final = 0.25
FEWEST: Final = 10
EVEN: Final = 0.5  # the share of pairs if there is no difference

Direction = Literal["increase", "decrease", "either"]
Measure = Literal["median ratio", "mean ratio", "share above"]
Missing = Literal["removed", "zero"]


@dataclass(frozen=True, slots=True)
class Rules:
    """How two sets of values are compared.

    Attributes:
        confidence: of the interval in which the shift lies.
        tolerance: the share of the estimated shift that the interval must be beyond. It is no share of the baseline:
            any certain shift passes it, however small.
        direction: which difference is bad.
        measure: of the effect: how many times its median the baseline's median and the shift are, which bursts do not
            move; the ratio of the means; or the share of pairs in which the value of now is greater.
        most: the effect from which a higher value counts.
        least: the effect from which a lower value counts.
        missing: what becomes of NaN: it is removed, or it counts as 0, as with errors that nobody counted.
        outliers: whether values far from all others are left out.
        factor: how many quartile distances that is.
        fewest: values that each side needs.
        unnoticed: the difference of the means, in the unit of the values, below which nobody cares.
    """

    confidence: float = CONFIDENCE
    tolerance: float = TOLERANCE
    direction: Direction = "increase"
    measure: Measure = "median ratio"
    most: float = 1 + TOLERANCE
    least: float = 1 - TOLERANCE
    missing: Missing = "removed"
    outliers: bool = False
    factor: float = FACTOR
    fewest: int = FEWEST
    unnoticed: float = 0.0


# As published: any effect counts, and any number of values is enough.
KAYENTA: Final = Rules(direction="either", measure="mean ratio", most=1.0, least=1.0, fewest=1)
# Of error rates, most windows have none, and the median is 0; a tenth of a percent point is no news.
OF_ERRORS: Final = Rules(measure="mean ratio", unnoticed=0.1)
