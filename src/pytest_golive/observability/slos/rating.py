"""Whether the queries of an objective are rates already, of which there is no increase to take."""

from __future__ import annotations

import re
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Call, NotUnderstood, Series, Subquery, selectors, walk
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.slos.formats.indicators import WINDOW, plain
from pytest_golive.observability.slos.slo import Slo

RATES: Final = frozenset({"rate", "irate", "increase", "delta"})
# The last part of the name of a recorded series says what was done: "job:requests:rate5m".
RECORDED: Final = re.compile(r":(?:[a-z_]{1,40}_)?(?:i?rate|increase|ratio)(?:_?\d{1,5}[smhdw])?\Z", re.ASCII)
WRITE: Final = (
    "write the counter itself, such as sum(orders_total) in place of sum(rate(orders_total[5m])), and golive takes its "
    "increase over the window; or write counter: false, and the mean of the rate is taken, whose range must hold "
    "several scrapes"
)
WIDEN: Final = "let its range hold several scrapes, such as [5m] where they are a minute apart"


def has_range(query: str) -> bool:
    """Whether a query looks back over a range."""
    try:
        return any(isinstance(one, Subquery) or _window(one) for one in walk(parse(plain(query))))
    except NotUnderstood:  # the team answers for it
        return "[" in re.sub(r'"[^"]*+"', "", query)


def rate_in(query: str) -> str:
    """The rate that a query already is, as it is written: "rate(orders_total[5m])"; "" if it is none."""
    try:
        tree = parse(plain(query))
    except NotUnderstood:
        return ""
    for one in walk(tree):
        if isinstance(one, Call) and one.name in RATES and isinstance(one.arguments[0], Series):
            inner = one.arguments[0]
            return f"{one.name}({inner}[{spelled(inner.window)}])"
    return next((str(one) for one in selectors(tree) if RECORDED.search(one.name)), "")


def check_counters(slo: Slo) -> None:
    """Refuse ``counter: true`` for recorded rates: their increase would say nothing of events.

    Raises:
        CannotMeasure: a query names one.
    """
    for query in slo.indicator.queries if slo.indicator.is_counter else ():
        if not has_range(query) and (rate := rate_in(query)):
            what = f"{slo.shown}: counter: true is said, but {rate} is a rate already, of which there is no increase"
            raise CannotMeasure(what, WRITE, path=slo.path, line=slo.line)


def why_empty(slo: Slo, query: str) -> tuple[str, str]:
    """Why a query may return no data though its series are there, and what to write; ("", "") if nothing is known."""
    rate = "" if WINDOW.search(query) else rate_in(query)
    if not rate:
        return "", ""
    is_counter = bool(slo.indicator.is_counter)
    said = "though counter: true is said, " if is_counter else ""
    what = f": {said}{rate} is a rate already, and has a value only where its range holds two samples"
    return what, WRITE if is_counter else WIDEN


def _window(node: object) -> float:
    return node.window if isinstance(node, Series) else 0.0
