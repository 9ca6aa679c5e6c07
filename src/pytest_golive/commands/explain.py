"""``golive explain``: what a gate checks, why, with which settings, and how to fix a red row."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence

from pytest_golive.commands.reference.catalogue import Gate
from pytest_golive.judging.verdict import Outcome
from pytest_golive.settings.declaring import not_due
from pytest_golive.settings.files.reading import PYPROJECT
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.wording.describing import Setting, all_settings, spelled, value_at
from pytest_golive.settings.wording.titles import in_force

MARGIN = 10
USUAL_WAIVER = dt.timedelta(days=90)


def listed(gates: Sequence[Gate], loaded: Loaded | None = None) -> str:
    """All gates with their titles under the project's settings, by section."""
    width = max(len(gate.key) for gate in gates)
    return "".join(f"{gate.key:<{width}}  {_title(gate, loaded)}{_due(gate, loaded)}\n" for gate in gates)


def _due(gate: Gate, loaded: Loaded | None) -> str:
    reason = not_due(gate.kind, loaded.settings.kind) if loaded else ""
    return f" ({Outcome.NOT_DUE}: {reason})" if reason else ""


def _title(gate: Gate, loaded: Loaded | None) -> str:
    return in_force(gate.key, gate.title, loaded.settings) if loaded else gate.title


def explained(gate: Gate, loaded: Loaded | None, *, width: int, today: dt.date, heading: str = "{}") -> str:
    """The complete explanation of one gate.

    Args:
        gate: the gate.
        loaded: the project's settings; None if they cannot be read.
        width: columns to fill.
        today: the reference date for the example of a waiver.
        heading: the format of a heading; "{}" stands for its text.
    """
    lines = [
        heading.format(f"{gate.key}: {_title(gate, loaded)}"),
        "",
        *_part("why", gate.why, width),
        *_part("phase", gate.when, width),
        *_part("measures", gate.explanation.measures, width),
        *_part("to fix", gate.explanation.fix, width),
        "",
        heading.format("Settings"),
        *_settings(gate, loaded, width),
        "",
        heading.format("If it does not apply here"),
        *_not_applicable(gate, _prefix(loaded)),
        "",
        heading.format("If it may stay red for a while (without match: the whole gate)"),
        *_waiver(gate, _prefix(loaded), today + USUAL_WAIVER),
    ]
    return "".join(f"{line}\n" for line in lines)


def _part(name: str, text: str, width: int) -> list[str]:
    indent = " " * MARGIN
    return textwrap.wrap(
        text, width, initial_indent=f"{name:<{MARGIN}}", subsequent_indent=indent, break_on_hyphens=False
    )


def _settings(gate: Gate, loaded: Loaded | None, width: int) -> Iterator[str]:
    known = {setting.path: setting for setting in all_settings()}
    for path in gate.explanation.settings:
        setting = known[path]
        yield f"  {path} {_value(setting, loaded)}"
        description = f"{setting.description}; {setting.allowed}"
        yield from textwrap.wrap(description, width, initial_indent="      ", subsequent_indent="      ")


def _value(setting: Setting, loaded: Loaded | None) -> str:
    """The effective value, and where it comes from."""
    keys = setting.path.split(".")
    if loaded is None or not loaded.holds(*keys):
        return f"= {setting.default}  (the default)" if setting.default else "is not given"
    usual = f"; the default is {setting.default}" if setting.default else ""
    return f"= {spelled(value_at(loaded.settings, setting.path))}  ({loaded.place_of(*keys)}{usual})"


def _prefix(loaded: Loaded | None) -> str:
    in_own = loaded is not None and loaded.path not in {"", PYPROJECT}
    return "" if in_own else "tool.golive."


def _not_applicable(gate: Gate, prefix: str) -> list[str]:
    return [f"  [{prefix}not_applicable]", f'  "{gate.key}" = "the reason, in a sentence"']


def _waiver(gate: Gate, prefix: str, expires: dt.date) -> list[str]:
    return [
        f"  [[{prefix}waivers]]",
        f'  gate = "{gate.key}"',
        '  match = "a glob of paths, or the fingerprint of a finding"',
        '  reason = "why it may stay, and where it is tracked"',
        '  owner = "who is responsible for removing it"',
        '  approver = "who approved it"',
        f"  expires = {expires:%Y-%m-%d}",
    ]
