"""Why no series has a label that a query asks for: the label, or a condition beside it, may be at fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def unmatched(name: str, conditions: Sequence[str], label: str, has: Callable[[str], bool]) -> tuple[str, str]:
    """What no series of a metric has, and what to do about it.

    Args:
        name: of the metric; "" if the query does not name it.
        conditions: what else the query asks for, in PromQL: ``path="/orders"``.
        label: that none of the series with these conditions has.
        has: whether there are series of a selector.

    Returns:
        Two clauses: the reason, and the cure.
    """
    if name and not has(name):
        return f"there is no series of {name}", "see whether a release renamed or removed the metric"
    alone = [one for one in conditions if not has(f"{name}{{{one}}}")]
    if not alone and conditions and not has(f"{name}{{{','.join(conditions)}}}"):
        alone = [", ".join(conditions)]
    series = f"series of {name}" if name else "series"
    if alone:
        return (
            f"no {series} matches {' or '.join(alone)}",
            f"correct {alone[0]}; if it is right, let the service export such a series with 0 from its start",
        )
    such = f" with {', '.join(conditions)}" if conditions else ""
    return (
        f"no {series}{such} has the label {label}",
        "name the label that the metric has, or let the service export the series with 0 from its start",
    )
