"""Settings about the rate limit of a target."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import Duration, Method, Status, UrlPath
from pytest_golive.settings.values.table import Table

PERIODS = {"1s": "s", "1m": "min", "60s": "min", "1h": "h", "60m": "h", "24h": "d"}


class RateLimit(Table):
    """``rate_limit``: how many requests are accepted."""

    path: UrlPath = Field(description="path that is limited")
    method: Method = Field("GET", description="method that is limited")
    requests: int = Field(ge=1, le=10_000, description="requests after which the limit must hold")
    per: Duration = Field("1m", description="period that the number applies to")
    status: Status = Field(429, description="status of a rejection")
    by: Literal["auto", "address", "key", "user"] = Field(
        "auto", description="what the limit counts by; auto: detected as far as possible"
    )
    says_when: bool = Field(
        default=True, description="whether a rejection must say when to retry; nginx does not by default"
    )
    patience: Duration = Field("90s", description="longest wait until the service accepts requests again")

    def bound(self, key: str) -> Bound:
        """What it means to the gate, as set by *key*."""
        unit = f"/{PERIODS.get(self.per, self.per)}"
        return Bound(key, "<=", self.requests, unit, "requests before the limit", counts=True)
