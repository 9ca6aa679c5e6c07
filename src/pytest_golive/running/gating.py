"""Collect the gates, run them, and record what each gate measured."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import astuple
from pathlib import Path

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting import chain, dates
from pytest_golive.collecting import tree as collecting
from pytest_golive.collecting.entries import is_under
from pytest_golive.collecting.evaluating import asking, rows
from pytest_golive.collecting.promised import Collected, holds_gates
from pytest_golive.collecting.tree import Checklist, Section, TeamGates, is_built_in, is_gate, key_of
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.fixtures import register_below
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.verdict import Entry, Outcome
from pytest_golive.outcomes import concealing, ending
from pytest_golive.outcomes.recording import JUDGE, begin, breach_message, describe
from pytest_golive.sections import added
from pytest_golive.settings.loading import PLACEHOLDER

DUE = pytest.StashKey[list[Entry]]()
COLLECTED = pytest.StashKey[list[Collected]]()


class Gating:
    """The hooks of one process that collects and runs gates."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._team = run.gates_folder.resolve()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Add the checklist to the session.

        As the first result, from the outermost hook: after a failed file of the user's, ``--lf`` would treat our
        modules as files without failures and skip them.
        """
        if isinstance(collector, Checklist) or self._is_team_folder(collector):
            register_below(collector)
        elif isinstance(collector, Section) and collector.name in added():
            register_below(collector, collector.name)
        report = yield
        concealing.conceal(report)
        if isinstance(collector, pytest.Session) and report.passed:
            report.result.insert(0, Checklist.from_session(collector))
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
        """Collect the team's gates by the same rules as ours."""
        if self._is_team_file(module_path):
            return TeamGates.from_parent(parent, path=module_path)
        return None

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
        """Collect every module of the team's folder, whatever ``python_files`` says."""
        patterns = [*parent.config.getini("python_files"), "__init__.py"]
        ordinary = any(file_path.match(pattern) for pattern in patterns)
        if ordinary or parent.session.isinitpath(file_path) or not self._is_team_file(file_path):
            return None
        return TeamGates.from_parent(parent, path=file_path)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the gates that this run selects, and record which are due."""
        _check_names(items)
        gates = [item for item in items if is_gate(item)]
        _give_phases(gates)
        rows.remember(config, gates)
        self._check_ids(gates, items)
        self._check_settings(gates, items)
        due = [item for item in gates if self._is_selected(item)]
        not_due = set(gates) - set(due)
        items[:] = [item for item in items if item not in not_due]
        _remember(config, gates, due)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a row that does not apply or is not due, before its fixtures measure anything."""
        if not is_gate(item):
            return
        begin(item)
        run, key = self._run, key_of(item)
        if reason := dates.why_not_due(item, run):
            pytest.skip(f"{Outcome.NOT_DUE}: {reason}")
        declaration = run.declaration_of(key)
        if run.settings.not_applicable.get(declaration, "").startswith(PLACEHOLDER):
            raise NotSetUp(
                "declared not applicable, but without a reason",
                "set it up, or write the reason in [tool.golive.not_applicable]",
                path=run.loaded.path,
                line=run.loaded.line_of("not_applicable", declaration),
            )
        if declared := run.not_applicable(key, collecting.permission_of(item)):
            pytest.skip(f"{Outcome.NOT_APPLICABLE}: {declared}")
        chain.refuse_unopened(item, run, collecting.entry_of(item).phases)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Fail a gate at its end, with all its measurements; a gate that judged nothing has verified nothing."""
        judge = getattr(pyfuncitem, "funcargs", {}).get("judge") if is_gate(pyfuncitem) else None
        if isinstance(judge, Judge):
            pyfuncitem.stash[JUDGE] = judge
        with ending.remembering(pyfuncitem):
            result = yield
            if isinstance(judge, Judge):
                if not judge.has_judged:
                    what = f"{key_of(pyfuncitem)} judged nothing"
                    raise CannotMeasure(what, "call judge(…) with a limit in its body")
                judge.close()
                if judge.breaches():
                    pytest.fail(breach_message(pyfuncitem, judge), pytrace=False)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Record on the report what was measured; from there it survives xdist."""
        self._run.viewer.close()
        if (clear := getattr(self._run.progress, "clear", None)) is not None:
            clear()
        report = yield
        if is_gate(item):
            describe(item, call, report, self._run)
        return report

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send the controller the rows that this worker collected."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["golive_due"] = [
                [entry.id, entry.title, entry.section, list(entry.phases), entry.kind, entry.term]
                for entry in session.config.stash.get(DUE, [])
            ]
            output["golive_collected"] = [list(astuple(row)) for row in session.config.stash.get(COLLECTED, [])]

    def _is_team_folder(self, node: pytest.Collector) -> bool:
        return isinstance(node, pytest.Directory) and node.path.resolve() == self._team

    def _is_team_file(self, path: Path) -> bool:
        # The given path may be a link into another folder, so the resolved path counts, too.
        places = {*path.parents, *path.resolve().parents}
        return holds_gates(path) and not places.isdisjoint({self._team, self._run.gates_folder})

    def _is_selected(self, item: pytest.Item) -> bool:
        asked = self._run.asked
        if asked.chosen and (is_built_in(item) or asking.is_watch_alone(item.config)):
            return any(is_under(item.nodeid, chosen) for chosen in asked.chosen)
        return not asked.phases or not set(asked.phases).isdisjoint(collecting.entry_of(item).phases)

    def _check_ids(self, gates: list[pytest.Item], items: list[pytest.Item]) -> None:
        if self._run.asked.own:
            return  # these are paths; pytest itself reports those that do not exist
        rows = [*gates, *(item for item in items if item.nodeid.startswith(f"{ROOT}/"))]  # people sign some
        unknown = [c for c in self._run.asked.chosen if not any(is_under(row.nodeid, c) for row in rows)]
        if unknown:
            items.clear()  # else an xdist worker would report them as its collection
            raise concealing.refusal(f"not found: {c} (no such gate; see golive explain --list)" for c in unknown)

    def _check_settings(self, gates: list[pytest.Item], items: list[pytest.Item]) -> None:
        from pytest_golive.collecting.refusing import contradictions

        if faults := contradictions(self._run, gates):
            items.clear()
            raise concealing.refusal(faults)


def _remember(config: pytest.Config, gates: list[pytest.Item], due: list[pytest.Item]) -> None:
    """Begin the rows that are due, and store what the controller needs."""
    for item in due:
        begin(item)
    config.stash[DUE] = [collecting.entry_of(item) for item in due]
    chain.remember(config, [collecting.entry_of(item) for item in gates])
    config.stash[COLLECTED] = [collecting.collected_as(item) for item in gates if not is_built_in(item)]


def _check_names(items: list[pytest.Item]) -> None:
    """Reject test ids that hold a credential: ids are written to the terminal, reports and caches."""
    messages = concealing.ids_with_credentials(items)
    if messages:
        items.clear()
        raise concealing.refusal(messages)


def _give_phases(gates: list[pytest.Item]) -> None:
    """Make gates without a phase due before the deployment; pytest would silently deselect them."""
    for item in gates:
        if not collecting.entry_of(item).phases:
            item.add_marker("pre_deploy")
