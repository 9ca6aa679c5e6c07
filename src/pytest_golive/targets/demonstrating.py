"""``--target=demo``: the reference service, started on this machine for one run, with fresh credentials."""

from __future__ import annotations

from importlib.util import find_spec

from pytest_golive.activation import DEMO
from pytest_golive.context.run import Run
from pytest_golive.delivery.declared.project import declared_version
from pytest_golive.demo.extra import INSTALL, NEEDED, listed
from pytest_golive.errors import CannotMeasure
from pytest_golive.processes.pythons import python_of_ours
from pytest_golive.targets.live import Live, start, target_of


def open_demo(run: Run) -> Live:
    """Start the reference service as the release that is going live, and describe it as a team would.

    Raises:
        CannotMeasure: a dependency is not installed, or it could not be started.
    """
    missing = [package for name, package in NEEDED.items() if find_spec(name) is None]
    if missing:
        raise CannotMeasure(
            f"--target={DEMO} needs the extra demo, of which {listed(missing)} not installed",
            f"{INSTALL}; or describe a target of your own in [tool.golive.targets]",
        )
    from pytest_golive.demo.accounts.credentials import Credentials
    from pytest_golive.demo.target import environment, table
    from pytest_golive.masking.known import MASK
    from pytest_golive.settings.loading import target_in

    credentials = Credentials.from_json(run.shared.once("demo-credentials", lambda: Credentials.fresh().to_json()))
    variables = environment(credentials)
    MASK.watch(variables, variables)
    head = run.repository.head
    version = declared_version(run.root) or run.release_here or "0"
    command = (
        *python_of_ours(run.root, "pytest_golive.demo", "--port", "{port}", "--credentials", "-"),
        *("--version", version, "--commit", head.sha if head else ""),
    )
    started = run.shared.once(
        f"started-{DEMO}", lambda: start(run, DEMO, command, "http://127.0.0.1:0", credentials.to_json())
    )
    described = target_in(table(started.url), DEMO)
    return Live(target_of(run, DEMO, described, started.url), described, variables, run.root, started)
