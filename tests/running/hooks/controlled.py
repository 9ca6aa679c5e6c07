"""A controller whose colleagues only keep what they were asked for."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.context import standing
from pytest_golive.reports import github, junit, terminal
from pytest_golive.running import controlling
from pytest_golive.running.writing import DOCUMENTS


class Tally:
    """The rows, the reports and the faults."""

    def __init__(self, run):
        self.run, self.due, self.reports, self.faults, self.collected, self.broken = run, [], [], [], set(), set()
        self.has_foreign_failures, self.seen, self.go, self.decided = False, None, True, ()

    def is_due(self, entry):
        self.due.append(entry)

    def add(self, report):
        self.reports.append(report)

    def only(self, fault):
        return Fake(go=False, line=fault, gates=(), is_emergency=False)

    def decide(self, exitstatus, why_red, arrange):
        self.decided = (exitstatus, why_red, arrange)
        return Fake(go=self.go, line="the verdict", gates=(), is_emergency=False)


class Controlled:
    """The hooks, what they did in order, and the reporter that they write to."""

    def __init__(self, monkeypatch, root, listing, ledger, options):
        self.did, self.options = [], options
        keep = lambda name: lambda *args: self.did.append((name, *args[1:]))  # noqa: E731 -- without the config
        monkeypatch.setattr(controlling, "Tally", Tally)
        monkeypatch.setattr(controlling, "listing_option", lambda _: listing)
        monkeypatch.setattr(standing, "look", lambda place: self.did.append(("look", place)) or f"seen {len(self.did)}")
        monkeypatch.setattr(standing, "moved", lambda *args: [f"moved: {args}"])
        monkeypatch.setattr(controlling, "faults_of_signatures", lambda _, rows: [f"signed: {rows is not None}"])
        monkeypatch.setattr(controlling, "with_choices", self._with_choices)
        for name in ("fit_to_record", "filed"):
            monkeypatch.setattr(controlling, name, lambda verdict, *_: verdict)
        monkeypatch.setattr(controlling, "with_records", lambda arrange, *_: ("with records", arrange))
        monkeypatch.setattr(controlling, "heading", lambda *_: ("what is judged", "by what"))
        for name in ("add_suite_properties", "add_rows", "add_case", "attach"):
            monkeypatch.setattr(junit, name, keep(name))
        monkeypatch.setattr(terminal, "write", lambda _, verdict, files: self.did.append(("write", verdict, *files)))
        monkeypatch.setattr(terminal, "failures_shown_once", self._shown_once)
        monkeypatch.setattr(github, "runs_on_github", lambda _: self.is_on_github)
        monkeypatch.setattr(github, "commands", lambda _: ["::one", "::two"])
        self.is_on_github, self.cov = False, None
        self.reporter = Fake(write_line=lambda line: self.did.append(("line", line)))
        plugins = {DOCUMENTS: Fake(ledger=ledger)} if ledger else {}

        def plugin(name):
            return {**plugins, "terminalreporter": self.reporter, "_cov": self.cov}.get(name)

        given = {"override_ini": options}
        self.config = Fake(
            getoption=lambda name, default=None: given.get(name, default),
            pluginmanager=Fake(get_plugin=plugin),
            rootpath=root,
            stash=pytest.Stash(),
        )
        self.run = Fake(root=root, outputs=("out",), asked=Fake(execute=False, glass=""))
        self.hooks = controlling.Controlling(self.run, root / "shared", self.config)
        self.tally = self.hooks._tally

    def _with_choices(self, verdict, _run, options, _environment, _documents):
        self.did.append(("choices", options))
        return verdict

    @contextmanager
    def _shown_once(self, _reporter, has_foreign_failures):
        self.did.append(("shown once", has_foreign_failures))
        yield
        self.did.append(("shown",))

    def finish(self, exitstatus, later=None, **stopped):
        """The exit status after the session ended with one, and another hook set a later one."""
        session = Fake(
            config=self.config, exitstatus=exitstatus, **{"shouldfail": False, "shouldstop": False, **stopped}
        )
        hook = self.hooks.pytest_sessionfinish(session, exitstatus)
        next(hook)
        self.did.append(("others", session.exitstatus))
        if later is not None:
            session.exitstatus = later
        assert list(hook) == []
        return session.exitstatus
