"""The settings of a watch's baseline: what they refuse."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.watching.baseline import Baseline


def test_defaults_are_kayentas():
    found = Baseline()
    assert (found.kind, found.confidence, found.tolerance, found.fewest_windows) == ("before", 0.98, "25%", 10)


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "instances"},
        {"old": {"version": ("1",)}},
        {"kind": "instances", "old": {"version": ("1",), "instance": ("a",)}},
        {"kind": "canary"},
        {"signals": ()},
        {"signals": ("memory",)},
        {"confidence": 0.5},
        {"confidence": 1.0},
        {"tolerance": "25"},
        {"fewest_windows": 4},
        {"step": "never"},
        {"else": 1},
    ],
)
def test_what_is_refused(keys):
    with pytest.raises(ValidationError):
        Baseline(**keys)


def test_comparisons_may_prove_as_little_as_every_signal():
    policy = Watch(baseline=Baseline(step="1m", fewest_windows=10), inconclusive_limit=2, interval="30s").policy
    assert {policy.tolerates(f"baseline::{name}").inconclusive_limit for name in ("latency", "error_rate")} == {2}
    assert policy.of_signals == {}


def test_there_are_enough_windows_one_after_so_many_of_them():
    found = Baseline(step="1m", fewest_windows=10)
    assert (found.ripe_after(), found.ripe_after(30.0), found.ripe_after(120.0)) == (660.0, 660.0, 1320.0)


def test_what_single_comparisons_may_do_is_said_by_name():
    said = {"baseline::latency": {"failure_limit": 1}}
    assert Watch(baseline=Baseline(), signals=said).policy.tolerates("baseline::latency").failure_limit == 1
    with pytest.raises(ValidationError, match="which is no signal of this watch"):
        Watch(signals=said)


def test_what_is_always_watched_may_be_named_though_gates_do_not():
    said = {"monitoring::error_rate": {"failure_limit": 1}}
    table = Watch(gates=("rollback::no_trigger_fired",), signals=said)
    assert table.policy.tolerates("monitoring::error_rate").failure_limit == 1
