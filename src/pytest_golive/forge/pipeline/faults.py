"""What is wrong with a required check, as a finding: it is not green, or it never ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pytest_golive.findings import Finding
from pytest_golive.forge.pipeline.demands import Demand
from pytest_golive.forge.pipeline.naming import named
from pytest_golive.forge.words import Check, State


def never_ran(demand: Demand, commit: str, seen: Iterable[Check], elsewhere: Mapping[str, str]) -> Finding:
    """The finding for a required check that did not run, or that another app reports.

    Args:
        demand: what is required.
        commit: the full name of the release's commit.
        seen: its checks.
        elsewhere: by the name of a check, the earlier commit on which it ran last.
    """
    name = demand.name
    if any(named(name, check.name) for check in seen):
        cure = (
            f"let app {demand.app} report it as a check run; if any app may report it, let the rule accept any source"
        )
        message = f"{name}: not reported by app {demand.app}, as the rule requires"
        return Finding("", 0, "check", message, key=name, cure=cure)
    where = f"; it ran on {elsewhere[name][:10]}, another commit" if name in elsewhere else ""
    message = f"{name}: required, but never ran on this commit{where}"
    return Finding("", 0, "check", message, key=name, cure=f"run {name} on {commit[:10]}")


def not_green(check: Check) -> Finding:
    """The finding for a check that ended otherwise than in success."""
    special_states = {
        State.SKIPPED: "required, but skipped",
        State.UNKNOWN: f"the forge reports the state {check.said!r}, which is unknown",
    }
    state_words = special_states.get(check.state, check.said)
    link = f" ({check.url})" if check.url else ""
    return Finding("", 0, "check", f"{check.name}: {state_words}{link}", key=check.name)
