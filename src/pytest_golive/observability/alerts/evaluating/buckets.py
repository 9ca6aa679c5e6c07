"""Whether the buckets of a histogram reach past the threshold of a rule: no quantile lies past the largest of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase

from pytest_golive.observability.alerts.evaluating.fault import Fault
from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.meaning.names import base_of
from pytest_golive.observability.alerts.meaning.quantities import QUANTILE
from pytest_golive.observability.alerts.meaning.selecting import known_meaning
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import Match, Series
from pytest_golive.observability.alerts.rules.watching import Watched, selector_of
from pytest_golive.observability.alerts.strictness.outcomes import Outcome
from pytest_golive.observability.queries.rewriting import escaped

LONGEST_OF_SECONDS = 120.0  # buckets for milliseconds begin at 1 or so, and end later
CURE = "add buckets past it"


def short_buckets(outcome: Outcome, needed: Needed, watched: Watched) -> Iterator[Fault]:
    """That a rule about a quantile can never fire, or not for each series, for want of buckets.

    Args:
        outcome: of the rule: its threshold, and the histograms that it reads.
        needed: the alert.
        watched: asks the server.
    """
    if outcome.share != QUANTILE:
        return
    for series in outcome.series:
        known = known_meaning(series, needed)
        is_histogram = known.part == "bucket" and not any(one.label == "le" for one in series.matches)
        if is_histogram and known.scale and (fault := _of_histogram(series, known.scale, outcome, needed, watched)):
            yield fault


def _of_histogram(series: Series, scale: float, outcome: Outcome, needed: Needed, watched: Watched) -> Fault | None:
    matches = _ours(series, needed, watched)
    bounds = watched.values(selector_of(series.name, matches), "le")
    if not bounds:
        return Fault(f"the server does not say which buckets {series} has", is_sure=False)
    finite = {text: value / scale for text in bounds if math.isfinite(value := _number(text))}
    if why := _of_seconds(series, scale, finite.values(), needed):
        return Fault(why, is_sure=False)
    largest = max(finite.values(), default=0.0)
    if not _reaches(largest, outcome.lowest, outcome):
        what = f"the largest bucket of {series.name} ends at {1000 * largest:g} ms, and no quantile lies past that"
        return Fault(f"{what} (its threshold is {1000 * outcome.lowest:g} ms): {CURE}", is_sure=True)
    past = [text for text, value in finite.items() if _reaches(value, outcome.threshold, outcome)]
    return _of_each(series, matches, past, watched)


def _of_seconds(series: Series, scale: float, bounds: Collection[float], needed: Needed) -> str:
    """Why times seem to be in seconds, under a name with another unit; "" if not, or if the settings name it."""
    own = sorted(each * scale for each in bounds if each > 0)
    is_named = any(fnmatchcase(one, glob) for one in (series.name, base_of(series.name)) for glob in needed.metrics)
    if scale <= 1 or is_named or not own or own[0] >= 1 or own[-1] > LONGEST_OF_SECONDS:
        return ""
    what = (
        f"the buckets of {series.name} are {own[0]:g} to {own[-1]:g}, which are usual for seconds, and not for its unit"
    )
    return f"{what}: look at what is observed there (or see metrics)"


def _of_each(series: Series, matches: tuple[Match, ...], past: Iterable[str], watched: Watched) -> Fault | None:
    """That some of its series have no bucket past the threshold, and others have."""
    boundaries = Match("le", "=~", "|".join(map(escaped, sorted(past))))
    whole, reaching = (
        watched.count(f"count without (le) ({selector_of(series.name, each)})")
        for each in (matches, (*matches, boundaries))
    )
    if whole is None or reaching is None:
        return Fault(f"the server does not say which buckets {series} has", is_sure=False)
    if reaching < whole:
        what = f"{whole - reaching:g} of {whole:g} histograms {series} have no bucket past the threshold"
        return Fault(f"{what}: {CURE}", is_sure=False)
    return None


def _ours(series: Series, needed: Needed, watched: Watched) -> tuple[Match, ...]:
    """Its matchers with the labels of this service, unless the server has none of those."""
    kept = tuple(one for one in series.matches if one.label.lower() not in STATUSES)
    labels = (Match(label, "=", value) for label, value in needed.labels.items())
    own = tuple(dict.fromkeys((*kept, *labels)))
    return own if watched.count(selector_of(series.name, own)) else kept


def _reaches(boundary: float, threshold: float, outcome: Outcome) -> bool:
    return boundary >= threshold if outcome.is_inclusive else boundary > threshold


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
