"""One query of a panel, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.frames import Held, error_of, held, times_of
from pytest_golive.observability.dashboards.api.items import Json, text_of

TEXTS: Final = ("expr", "rawSql", "query", "target")


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a panel, and what came back.

    Attributes:
        ref: its letter.
        source: its datasource; None for an expression of Grafana's own.
        body: what is sent.
        is_expression: whether it computes with other queries.
        is_hidden: whether the panel does not show it.
        error: why it failed; "" if it did not.
        held: what came back.
        times: of the values that came back, in seconds since 1970, ascending.
        ended: since when no series behind it has samples any more, in words; "" if they go on.
        unproven: what is not proven of it, in words.
        is_of_others: whether only other services' data came back.
        is_quiet: whether it is empty because nothing has gone wrong.
        is_made_up: whether it has a value although no series is behind it.
        is_ownerless: whether no series behind it has the labels of this service.
        unread: why our parser does not understand its PromQL; "" if it does.
    """

    ref: str
    source: Datasource | None
    body: Json
    is_expression: bool = False
    is_hidden: bool = False
    error: str = ""
    held: Held = "nothing"
    times: tuple[float, ...] = ()
    ended: str = ""
    unproven: str = ""
    is_of_others: bool = False
    is_quiet: bool = False
    is_made_up: bool = False
    is_ownerless: bool = False
    unread: str = ""

    @property
    def counts(self) -> bool:
        """Whether the panel shows it."""
        return not self.is_hidden

    @property
    def text(self) -> str:
        """The query itself."""
        return next((text for key in TEXTS if (text := text_of(self.body, key))), "")

    @property
    def is_promql(self) -> bool:
        """Whether it is PromQL."""
        return self.source is not None and self.source.speaks_promql and bool(text_of(self.body, "expr"))

    def asking(self, expression: str) -> Asked:
        """The same with another expression."""
        return replace(self, body={**self.body, "expr": expression})

    def answered(self, result: Json) -> Asked:
        """The same with what came back."""
        return replace(self, error=error_of(result), held=held(result), times=times_of(result))
