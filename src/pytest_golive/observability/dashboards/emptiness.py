"""Why a panel shows nothing of this service, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pytest_golive.observability.dashboards.api.items import shown
from pytest_golive.observability.dashboards.model import Broken
from pytest_golive.observability.dashboards.querying.asked import Asked

CURE_ENDED: Final = (
    "correct the panel if a release renamed the metric or its labels; if the service has just started, let it be "
    "scraped, and asked for what the panel shows, and run it again; if such series come and go while all is well, name "
    "the panel in may_be_empty"
)


def emptiness(answers: Sequence[Asked], labels: Mapping[str, str], lacks: Sequence[str] = ()) -> Broken:
    """Why none of the queries of a panel has data.

    Args:
        answers: what was asked, and what came back.
        labels: of this service's series.
        lacks: what of the dashboard may explain it.
    """
    text = shown(next((answer.text for answer in answers if answer.text), ""))
    about = "; ".join((f": {text}" if text else "", *lacks))
    if any(answer.held == "not a number" for answer in answers):
        return Broken(f"its query returns nothing but NaN{about}")
    if ended := next((answer.ended for answer in answers if answer.ended), ""):
        return Broken(f"its series {ended}, so that it shows what was, and nothing new{about}", CURE_ENDED)
    if any(answer.is_made_up for answer in answers):
        return Broken(f"its query has a value although no series of this service is behind it{about}")
    if any(answer.is_of_others for answer in answers):
        named = ", ".join(f"{label}={value}" for label, value in labels.items())
        return Broken(f"its query returns data, but none of this service ({named}){about}")
    return Broken(f"its query returns no data{about}")
