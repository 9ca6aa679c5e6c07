"""What else speaks for or against a candidate: the heading, the same limit, and when it is due."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_golive.checklist.binding.agreeing import agrees, is_of_one_kind, may_mean
from pytest_golive.checklist.binding.numbers import Quantity
from pytest_golive.checklist.proposing.comparing import Known, Seen

# Also a gate that is due before the row: it says little about the day after, unless the row uses the same words.
TOO_EARLY = {"deploy": 0.85, "smoke": 0.85, "post_deploy": 0.65, "rollback": 0.5}
ORDER = ("pre_deploy", "deploy", "smoke", "post_deploy", "rollback")
UNSURE = 0.78  # what no proposal reaches with a foreign word among its words, or with a limit the other way round
SECTION_HELPS, NUMBER_HELPS = 0.75, 0.6  # factors that reduce the doubt


def helped(confidence: float, left: float) -> float:
    """The *confidence* if only the share *left* of the doubt is left."""
    return 1 - (1 - confidence) * left


def same_limit(seen: Seen, one: Known) -> bool:
    """Whether the row has a limit that the candidate has, too."""
    limits = [*one.limits_for(seen.text), *one.numbers]
    return any(number.is_limit and _same(number, limit) for number in seen.numbers for limit in limits)


def differing(seen: Seen, one: Known) -> list[str]:
    """What the row limits otherwise than the candidate."""
    found = []
    for number in seen.numbers:
        is_alike = is_of_one_kind if number.is_limit else may_mean
        alike = [limit for limit in one.limits_for(seen.text) or one.limits if number.unit and is_alike(number, limit)]
        if alike and not any(agrees(number, limit, counts=limit.unit == "lines") for limit in alike):
            found.append(f"it says {number}, the gate {alike[0]}")
    return found


def is_opposite(seen: Seen, one: Known) -> bool:
    """Whether the row speaks of what is past a limit ("error rate > 5 %"), where the candidate has one of its kind.

    Of shares alone: "no file > 200 lines" says the same as "files <= 200 lines".
    """
    limits = [number for number in seen.numbers if number.comparison[:1] == ">" and number.unit == "%"]
    for number in limits:
        alike = [it for it in one.limits_for(seen.text) or one.limits if number.unit and it.unit == number.unit]
        if alike and all(it.comparison[:1] != number.comparison[:1] for it in alike):
            return True
    return False


def timely_in(phase: str, phases: Sequence[str]) -> float:
    """1 if the candidate is due in *phase* or after it, and less the earlier it is."""
    if not phases or phase not in ORDER or any(ORDER.index(one) >= ORDER.index(phase) for one in phases):
        return 1.0
    return TOO_EARLY[phase]


def _same(one: Quantity, other: Quantity) -> bool:
    return (one.comparison[:1], *one.base) == (other.comparison[:1], *other.base)
