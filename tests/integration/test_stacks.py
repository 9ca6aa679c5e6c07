"""A sample of what benchmarks/stacks.py tries on all of them: sound and harmless is a GO, a fault is red at its own gate."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from servers.changes import OF_ANSWERS, VARIANTS
from servers.front import front
from servers.stacks import stack

pytestmark = pytest.mark.integration
BENCH = Path(__file__).parents[2] / "benchmarks" / "stacks.py"
SAMPLE = {
    "Express": ("gzip of two members", "DOWN one level down", "roles are not looked at"),
    "Django REST": ("a slash that is redirected to", "a commit with -dirty", "whoever sends nothing is accepted"),
    "haproxy": (
        "small chunks with extensions and a trailer",
        "an endpoint leads to a file",
        "one of two instances is old",
    ),
}


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("golive_stacks", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


@pytest.mark.parametrize("name", SAMPLE)
def test_a_stack_of_others(bench, tmp_path, name):
    variant, *faults = SAMPLE[name]
    with stack(name, tmp_path / "service") as made, front(made.url) as between:
        project = tmp_path / "project"
        project.mkdir()
        bench.write(project, between.url, made)
        with between.changing(VARIANTS[variant]):
            red, said = bench.red_rows(project, made.secrets)
            assert not red, said
        for fault in faults:
            gate, change = {**OF_ANSWERS, **made.changes}[fault]
            with between.changing(change):
                red, said = bench.red_rows(project, made.secrets)
            assert set(red) == {gate}, f"{fault}: {red}\n{said}"
