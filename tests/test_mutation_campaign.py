"""The campaign's own code: its mutants are faults, planted faults are noticed, and its lists are up to date."""

from __future__ import annotations

import tomllib

import pytest

from benchmarks.mutants import compiles, mutants
from benchmarks.mutation_jobs import LISTED, PLAN, ROOT, explained, listed, planned
from benchmarks.mutation_tree import tree

SOURCE = '''\
"""A module."""
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

LIMIT = 3


@dataclass(frozen=True)
class Box:
    """Holds."""

    size: int = 1

    def fits(self, what: str, ümlaut: str = "é") -> bool:
        """Whether."""
        if not what:
            raise ValueError("nothing")
        return "é" in ümlaut and (len(what) <= LIMIT or what == "all")
'''


def test_mutants_are_python_and_each_is_another():
    made = list(mutants(SOURCE))
    assert all(compiles(mutant.source) and mutant.source != SOURCE for mutant in made)
    assert len({mutant.source for mutant in made}) == len(made)
    keys = {mutant.key for mutant in made}
    assert {
        ": 3 -> 4",
        "Box: 1 -> 2",
        "Box.fits: not what -> True",
        "Box.fits: not what -> False",
        "Box.fits: not what -> (what)",
        'Box.fits: raise ValueError("nothing") -> pass',
        "Box.fits: len(what) <= LIMIT -> len(what) < LIMIT",
        'Box.fits: what == "all" -> what != "all"',
        'Box.fits: "é" in ümlaut -> "é" not in ümlaut',
        'Box.fits: len(what) <= LIMIT or what == "all" -> ((what == "all"))',
    } <= keys
    assert not any("frozen" in key or "A module" in key or "TYPE" in key for key in keys)
    assert all(mutant.old in SOURCE for mutant in made)
    assert {mutant.where for mutant in made} == {"", "Box", "Box.fits"}


def test_a_planted_fault_is_noticed_and_taken_out_again(tmp_path):
    for name, text in {
        "src/thing.py": "def twice(x):\n    return 2 * x\n",
        "tests/test_quick.py": "import thing\n\ndef test_it():\n    assert thing.twice(0) == 0\n",
        "tests/test_slow.py": "import thing\n\ndef test_it():\n    assert thing.twice(3) == 6\n",
        "tests/test_hanging.py": "import time, thing\n\ndef test_it():\n    if thing.twice(1) != 2: time.sleep(600)\n",
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["-p", "no:golive", "-p", "no:golive_target"]\n',
    }.items():
        (tmp_path / "root" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root" / name).write_text(text)
    quick, slow, hanging = (("tests/test_quick.py",), ("tests/test_slow.py",), ("tests/test_hanging.py",))
    broken = "def twice(x):\n    return 3 * x\n"
    with tree(tmp_path / "root") as copy:
        assert copy.run((*quick, *slow, *hanging), 60) == 0
        assert not copy.notices("src/thing.py", broken, [quick, ()], 60)
        assert copy.notices("src/thing.py", broken, [quick, slow], 60)
        assert copy.notices("src/thing.py", broken, [hanging], 5), "what hangs has noticed"
        assert copy.run((*quick, *slow, *hanging), 60) == 0
        folder = copy.folder
    assert not folder.exists()
    assert (tmp_path / "root/src/thing.py").read_text() == "def twice(x):\n    return 2 * x\n"


# Without a statement that a fault could be planted in.
EMPTY = {"gates/__init__.py", "gates/post_deploy/__init__.py", "gates/post_deploy/signed.py"}


def test_the_plan_and_the_lists_speak_of_what_is_there():
    for part in tomllib.loads(PLAN.read_text(encoding="utf-8"))["part"]:
        assert all(list(ROOT.glob(glob)) for glob in part["modules"]), part["name"]
        for path in (*part.get("quick", ()), *part.get("tests", ())):
            assert (ROOT / path).exists(), path
    gates = {f"gates/{path.relative_to(ROOT / 'gates').as_posix()}" for path in (ROOT / "gates").rglob("*.py")}
    assert gates - {job.module for job in planned("gates")} <= EMPTY, "every gate is tried"
    assert {job.part for job in planned("comparing")} == {"comparing"}, "not what has the same name elsewhere"
    faults = listed()
    assert len({fault.key for fault in faults}) == len(faults) == LISTED.read_text(encoding="utf-8").count("[[fault]]")
    for fault in faults:
        assert all((ROOT / path.partition("::")[0]).exists() for path in fault.quick), fault.key


def test_what_is_explained_is_a_mutant_still():
    for module in {key.partition(": ")[0] for key in explained()} | {"src/pytest_golive/service/target.py"}:
        keys = [job.key for job in planned(module)]
        assert len(set(keys)) == len(keys) > 0, module
        assert [key for key in explained() if key.startswith(f"{module}: ") and key not in keys] == []
    assert all(len(reason) > 20 for reason in explained().values())


@pytest.mark.parametrize("old", ["no such text", "return"])
def test_a_fault_that_fits_nowhere_or_anywhere_is_an_error(tmp_path, monkeypatch, old):
    file = tmp_path / "listed.toml"
    file.write_text(
        f'[[fault]]\nname = "x"\nmodule = "gates/../src/pytest_golive/masking/known.py"\nold = "{old}"\nnew = ""\n'
    )
    monkeypatch.setattr("benchmarks.mutation_jobs.LISTED", file)
    with pytest.raises(ValueError, match=f"x: '{old}' stands .* times in"):
        listed()
