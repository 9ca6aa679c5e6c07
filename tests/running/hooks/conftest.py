"""The hooks of a run without the run: what they have others do is kept."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from controlled import Controlled

from pytest_golive.collecting import chain, refusing
from pytest_golive.collecting import tree as collecting
from pytest_golive.running import gating
from pytest_golive.running.gating import Gating


@pytest.fixture
def done(monkeypatch):
    """What the hooks have others do."""
    did = []
    monkeypatch.setattr(gating, "is_gate", lambda item: item.gate)
    monkeypatch.setattr(gating, "is_built_in", lambda item: not item.own)
    for module in (gating, collecting):
        monkeypatch.setattr(module, "key_of", lambda item: item.nodeid.removeprefix("golive/"))
    monkeypatch.setattr(gating, "begin", lambda item: did.append(("begin", item.nodeid)))
    monkeypatch.setattr(gating, "describe", lambda *args: did.append(("describe", *args)))
    monkeypatch.setattr(gating, "breach_message", lambda _, judge: f"{len(judge.breaches())} breach(es)")
    monkeypatch.setattr(gating.concealing, "conceal", lambda report: did.append(("conceal", report)))
    monkeypatch.setattr(gating, "register_below", lambda node, *name: did.append(("register", node, *name)))
    monkeypatch.setattr(gating, "added", lambda: {"shop"})
    monkeypatch.setattr(
        gating.concealing, "ids_with_credentials", lambda items: [i.id for i in items if hasattr(i, "id")]
    )
    entry = lambda item: Fake(id=item.nodeid, phases=item.phases, title="T", section="s", kind=item.kind)  # noqa: E731
    monkeypatch.setattr(collecting, "entry_of", entry)
    monkeypatch.setattr(collecting, "kind_of", lambda item: item.kind)
    monkeypatch.setattr(collecting, "term_of", lambda _: "")
    monkeypatch.setattr(collecting, "permission_of", lambda _: "write")
    monkeypatch.setattr(collecting, "collected_as", lambda item: item.nodeid)
    monkeypatch.setattr(chain, "remember", lambda _, entries: did.append(("remember", [one.id for one in entries])))
    monkeypatch.setattr(chain, "refuse_unopened", lambda item, _, phases: did.append(("opened?", item.nodeid, phases)))
    monkeypatch.setattr(refusing, "unknown_gates", lambda run, keys: [key for key in run.named if key not in keys])
    for name in ("_unexceptional", "_untriable", "unknown_terms"):
        monkeypatch.setattr(refusing, name, lambda *_: [])
    monkeypatch.setattr(
        refusing, "unknown_kinds", lambda gates: [f"{id_}: {kind}" for id_, kind in gates if kind == "no"]
    )
    return did


@pytest.fixture
def make(tmp_path):
    """The hooks for a run of which each part can be given."""

    def make(
        *, phases=("pre_deploy",), chosen=(), own=(), named=(), not_due="", declared=None, placed="", progress=None
    ):
        asked = Fake(phases=phases, chosen=chosen, own=own)
        run = Fake(asked=asked, named=named, gates_folder=tmp_path / "gates", progress=progress)
        run.viewer = Fake(close=lambda: None)
        run.not_due = lambda kind: not_due if kind == "library" else ""
        run.declaration_of = lambda key: placed or key
        run.settings = Fake(not_applicable=declared or {})
        run.loaded = Fake(path="golive.toml", line_of=lambda *names: len(names))
        run.not_applicable = lambda key, permission: (declared or {}).get(key, "") if permission == "write" else ""
        return Gating(run)

    return make


@pytest.fixture
def controlled(monkeypatch, tmp_path):
    """A controller: ``controlled(listing="", ledger=None, options=None)``."""
    return lambda listing="", ledger=None, options=None: Controlled(monkeypatch, tmp_path, listing, ledger, options)
