"""``golive worker``: sends load for a master on another machine."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_golive.errors import GoliveError
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.load.sending.joining import join
from pytest_golive.load.sending.members import Meeting
from pytest_golive.settings.infrastructure.performance import Performance


def work(master: str, target: str | None, allowed: Sequence[str], runs: int) -> str:
    """Take part in *runs* runs of a load test that a master on another machine waits to begin.

    The plan comes from this checkout's settings, and the credentials from this machine's environment: neither is sent.
    The master rejects workers with another plan.

    Args:
        master: its address, "host:port".
        target: name of the target; the default one if None.
        allowed: what is permitted on production.
        runs: how many; 0 for the number in the settings.

    Raises:
        GoliveError: there is no such master, or the settings ask for something impossible.
    """
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.settings.values.web import address
    from pytest_golive.targets.opening import opened
    from pytest_golive.targets.performing import environment
    from pytest_golive.targets.planning import plan_of

    try:
        host, _, port = address(master).rpartition(":")
    except ValueError as error:
        raise GoliveError(f"--master {master} {error}", "name where the master listens") from None
    with opened_run(target, allowed) as run:
        settings = run.settings.of(Performance)
        plan = plan_of(run, opened(run, run.target_name))
        count = runs or settings.runs
        for _ in range(count):
            with SCOPE.temporary_folder() as folder:
                join(plan, Meeting(host, int(port)), folder, environment(settings.pass_env), progress=run.progress)
    return f"took part in {count} runs for {master}: {plan.words}"
