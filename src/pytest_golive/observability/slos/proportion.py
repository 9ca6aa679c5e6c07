"""Whether a query keeps the number of events: twice as many events must give twice the value."""

from __future__ import annotations

from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.queries.selecting import NotUnderstood, parsed
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.slo import Slo

KEEPING: Final = frozenset(
    {"rate", "irate", "increase", "delta", "sum_over_time", "count_over_time", "avg_over_time", "last_over_time"}
    | {"histogram_count", "histogram_fraction", "label_replace", "label_join", "vector", "sort", "sort_desc"}
)
ADDING: Final = frozenset({"sum", "count"})
COMPARING: Final = frozenset({"<", "<=", ">", ">=", "==", "!="})


def check_proportion(slo: Slo) -> None:
    """See that both counts of an objective grow with the events: one that is capped hides all beyond its cap.

    Raises:
        CannotMeasure: a function in its queries does something else, such as ``clamp_max``.
    """
    if not slo.indicator.total:
        return
    for query in slo.indicator.queries:
        if found := _bending(plain(query)):
            raise CannotMeasure(
                f"{slo.shown}: whether {found} keeps the number of events is not known: {' '.join(query.split())}",
                "count events by rate(), increase() and sum() alone",
                path=slo.path,
                line=slo.line,
            )


def _bending(query: str) -> str:
    """What in a query may give another number than that of the events; "" if there is nothing."""
    try:
        tree = parsed(query)
    except NotUnderstood:
        return ""  # that it is not understood is said where its series are looked for
    import promql_parser

    found: list[str] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.Call) and node.func.name not in KEEPING:
            found.append(f"{node.func.name}()")
        elif isinstance(node, promql_parser.AggregateExpr) and str(node.op) not in ADDING:
            found.append(f"{node.op}()")
        elif isinstance(node, promql_parser.BinaryExpr) and _chooses(node):
            found.append(f"the comparison {node.op}")

    promql_parser.walk(tree, visit)
    return found[0] if found else ""


def _chooses(node: Any) -> bool:
    """Whether a comparison leaves out numbers, or gives 0 or 1; one that leaves out 0 alone changes nothing."""
    op, is_bool = str(node.op), bool(node.modifier and node.modifier.return_bool)
    return op in COMPARING and (is_bool or (op, getattr(node.rhs, "val", None)) not in {(">", 0.0), ("!=", 0.0)})
