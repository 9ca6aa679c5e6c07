"""Formats of providers, looked for on every line of every text.

detect-secrets passes over lock files, style sheets and drawings by their names, over comments of YAML and INI files,
and over lines that call something; and it knows no provider younger than 2024. What it does not find stays its own
decision for guesses. A format that a provider chose so that scanners know it is reported wherever it stands.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pytest_golive.codebase.secrets.narrowing.holding import PUT_TOGETHER, WRITTEN_OTHERWISE, Holding
from pytest_golive.codebase.secrets.narrowing.lines import Places, candidates
from pytest_golive.codebase.secrets.narrowing.remembering import remembering
from pytest_golive.codebase.secrets.narrowing.silence import Silence, with_marks
from pytest_golive.codebase.secrets.narrowing.text import Text
from pytest_golive.codebase.secrets.rules.trust import GENERIC, HIGH, PREFIXES, surest
from pytest_golive.codebase.secrets.rules.whole import Wholes

YOUNGER = "Provider Token"  # of a provider that detect-secrets does not know


@dataclass
class Beside:
    """What was found besides what the tool reports, each with the line as it stands in the file."""

    found: list[tuple[str, Any]] = field(default_factory=list)
    allowed: list[tuple[str, Any]] = field(default_factory=list)


class Formats:
    """All detectors that know a format rather than guess; each is asked where its format's own words stand."""

    def __init__(self, scan: Any) -> None:
        from detect_secrets.settings import get_plugins

        self._scan = scan
        self.holding = Holding(get_plugins())
        detectors = [detector for detector in get_plugins() if detector.secret_type not in GENERIC]
        self._detectors = [(detector, candidates(detector)) for detector in (_younger(), *detectors)]
        self.wholes = Wholes([detector for detector, _ in self._detectors])
        self.silence: Silence | None = None  # where many versions of a file are searched

    def remember(self, *others: Places) -> None:
        """Search no line again on which there is nothing for a detector, nor for *others*."""
        from detect_secrets.settings import get_plugins

        everybody = [candidates(detector) for detector in get_plugins()]
        for detector in get_plugins():
            _remember_keywords(detector)
        _remember_references()
        _remember_kinds()
        marks = with_marks((*PUT_TOGETHER, *WRITTEN_OTHERWISE))
        self.silence = Silence([self._detectors[0][1], *everybody, marks, *others], self.holding.holds)

    def text(self, lines: Sequence[str]) -> Text:
        """*lines* as a text to search in."""
        return Text(lines) if self.silence is None else self.silence.text(lines)

    def search(self, lines: list[str], path: str, seen: Text | None, beside: Beside) -> Text:
        """Add to *beside* what is surely a secret in the *lines* of the file *path*.

        Args:
            lines: all of the file.
            path: its name.
            seen: what the tool itself has searched of it last; of its own detectors none is asked twice.
            beside: is added to.

        Returns:
            The lines as a text to search in.
        """
        from detect_secrets.filters.allowlist import is_line_allowlisted
        from detect_secrets.util.code_snippet import get_code_snippet

        is_seen = seen is not None and seen.given == lines
        text = seen if seen is not None and is_seen else self.text(lines)
        for detector, places in self._detectors[: 1 if is_seen else None]:
            for number in text.found(places):
                line = text.lines[number]
                about: dict[str, Any] = {
                    "filename": path,
                    "line": line,
                    "context": get_code_snippet(lines, number + 1),
                }
                for secret in self._scan._scan_line(plugin=detector, line_number=number + 1, **about):
                    wholes = self.wholes.of(secret, line, lines)
                    if surest(secret.type, secret.secret_value, wholes, line) == HIGH:
                        is_allowed = is_line_allowlisted(**about)
                        (beside.allowed if is_allowed else beside.found).append((line, secret))
        return text


def _younger() -> Any:
    from detect_secrets.plugins.base import RegexBasedDetector

    class YoungerDetector(RegexBasedDetector):
        """Formats for which detect-secrets has no detector."""

        secret_type = YOUNGER
        denylist = tuple(re.compile(rf"(?<![A-Za-z0-9_-]){prefix}") for prefix in PREFIXES)

    return YoungerDetector()


def _remember_keywords(found: Any) -> None:
    """Let the keyword detector, the slowest of all, search no line twice by the expressions of one kind of file."""
    from detect_secrets.plugins.keyword import KeywordDetector

    if type(found) is not KeywordDetector:
        return
    detector: Any = found
    ask: Any = detector.analyze_string
    kinds: dict[Hashable, Any] = {}

    def search(line: str, kind: Hashable) -> tuple[str, ...]:
        return tuple(ask(line, kinds[kind]))

    known = remembering(search)

    def analyze_string(string: str, denylist_regex_to_group: dict[Any, int] | None = None) -> Iterator[str]:
        kinds[id(denylist_regex_to_group)] = denylist_regex_to_group  # a few tables of the tool, which it keeps
        return iter(known(string, id(denylist_regex_to_group)))

    detector.analyze_string = analyze_string


def _remember_references() -> None:
    """Let the tool ask once whether a line calls something."""
    from detect_secrets.filters import heuristic as filters

    heuristic: Any = filters
    regex = heuristic._get_indirect_reference_regex()
    known = remembering(lambda line, _: regex.search(line) is not None)
    heuristic._get_indirect_reference_regex = lambda: SimpleNamespace(search=lambda line: known(line, None))


def _remember_kinds() -> None:
    """Let the keyword detector ask once, and not for each line, what kind of file a name means."""
    from detect_secrets.plugins import keyword as plugin

    keyword: Any = plugin
    keyword.determine_file_type = functools.cache(keyword.determine_file_type)
