"""The rows that runs of other tests leave out."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest_golive.gates

SETTLED = "emergency_settled"  # nobody may let it through


def rows_of(section: str) -> tuple[str, ...]:
    """The rows of a section that may be declared away, read from its module without importing it."""
    file = Path(find_spec(f"{pytest_golive.gates.__name__}.{section}").origin)
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return tuple(
        f"{section}::{node.name}" for node in body if isinstance(node, ast.FunctionDef) and node.name != SETTLED
    )


# The rows that would run tools or tests; the runs that try the plumbing do without them.
RUN_SOMETHING = (
    *rows_of("infrastructure"),
    "code_quality::critical_files_modular",
    "code_quality::tests_pass",
    "code_quality::coverage",
    "code_quality::no_todo_in_critical_paths",
    "security::auth_flows",
    "security::security_tests_pass",
    "security::api_keys",
    "security::rate_limit",
    "security::transport",
    "security::no_exposed_secrets",
    "security::no_vulnerable_code",
    "security::no_vulnerable_dependencies",
)
# Those of pre_deploy that ask for a release before this one.
WAYS_BACK = tuple(f"rollback::{row}" for row in ("previous_release_available", "migrations_reversible", "rehearsed"))
HEAVY = (*RUN_SOMETHING, *rows_of("documentation"), *WAYS_BACK, "post_deploy::nothing_forgotten")
SPARED = len(HEAVY)
QUICK = "[tool.golive.not_applicable]\n" + "".join(f'"{gate}" = "not tried in this test"\n' for gate in HEAVY)

# Rows of pre_deploy that look at a running service; the pipeline runs without one.
LIVE_ROWS = (
    *(row for row in (one.partition("::")[2] for one in rows_of("infrastructure")) if row != "pipeline_green"),
    "auth_flows",
    "api_keys",
    "rate_limit",
    "transport",
)
