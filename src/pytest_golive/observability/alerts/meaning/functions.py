"""What functions make of a quantity."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import (
    BUCKETS,
    FALLING,
    FAST_SHARE,
    FREE,
    LIMIT,
    MEAN,
    NUMBER,
    QUANTILE,
    RATE,
    USED,
    Keeps,
    Quantity,
)
from pytest_golive.observability.alerts.promql.tree import Call, NotUnderstood, Subquery
from pytest_golive.observability.alerts.rules.durations import spelled

RATES: Final = frozenset({"rate", "irate", "increase"})
SAME: Final = frozenset({"sort", "sort_desc", "sort_by_label", "label_replace", "label_join", "vector", "abs"})
OVER_TIME: Final = frozenset(
    {"avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time"}
)
USUAL: Final = 60.0  # seconds between two looks that nobody calls late
INSTANCES: Final = ("instance", "pod", "pod_name", "container", "container_name", "name", "id", "node", "host")


def histogram(call: Call, inner: Quantity, first: Quantity | None, second: Quantity | None = None) -> Quantity:
    """What ``histogram_quantile`` and its like make of buckets, or of a native histogram.

    Raises:
        NotUnderstood: they are called with something else.
    """
    if inner.kind != BUCKETS or (first is not None and first.kind != NUMBER):
        raise NotUnderstood(f"{call.name} is not called with a number and buckets")
    is_native = inner.share == "native"
    if call.name == "histogram_quantile" and first is not None:
        result = _of_some_quantile(replace(inner, kind=QUANTILE, quantile=first.value))
        if not inner.keeps_label("le") and not is_native:
            return result.weaker("it drops the label le of the buckets, so histogram_quantile answers nothing")
        way, labels = inner.keeps
        return replace(result, keeps=(way, labels - {"le"} if way == "by" else labels | {"le"}))
    if call.name == "histogram_fraction" and first is not None and second is not None and inner.scale:
        if first.value > 0 or second.kind != NUMBER:
            raise NotUnderstood("histogram_fraction does not begin at 0")
        result = replace(inner, kind=FAST_SHARE, boundary=second.value / inner.scale, scale=1.0)
        why = f"{call.name} of classic buckets answers nothing on many servers"
        return result if is_native else result.doubted(why)
    if not is_native or call.name == "histogram_fraction":
        raise NotUnderstood(f"{call.name} of such buckets is not understood")
    if call.name == "histogram_avg":
        return replace(inner, kind=MEAN)
    share, scale = {"histogram_count": ("all", 1.0), "histogram_sum": ("time", inner.scale)}[call.name]
    return replace(inner, kind=RATE, share=share, scale=scale)


def _of_some_quantile(result: Quantity) -> Quantity:
    """A quantile of less than none or of more than all is infinite, and no measure of anything."""
    if 0 <= result.quantile <= 1:
        return result
    return result.weaker(f"histogram_quantile({result.quantile:g}, …) is infinite: it takes a number from 0 to 1")


def same(name: str, quantity: Quantity) -> Quantity:
    """What is left by functions that change labels, an order, or a sign."""
    if name == "abs":
        return replace(quantity, scale=abs(quantity.scale), value=abs(quantity.value))
    return quantity


def scalar(inner: Quantity) -> Quantity:
    """What ``scalar`` makes of a quantity: of several series, or of none, it makes NaN, which is past no limit."""
    if inner.kind == NUMBER or inner.keeps == ("by", frozenset()):
        return inner
    return inner.doubted("scalar() answers nothing unless there is exactly one series")


def aggregated(op: str, inner: Quantity, keeps: Keeps, param: Quantity | None = None) -> Quantity:
    """What an aggregation makes of a quantity.

    Raises:
        NotUnderstood: it makes something else of it, such as a number of series.
    """
    if op in {"topk", "bottomk", "limitk"}:
        return _chosen(op, inner, param)
    if op not in {"sum", "avg", "max", "min"}:
        raise NotUnderstood(f"it is not known what {op}() of {inner.kind} is")
    result = replace(inner, keeps=labels_left(inner.keeps, keeps))
    if inner.kind in {RATE, BUCKETS}:
        return result if op == "sum" else result.doubted(f"it takes the {op} of rates, not their sum")
    return _of_values(op, inner, result)


def _chosen(op: str, inner: Quantity, param: Quantity | None) -> Quantity:
    """Some series: those that are worst are enough, if what is chosen from is the signal itself."""
    if param is None or param.kind != NUMBER:
        raise NotUnderstood(f"it is not known how many series {op}() chooses")
    if param.value < 1:
        return inner.weaker(f"{op}({param.value:g}, …) chooses no series")
    if op != ("bottomk" if inner.kind in FALLING else "topk"):
        return inner.doubted(f"{op} leaves out the {'lowest' if inner.kind in FALLING else 'highest'} values")
    if inner.kind in {RATE, BUCKETS, LIMIT, FREE}:
        return inner.doubted(f"{op} leaves out a part of {inner.kind}")
    return inner


def _of_values(op: str, inner: Quantity, result: Quantity) -> Quantity:
    falls = inner.kind in FALLING
    if op == ("max" if falls else "min"):
        return result.weaker(f"it takes the {op} of all series, so one that is well hides the others")
    if inner.kind in {USED, LIMIT, FREE}:
        return _of_stock(op, result)
    if op == "sum" and falls:  # of a share that rises, the sum is at least as large as the largest
        return result.doubted(f"it adds up {inner.kind} of several series")
    if op == "avg" and not _keeps_instances(inner, result):
        return result.doubted(f"it takes the mean of {inner.kind} over several series")
    return result


def _keeps_instances(inner: Quantity, result: Quantity) -> bool:
    """Of the cores of one machine, the mean is what counts."""
    return inner.topic == "cpu" and any(map(result.keeps_label, INSTANCES))


def _of_stock(op: str, result: Quantity) -> Quantity:
    if op == "sum" and any(map(result.keeps_label, INSTANCES)):
        return result
    if op == "max" and result.kind == USED:
        return result
    return result.doubted(f"it takes the {op} over all instances, so that one which is full does not show")


def labels_left(before: Keeps, now: Keeps) -> Keeps:
    """The labels that are left after two aggregations."""
    if now[0] == "by":
        return ("by", frozenset(label for label in now[1] if (label in before[1]) == (before[0] == "by")))
    if before[0] == "by":
        return ("by", before[1] - now[1])
    return ("without", before[1] | now[1])


def over_time(name: str, quantity: Quantity, window: float, param: Quantity | None = None) -> Quantity:
    """What ``avg_over_time`` and its like make of a quantity.

    Raises:
        NotUnderstood: it is called with something else.
    """
    if name == "quantile_over_time" and (param is None or param.kind != NUMBER or not 0 <= param.value <= 1):
        raise NotUnderstood(f"{name}() takes a number from 0 to 1")
    if name == "last_over_time":
        return quantity
    if name == "avg_over_time":
        return replace(quantity, window=max(quantity.window, window))
    if quantity.kind in {RATE, BUCKETS, LIMIT, FREE}:
        return quantity.doubted(f"it takes {name} of {quantity.kind}, not of the signal")
    if name == "quantile_over_time" or (name == "max_over_time") == (quantity.kind in FALLING):
        return replace(quantity, delay=quantity.delay + window)  # it must be past the limit all the time
    return quantity  # once past the limit is enough


def late_by(subquery: Subquery) -> float:
    """The seconds by which a subquery is late: its offset, and the step at which it looks.

    Raises:
        NotUnderstood: it looks into the future.
    """
    if subquery.offset < 0:
        raise NotUnderstood(f"{subquery} looks into the future")
    return subquery.offset + max(0.0, subquery.step - USUAL)


def blind(subquery: Subquery) -> str:
    """Why a subquery mostly sees nothing; "" if it does not."""
    if subquery.step <= subquery.window:
        return ""
    step, window = spelled(subquery.step), spelled(subquery.window)
    return f"its subquery looks once in {step} and back over {window} only, so it mostly sees nothing"
