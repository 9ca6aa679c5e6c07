"""What bandit's manager made of a project's settings: which checks ran, and which files it excluded.

In the process of the worker, which does nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

MOST_NAMED = 12
USUAL = {"plugin_name_pattern", "include", "skips", "tests", "exclude_dirs", "targets", "profiles"}


class Watch:
    """Records each manager that bandit's command line creates."""

    def __init__(self) -> None:
        from bandit.core import manager
        from bandit.core.constants import EXCLUDE

        self.manager: Any = None
        outer = self

        class Watched(manager.BanditManager):  # type: ignore[misc]  # bandit has no types
            """Bandit's manager, recorded by us."""

            def __init__(self, *args: Any, **named: Any) -> None:
                self.golive_profile = named.get("profile") or {}
                outer.manager = self
                super().__init__(*args, **named)

            def discover_files(self, targets: Any, recursive: bool = False, excluded_paths: str = "") -> None:  # noqa: FBT001, FBT002
                """Bandit's method; it appends the paths that the command line or .bandit excludes to pyproject's."""
                listed = [*(self.b_conf.get_option("exclude_dirs") or []), *(excluded_paths or "").split(",")]
                self.golive_excluded = [path for path in listed if path and path not in EXCLUDE]
                super().discover_files(targets, recursive, excluded_paths)

        manager.BanditManager = Watched

    def excluded(self) -> set[str]:
        """The files that the settings of the last call excluded."""
        return {os.path.normpath(path) for path in self.manager.excluded_files}

    def checks(self) -> tuple[int, int]:
        """How many checks the last call ran, and how many there are."""
        from bandit.core import extension_loader

        every = set(extension_loader.MANAGER.plugins_by_id)
        every.update(test["id"] for tests in extension_loader.MANAGER.blacklist.values() for test in tests)
        ran: set[str] = set()
        for wrapped in self.manager.b_ts.plugins:
            lists = getattr(wrapped.plugin, "_config", {}) if wrapped.plugin._test_id == "B001" else {}  # noqa: SLF001
            ran.update(test["id"] for tests in lists.values() for test in tests)
            ran.add(wrapped.plugin._test_id)  # noqa: SLF001 -- bandit's own attribute for it
        return len(ran & every), len(every)

    def settings(self) -> str:
        """What the settings of the last call excluded, in words; "" if nothing."""
        profile, config = self.manager.golive_profile, self.manager.b_conf
        lists = {
            "only the checks": profile.get("include"),
            "skips": profile.get("exclude"),
            "exclude_dirs": self.manager.golive_excluded,
        }
        choices = [f"{name} {_named(values)}" for name, values in lists.items() if values]
        choices += ["findings of a baseline are left out"] if self.manager.baseline else []
        choices += [f"{name} is configured" for name in sorted(set(config.config or {}) - USUAL)]
        return "; ".join(choices)


def _named(values: Collection[object]) -> str:
    names = sorted(map(str, values))
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
