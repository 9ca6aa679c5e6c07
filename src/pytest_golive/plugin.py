"""What pytest loads in every run: options, markers, and the question whether the checklist is asked for.

In a run that does not ask for it nothing else of ours is imported.
"""

from __future__ import annotations

import pytest

from pytest_golive.activation import PHASES, asked_for


def pytest_addoption(parser: pytest.Parser) -> None:
    """Only names that begin with ours: the rest belongs to the projects."""
    group = parser.getgroup("golive", "deployment gates (pytest-golive)")
    group.addoption(
        "--golive",
        action="store_true",
        help="run the go-live checklist, too; with -m pre_deploy it runs alone",
    )
    group.addoption(
        "--golive-target",
        metavar="NAME",
        help="the target of [tool.golive.targets] that live gates look at (short: --target)",
    )
    group.addoption(
        "--golive-allow",
        metavar="WHAT",
        action="append",
        default=[],
        help="do to a production target what its settings allow, too: auth_flows, rate_limit, load, deploy, write",
    )
    group.addoption(
        "--golive-sarif",
        metavar="FILE",
        help="write all findings of the checklist as SARIF 2.1.0, for code-scanning pages",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, always: with strict markers ``-m pre_deploy`` must be a known word."""
    config.addinivalue_line("markers", "gate(title, permission=): one row of the go-live checklist")
    for phase, meaning in PHASES.items():
        config.addinivalue_line("markers", f"{phase}: gates due {meaning}")
    if (asked := asked_for(config)) is not None:
        from pytest_golive.starting import start

        start(config, asked)
