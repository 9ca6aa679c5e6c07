"""Rows whose words name a limit: with the one that is in force, whatever the checklist's own is.

Ids and the names of test cases stay as they are; what people read must not say 80 % where 50 % is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pytest_golive.settings.model import CodeQuality, Settings


def _lines(limits: CodeQuality) -> str:
    return f"All files are under {limits.max_lines} {limits.count.upper()}"


def _coverage(limits: CodeQuality) -> str:
    return f"Coverage is at least {limits.coverage:g} %"


def _critical(limits: CodeQuality) -> str:
    return f"No {_either(limits.critical_words)} comments in critical paths"


def _forbidden(limits: CodeQuality) -> str:
    return f"No {_either(limits.forbidden_words)} comments"


WORDED: Mapping[str, Callable[[CodeQuality], str]] = {
    "code_quality::files_within_limit": _lines,
    "code_quality::coverage": _coverage,
    "code_quality::no_todo_in_critical_paths": _critical,
    "code_quality::no_fixme_or_hack": _forbidden,
}


def in_force(key: str, title: str, settings: Settings) -> str:
    """The words of the row *key* ("section::gate") under *settings*; *title* where they name no limit."""
    worded = WORDED.get(key)
    return worded(settings.code_quality) if worded else title


def _either(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
