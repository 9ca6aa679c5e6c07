"""Labels of series that a rule reads, such that its selectors choose them and find each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pytest_golive.observability.alerts.meaning.arithmetic import APART
from pytest_golive.observability.alerts.meaning.matching import STATUSES, accepts, spellings_of
from pytest_golive.observability.alerts.promql.tree import Match, NotUnderstood, Series

USUAL: Final = (
    *("shop", "prod", "production", "default", "GET", "/orders", "web", "server", "api", "main", "heap", "memory"),
    *("destination", "inbound", "SERVER", "SPAN_KIND_SERVER", "http", "POST", "1", "a", "byte", "used"),
)


class NotSimulated(Exception):
    """Why a rule cannot be simulated, which says nothing about the rule."""


def labels_for(series: Iterable[Series], labels: Mapping[str, str]) -> dict[str, str]:
    """One value for each label, which all selectors accept, so that their results have the same labels.

    Raises:
        NotSimulated: no such value is found for a label.
    """
    found = {"instance": "shop-1:8080", **labels}
    matches = [one for each in series for one in each.matches if one.label not in APART]
    for label in sorted({one.label for one in matches}):
        own = [one for one in matches if one.label == label]
        value = next((value for value in _values(own, found.get(label, "")) if _all(own, value)), None)
        if value is None:
            raise NotSimulated(f"no value of {label} fits {', '.join(map(str, own))}")
        found[label] = value
    return {label: value for label, value in found.items() if value}


def guarded_labels(
    series: Iterable[Series], guards: Iterable[Series], labels: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The labels of the series of a signal, and those of the requests that guard it: the same, if all accept them.

    Raises:
        NotSimulated: no values are found for the labels.
    """
    signal, traffic = list(series), list(guards)
    try:
        shared = labels_for((*signal, *traffic), labels)
    except NotSimulated:
        return labels_for(signal, labels), labels_for(traffic, labels)
    return shared, shared


def statuses_of(series: Iterable[Series]) -> tuple[str, str, str]:
    """Of one metric, the label of the status, a value for errors, and one for successes; "" without such a label.

    Raises:
        NotSimulated: several labels tell the status, or no two values do.
    """
    matches = [one for each in series for one in each.matches if one.label.lower() in STATUSES]
    names = {one.label for one in matches}
    if not names:
        return "", "", ""
    if len(names) > 1:
        raise NotSimulated(f"several labels tell errors from successes: {', '.join(sorted(names))}")
    for bad, good in spellings_of(matches[0].label):
        tells = all(accepts(one, bad[0]) != accepts(one, good[0]) for one in matches)
        whole = all(any(accepts(one, value) for value in (bad[0], good[0])) for one in matches)
        if tells and whole:
            return names.pop(), bad[0], good[0]
    raise NotSimulated(f"no two statuses are told apart by {', '.join(map(str, matches))}")


def _values(matches: Iterable[Match], ours: str) -> Iterable[str]:
    yield ours or ""
    for one in matches:
        if one.is_positive:
            yield one.value
            yield from (part.strip("()^$").replace("\\", "") for part in one.value.split("|"))
            yield one.value.replace(".*", "x").replace(".+", "x").replace("\\", "").strip("^$()")
    yield from USUAL


def _all(matches: Iterable[Match], value: str) -> bool:
    try:
        return all(accepts(one, value) for one in matches)
    except NotUnderstood as error:
        raise NotSimulated(str(error)) from None
