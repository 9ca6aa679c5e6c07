"""What is known of the migrations between two releases: which of them have a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

SHOWN = 5


class WayBack(StrEnum):
    """Whether a migration can be undone."""

    THERE = "it has a way back"
    NONE = "it has no way back"
    LOSES = "it loses data"
    UNKNOWN = "it is not understood"


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration.

    Attributes:
        path: its file.
        tool: "Alembic", "Django" or "Flyway".
        way: whether it can be undone.
        why: what says so, as part of a sentence: "downgrade() does nothing"; "" if it can be undone.
        line: where that stands; 0 for the whole file.
        excepted: why a rollback works all the same; "" if nobody says so.
    """

    path: str
    tool: str
    way: WayBack
    why: str = ""
    line: int = 0
    excepted: str = ""

    @property
    def blocks(self) -> bool:
        """Whether a rollback may not be done by a machine alone once it has run."""
        return self.way is not WayBack.THERE and not self.excepted

    @property
    def words(self) -> str:
        """One line: "db/V2__tea.sql (Flyway): there is no U2__… beside it"."""
        return f"{self.path} ({self.tool}): {self.why or self.way}"

    def finding(self, cure: str) -> Finding:
        """The same for a judge."""
        return Finding(
            self.path, self.line, self.way.value, f"{self.why} ({self.tool})", "high", key=self.why, cure=cure
        )


@dataclass(frozen=True, slots=True)
class Reversibility:
    """Whether the migrations since the release before can be undone.

    Attributes:
        migrations: those that are new, or have changed, since then.
        total: how many migrations there are, by tool.
        declared: what the settings say instead of files: "always" or "never"; "" if files tell.
        reason: why they say so.
    """

    migrations: tuple[Migration, ...] = ()
    total: Mapping[str, int] = field(default_factory=dict)
    declared: str = ""
    reason: str = ""

    @property
    def allows_rollback(self) -> bool:
        """Whether a machine may roll back by itself; if not, it freezes, and says `why`."""
        return not self.blocking and self.declared != "never"

    @property
    def blocking(self) -> tuple[Migration, ...]:
        """The migrations without a way back, those that lose data, and those that are not understood."""
        return () if self.declared == "always" else tuple(one for one in self.migrations if one.blocks)

    @property
    def why(self) -> str:
        """Why a rollback must be decided by people; "" if it need not."""
        if self.declared == "never":
            return f"the settings say that migrations are never reversible: {self.reason}"
        words = [one.words for one in self.blocking]
        more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
        return "; ".join(words[:SHOWN]) + more

    @property
    def looked_at(self) -> int | None:
        """How many migrations there are; None if nobody looked, because the settings say it."""
        return None if self.declared else sum(self.total.values())

    @property
    def source(self) -> str:
        """Where this is known from."""
        if self.declared:
            return f"reversible = {self.declared!r} in [tool.golive.rollback.migrations]: {self.reason}"
        return ", ".join(f"{number:,} migrations of {tool}" for tool, number in sorted(self.total.items()))

    @property
    def doubt(self) -> CannotMeasure | None:
        """What is not understood."""
        unknown = [one for one in self.blocking if one.way is WayBack.UNKNOWN]
        if not unknown:
            return None
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        cure = (
            "write it so that it can be read, or say why a rollback works after it: "
            "[tool.golive.rollback.migrations.exceptions]"
        )
        return CannotMeasure(f"{unknown[0].words}{more}", cure, path=unknown[0].path, line=unknown[0].line)

    def excepting(self, reason_of: Callable[[str], str]) -> Reversibility:
        """The same with the reasons of a team for migrations after which a rollback works; by path, "" for none."""
        return replace(self, migrations=tuple(replace(one, excepted=reason_of(one.path)) for one in self.migrations))
