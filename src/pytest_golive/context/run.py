"""What every part of one run of the checklist shares."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.activation import Asked
from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.cache_key import cache_key, why_none
from pytest_golive.context.releases import release_before_this
from pytest_golive.context.sharing import Shared
from pytest_golive.context.shelf import Shelf
from pytest_golive.delivery.declared.project import declared_version
from pytest_golive.delivery.git.comparing import Comparison, compare
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease, release_here
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.files.artifacts import artifacts_folder
from pytest_golive.judging.evidence import now
from pytest_golive.judging.known import Known
from pytest_golive.judging.ratchet import Ratchet, read
from pytest_golive.judging.waivers import Waiver
from pytest_golive.observability.watch import viewing
from pytest_golive.progress import Progress, silent
from pytest_golive.settings.code_quality.tests import Tests
from pytest_golive.settings.declaring import declaration_of, not_due, reason_for
from pytest_golive.settings.files.reading import read_text
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.model import Settings


@dataclass
class Run:
    """One run of the checklist, in one process of it.

    Attributes:
        root: the project's folder, absolute.
        loaded: its settings and their places in the file.
        shared: results measured once for all processes.
        progress, viewer: where long measurements report their progress, and where a watch shows its samples.
        cache_folder: returns the folder in pytest's cache, or None; it is known only after pytest has started.
        opened: the targets that this process has opened, by name; see `opening`.
        shelf: the records that this process reads.
    """

    root: Path
    loaded: Loaded
    asked: Asked
    shared: Shared
    progress: Progress = silent
    cache_folder: Callable[[], Path | None] = lambda: None
    started: str = field(default_factory=now)
    opened: dict[str, Any] = field(default_factory=dict, repr=False)
    shelf: Shelf = field(default_factory=Shelf, repr=False)
    viewer: viewing.Viewer = viewing.silent

    @property
    def settings(self) -> Settings:
        """The effective settings."""
        return self.loaded.settings

    @property
    def gates_folder(self) -> Path:
        """Where the team keeps gates of its own; it need not exist."""
        return self.root / self.settings.gates

    @cached_property
    def repository(self) -> Repository:
        """The repository around the project."""
        return Repository.open(self.root)

    @cached_property
    def naming(self) -> Naming:
        """The project's names for its releases."""
        return Naming(
            self.settings.release_tags,
            self.settings.previous_release or "",
            project_names(self.root, self.repository.prefix),
            declared_version(self.root),
        )

    @property
    def previous_release(self) -> PastRelease | None:
        """The release before the commit that is checked out; None if there is none. All comparisons use this one."""
        given = self.repository, self.naming, self.loaded, self.asked.documents
        return self.shared.once("previous_release", lambda: release_before_this(*given))

    @property
    def since_release(self) -> Comparison | None:
        """The files that differ from the previous release; None for the first release."""
        release = self.previous_release
        return self.shared.once("since_release", lambda: compare(self.repository, release.commit) if release else None)

    @cached_property
    def release_here(self) -> str:
        """The release tag on HEAD itself; "" if there is none."""
        return release_here(self.repository, self.naming)

    @cached_property
    def cache(self) -> ResultCache:
        """Results of the tools for files in earlier runs."""
        folder = self.cache_folder()
        key = self.shared.once("cache_key", lambda: cache_key() if folder else b"")
        # Without a key nothing is stored, but all processes of this run must give the same secret the same digest.
        return ResultCache(folder if key else None, key or self.shared.once("run_key", _new_key))

    @property
    def uncached(self) -> str:
        """Why nothing is cached between runs although the cache is on; "" if it works."""
        return why_none() if self.cache_folder() else ""

    @cached_property
    def artifacts(self) -> Path:
        """The folder for logs and reports, made on first use; outside the project where that is read-only."""
        return self.shared.once("artifacts", lambda: artifacts_folder(self.root, self.settings.artifacts, os.environ))

    @property
    def target_name(self) -> str:
        """The name of the target that live gates measure."""
        return self.asked.target or self.settings.default_target

    def left_out_of_smoke(self, permission: str) -> str:
        """Why a smoke run on production leaves out a row that does more than read; "" if it does not.

        A row that the settings allow there is not left out: it needs the flag, too, else it is an error.
        """
        table = self.settings.targets.get(self.target_name)
        if not permission or self.asked.phases != ("smoke",) or table is None or not table.production:
            return ""
        if permission in table.allow:
            return ""
        return f"production is only read; pre_deploy proves it on staging ({permission} is not in the target's allow)"

    def not_applicable(self, gate: str, permission: str = "") -> str:
        """Why *gate* ("section::gate") does not apply, as the settings declare; "" if they do not.

        Only the settings can declare this; a skip cannot, whatever its reason says.
        """
        if self.declaration_of(gate):
            return reason_for(gate, self.settings.not_applicable)
        return self.left_out_of_smoke(permission)

    def not_due(self, kind: str) -> str:
        """Why a row only for projects of *kind* is not due in this project; "" if it is due."""
        return not_due(kind, self.settings.kind)

    def declaration_of(self, gate: str) -> str:
        """The key of ``not_applicable`` that covers *gate*: its id, or a key for several gates; "" if none does."""
        return declaration_of(gate, self.settings.not_applicable)

    def waivers_of(self, gate: str) -> list[Waiver]:
        """The waivers for *gate* ("section::gate")."""
        found = []
        for number, one in enumerate(self.settings.waivers):
            if one.gate == gate:
                said = one.gate, one.match or "", one.reason, one.owner, one.approver, one.expires
                found.append(Waiver(*said, self.loaded.place_of("waivers", number)))
        return found

    def ratchet_of(self, gate: str) -> Ratchet:
        """The ratchet of *gate* ("section::gate")."""
        return Ratchet([known for known in self._known_findings if known.gate == gate], lambda: self._renames)

    @cached_property
    def _known_findings(self) -> tuple[Known, ...]:
        text = read_text(self.root, self.settings.ratchet)
        return read(text, self.settings.ratchet) if text else ()

    @cached_property
    def _renames(self) -> Mapping[str, str]:
        return self.repository.renames_since_change_of(self.settings.ratchet)

    @property
    def outputs(self) -> set[str]:
        """Files and folders that a run writes, relative to the root: they change in a run, but are not code."""
        tests = self.settings.of(Tests)
        junit = {path.relative_to(self.root).as_posix() for glob in tests.junit for path in self.root.glob(glob)}
        return {*junit, self.settings.artifacts, *([tests.coverage_data] if tests.coverage_data else [])}

    def settings_place(self, gate: str) -> tuple[str, int]:
        """File and line of the settings for *gate* ("section::gate"), else for its section; ("", 0) without any."""
        section = gate.partition("::")[0]
        keys: tuple[tuple[str, ...], ...] = (("not_applicable", self.declaration_of(gate)), (section,), ())
        lines = (self.loaded.line_of(*key) for key in keys)
        return (self.loaded.path, next((line for line in lines if line), 1)) if self.loaded.path else ("", 0)


def _new_key() -> bytes:
    return os.urandom(32)


RUN = pytest.StashKey[Run]()
