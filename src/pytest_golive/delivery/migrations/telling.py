"""What a row says about migrations: findings with their cures, and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pytest_golive.delivery.migrations.result import Reversibility, WayBack
from pytest_golive.findings import Finding

EXCEPT: Final = "or say why a rollback works after it: [tool.golive.rollback.migrations.exceptions]"
WRITE: Final = f"write its way back, {EXCEPT}"
EXPAND: Final = f"delete only what the release before does not use any more (expand, release, contract), {EXCEPT}"
NEVER: Final = "decide with people who know the data how this release is gone back from, and waive the row until then"


def irreversible(found: Reversibility) -> tuple[Finding, ...]:
    """The migrations without a way back."""
    return _blocking(found, WayBack.NONE, WRITE)


def losing(found: Reversibility) -> tuple[Finding, ...]:
    """The migrations whose way back does not bring data back."""
    return _blocking(found, WayBack.LOSES, EXPAND)


def declared(found: Reversibility) -> tuple[Finding, ...]:
    """A finding if the settings say that no migration is reversible."""
    return (Finding("", 0, "never", found.why, "high", key="never", cure=NEVER),) if found.declared == "never" else ()


def notes(found: Reversibility) -> Iterator[tuple[str, str]]:
    """What else readers should know, by name."""
    if found.declared:
        yield "declared", f"{found.declared} reversible, {found.reason}"
        return
    fine = sum(one.way is WayBack.THERE for one in found.migrations)
    yield "new migrations with a way back", f"{fine:,} of {len(found.migrations):,}"
    for one in found.migrations:
        if one.excepted and one.way is not WayBack.THERE:
            yield f"exception {one.path}", f"{one.why}: {one.excepted}"


def _blocking(found: Reversibility, way: WayBack, cure: str) -> tuple[Finding, ...]:
    return tuple(one.finding(cure) for one in found.blocking if one.way is way)
