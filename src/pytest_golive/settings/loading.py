"""Loads a project's settings, ``[tool.golive]`` of pyproject.toml or golive.toml, and reports all faults at once."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pytest_golive.errors import SettingsError
from pytest_golive.settings.crossing import contradictions, exceptions
from pytest_golive.settings.files.positions import Lines
from pytest_golive.settings.files.reading import OWN, PYPROJECT, find_project, parse, read_text
from pytest_golive.settings.model import Settings
from pytest_golive.settings.signing.reach import CURE, faults_of
from pytest_golive.settings.targets.target import Target
from pytest_golive.settings.values.checks import PLACEHOLDER
from pytest_golive.settings.wording import messages

__all__ = ["PLACEHOLDER", "Loaded", "find_project", "load_settings", "settings_in"]


@dataclass(frozen=True)
class Loaded:
    """The effective settings and their file.

    Attributes:
        settings: what the team wrote, and the defaults for the rest.
        path: "pyproject.toml", "golive.toml", or "" without settings.
        text: the content of that file.
    """

    settings: Settings
    path: str = ""
    text: str = field(default="", repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the effective settings: the same for the same decisions, however they are written."""
        effective = self.settings.model_dump(mode="json")
        canonical = json.dumps(effective, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def line_of(self, *key: str | int) -> int:
        """The line, from 1, of a key such as ``("waivers", 0)``, or of the enclosing table; 0 if unknown."""
        return self._lines.of(*_prefix(self.path), *key)

    def place_of(self, *key: str | int) -> str:
        """The place of a key: "pyproject.toml:41"; "" without settings."""
        line = self.line_of(*key)
        return f"{self.path}:{line}" if line else self.path

    def holds(self, *key: str) -> bool:
        """Whether the file contains *key*, even with the default value."""
        table: object = self.settings
        for name in key:
            if not isinstance(table, BaseModel) or name not in table.model_fields_set:
                return False
            table = getattr(table, name)
        return True

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def load_settings(root: Path) -> Loaded:
    """The settings of the project in *root*; the defaults if it has none.

    Raises:
        SettingsError: a file cannot be read, both files have settings, or the settings have faults; all are listed.
    """
    pyproject, own_text = read_text(root, PYPROJECT), read_text(root, OWN)
    loaded = settings_in(pyproject or "", PYPROJECT)
    if own_text is None:
        return approved(loaded)
    if loaded.path:
        raise SettingsError(
            f"both {OWN} and [tool.golive] in {PYPROJECT} hold settings",
            "keep one of them, because two could contradict each other",
            path=OWN,
            line=1,
        )
    return approved(settings_in(own_text, OWN))


def approved(loaded: Loaded) -> Loaded:
    """*loaded*, if it leaves nothing open that a run needs; not applied to settings of earlier releases.

    Raises:
        SettingsError: the owner of an exception is its approver, and no setting allows that; or a row must be signed by
            people who do not exist; or the settings contradict each other.
    """
    _check_signers(loaded)
    _check_whole(loaded)
    if loaded.settings.self_approved_waivers:
        return loaded
    complaints = [
        f"{loaded.place_of(*key, 'approver')}: {messages.dotted((*key, 'approver'))} = "
        f"{messages.shown(approver)}: is its owner, too, and an exception is one that two people know of"
        for key, owner, approver in exceptions(loaded.settings)
        if _person(owner) == _person(approver)
    ]
    if not complaints:
        return loaded
    raise SettingsError(
        "\n  ".join([_head(complaints), *complaints]),
        "name another person as approver; if one person is responsible for all, set self_approved_waivers = true",
        path=loaded.path,
    )


def _check_signers(loaded: Loaded) -> None:
    complaints = [
        f"{loaded.place_of('signing', *key)}: {messages.dotted(('signing', *key))}: {why}"
        for key, why in faults_of(loaded.settings.signing)
    ]
    if complaints:
        raise SettingsError("\n  ".join([_head(complaints), *complaints]), CURE, path=loaded.path)


def _check_whole(loaded: Loaded) -> None:
    found = [(("deployment", *key), why, cure) for key, why, cure in contradictions(loaded.settings)]
    if found:
        told = [f"{loaded.place_of(*key)}: {messages.dotted(key)}: {why}" for key, why, _ in found]
        raise SettingsError("\n  ".join([_head(told), *told]), found[0][2], path=loaded.path)


def _head(complaints: Sequence[str]) -> str:
    return "the settings have an error:" if len(complaints) == 1 else f"the settings have {len(complaints)} errors:"


def _person(name: str) -> str:
    """The person behind a name, in any spelling."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def settings_in(text: str, name: str) -> Loaded:
    """The settings in the *text* of the file *name*, "pyproject.toml" or "golive.toml".

    Raises:
        SettingsError: it is not TOML, or the settings have faults; all are listed.
    """
    table = parse(text, name)
    if name == OWN:
        return _validated(table, OWN, text)
    tool = table.get("tool", {})
    if not isinstance(tool, dict):
        raise SettingsError(f"{name}: tool = {messages.shown(tool)}: must be a table", "correct it", path=name)
    return _validated(tool["golive"], name, text) if "golive" in tool else Loaded(Settings())


def _prefix(path: str) -> tuple[str, ...]:
    return ("tool", "golive") if path == PYPROJECT else ()


def _validated(table: object, path: str, text: str) -> Loaded:
    prefix = _prefix(path)
    lines = Lines(text)
    try:
        return Loaded(Settings.model_validate(frozen(table)), path, text)
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults = messages.faults_of(
        details,
        lambda key: messages.dotted((*prefix, *key)) or "the settings",
        lambda key: lines.of(*prefix, *key),
    )
    complaints = [f"{path}:{fault.line}: {fault.text}" if fault.line else f"{path}: {fault.text}" for fault in faults]
    if path == OWN and isinstance(table, dict) and "tool" in table:
        complaints.append(f"{OWN}: keys stand at its top: [code_quality], not [tool.golive.code_quality]")
    raise SettingsError("\n  ".join([_head(complaints), *complaints]), path=path, line=faults[0].line)


def frozen(value: object) -> object:
    """Lists as tuples, for the frozen settings."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return value


def target_in(table: dict[str, object], name: str) -> Target:
    """A target described by *table*, as ``[tool.golive.targets.NAME]`` would be.

    Raises:
        SettingsError: it has faults.
    """
    try:
        return Target.model_validate(frozen(table))
    except ValidationError as error:
        raise SettingsError(f"the target {name} has faults: {error}") from None
