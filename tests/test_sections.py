"""A section is found through its modules in each room; there is no central list of sections."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from adding_sections import copy_with_section, package_with_section

import pytest_golive
from pytest_golive.collecting.entries import built_in_gates
from pytest_golive.explaining.catalogue import explanations
from pytest_golive.sections import sections

OURS = Path(pytest_golive.__file__).parent
TOP = Path(__file__).parent.parent
ROW = "golive/licences::licence_named"
ASK = """\
import sys
from pytest_golive.cli import main
for words in (["explain", "licence_named"], ["explain", "--list"], ["explain", "--markdown", "gates"],
              ["explain", "--markdown", "settings"], ["init", "--print"]):
    print("\\n=====", *words)
    assert main(words) == 0, words
"""


@pytest.fixture(params=["a module more in each room of ours", "a package that adds a section"])
def one_more(request, project, tmp_path_factory, monkeypatch):
    """A project that is judged by a checklist with one more section."""
    folder = tmp_path_factory.mktemp("site")
    (copy_with_section if "ours" in request.param else package_with_section)(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return project


def asked(project):
    done = subprocess.run([sys.executable, "-c", ASK], cwd=project.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {part.partition("\n")[0].strip(): part for part in done.stdout.split("\n=====")[1:]}


def test_it_is_collected_between_its_neighbours_and_told_in_the_verdict(one_more):
    result = one_more.phase("--collect-only", "-q", apart=True)
    ids = [line for line in result.outlines if line.startswith("golive/")]
    sections = list(dict.fromkeys(each.partition("::")[0] for each in ids))
    assert ids.count(ROW) == 1
    places = [sections.index(f"golive/{name}") for name in ("code_quality", "licences", "security")]
    assert places == sorted(places)
    result = one_more.phase(apart=True)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["licences", "  FAIL *A licence is named*0*≥ 1*", "*Add a file LICENSE.*", "NO-GO*"])


def test_it_is_measured_by_its_own_settings(one_more):
    file = one_more.path / "pyproject.toml"
    file.write_text(f"{file.read_text()}\n[tool.golive.licences]\nfiles = ['pyproject.*']\n")
    one_more.commit()
    result = one_more.phase(apart=True)
    result.stdout.fnmatch_lines(["licences", "  PASS *A licence is named*1*≥ 1*", "GO  3 passed*"])
    file.write_text(file.read_text().replace("files = ", "file = "))
    result = one_more.phase(apart=True)
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*tool.golive.licences.file: unknown key; did you mean 'files'?*"])


def test_it_is_explained_documented_and_proposed(one_more):
    told = asked(one_more)
    assert "measures  Files by their names." in told["explain licence_named"]
    assert '  licences.files = ["LICENSE"]  (the default)' in told["explain licence_named"]
    assert "licences::licence_named " in told["explain --list"]
    assert "### licences::licence_named" in told["explain --markdown gates"]
    assert "## `[tool.golive.licences]`" in told["explain --markdown settings"]
    proposed = told["init --print"]
    assert '[tool.golive.licences]\n# files = ["LICENSE"]  # globs of files that name the licence\n' in proposed
    assert '"licences::licence_named" = "REPLACE THIS: there are no documents at all"' in proposed


@pytest.fixture
def added(project, tmp_path_factory, monkeypatch):
    """A package that adds a section, installed beside ours."""
    folder = tmp_path_factory.mktemp("site")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return package_with_section(folder)


def test_whose_section_it_is_stands_at_the_head_of_the_run(project, added):
    project.phase(apart=True).stdout.fnmatch_lines(["golive: the section licences is of acme_golive"])


def test_what_it_measures_by_never_takes_the_place_of_ours(project, added):
    fixtures = added / "fixtures/licences.py"
    fixtures.write_text(f"{fixtures.read_text()}\n\n@source\ndef file_lines():\n    return None\n")
    result = project.phase(apart=True)
    result.stdout.fnmatch_lines(["*PASS*All files have at most 200 LOC*"])


SIGNED = """

@gate("Licences of new parts read", signed=True{after})
def licences_read(signed, judge: Judge) -> None:
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)
"""


@pytest.mark.parametrize(
    ("after", "said"), [("", "  NOT SET UP *Licences of new parts read*"), (', after="week"', "*2 not due*")]
)
def test_its_rows_may_be_signed_and_due_later(project, added, after, said):
    gates = added / "gates/licences.py"
    gates.write_text(gates.read_text() + SIGNED.replace("{after}", after))
    project.phase(apart=True).stdout.fnmatch_lines([said])


@pytest.mark.parametrize("room", ["gates", "fixtures", "settings", "explaining", "proposing"])
def test_one_that_cannot_be_imported_is_named_and_nothing_runs(project, added, room):
    (added / room / "licences.py").write_text("import no_such_module\n")
    result = project.phase(apart=True)
    assert result.ret == 4
    why = "ModuleNotFoundError: No module named 'no_such_module'; correct it, or uninstall its package"
    told = f"acme_golive.{room}.licences, which adds a section to the checklist, cannot be imported: {why}"
    result.stderr.fnmatch_lines([f"ERROR: {told}"])


def test_one_that_lacks_a_room_has_what_the_others_say(project, added):
    (added / "explaining/licences.py").unlink()
    (added / "proposing/licences.py").unlink()
    result = project.phase(apart=True)
    result.stdout.fnmatch_lines(["  FAIL *A licence is named*", "*read the gate: its code shows*", "NO-GO*"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("", "", "two packages have a section 'smoke' of the checklist: pytest_golive and acme_golive;"),
        ('"licences"', '"security"', "*has a table [[]tool.golive.security], but another package already has one;"),
        ('"licences"', '"gates"', "*has a table [[]tool.golive.gates], but another package already has one;"),
    ],
)
def test_a_name_that_is_taken_is_refused(project, added, old, new, message):
    module = added / ("settings" if old else "gates") / "licences.py"
    if old:
        module.write_text(module.read_text().replace(old, new))
    else:
        module.rename(module.with_name("smoke.py"))
    result = project.phase(apart=True)
    assert result.ret == 4
    result.stderr.fnmatch_lines([f"ERROR: {message}*"])


# What rooms hold beside the sections.
SHARED = {"fixtures": {"chain", "core", "evaluating", "live"}, "explaining": {"catalogue", "explanation"}}


@pytest.mark.parametrize("room", SHARED)
def test_a_room_has_a_module_of_each_sections_name_and_of_no_other(room):
    found = {module.stem for module in (OURS / room).iterdir() if not module.name.startswith("_")}
    assert found - SHARED[room] == set(sections())


def test_no_room_has_a_section_that_has_no_gates():
    modules = {module.stem for module in (OURS / "commands/init/proposing").iterdir()}
    assert {name for name in modules if not name.startswith("_")} <= set(sections())
    folders = {folder.name for folder in (Path(__file__).parent / "gates").iterdir() if folder.is_dir()}
    assert {name for name in folders if not name.startswith("_")} == set(sections())


def test_every_row_is_explained_by_a_module_of_its_section():
    gates = {f"{section}::{function.__name__}" for section, function in built_in_gates()}
    assert set(explanations()) == gates


WHERE = re.compile(r"^\| `(\w+)::(\w+)` \| (.*) \|$", re.MULTILINE)


def test_the_documentation_says_truly_where_rows_are():
    text = (TOP / "docs/architecture.md").read_text(encoding="utf-8")
    rows = WHERE.findall(text)
    assert len(rows) >= 6
    for section, name, cells in rows:
        gates, measured, *others = (re.findall(r"`([^`]+)`", cell) for cell in cells.split(" | "))
        homes = ("src/pytest_golive/settings", "src/pytest_golive/explaining", "tests/gates")
        places = [*(f"{home}/{path}" for home, (path,) in zip(homes, others, strict=True)), f"gates/{gates[0]}"]
        places += [f"src/pytest_golive/fixtures/{measured[0]}", f"src/pytest_golive/{measured[1]}"]
        assert [place for place in places if not (TOP / place).exists()] == []
        assert f"def {name}(" in (TOP / "gates" / gates[0]).read_text()
        assert f'"{name}": Explanation(' in (OURS / "explaining" / others[1][0]).read_text()
        assert f"def test_{name}_passes" in (TOP / "tests/gates" / others[2][0]).read_text()
        assert section == gates[0].removesuffix(".py")
        domain = measured[1].strip("/").replace("/", ".")
        asked = (OURS / "fixtures" / measured[0]).read_text()
        assert f"pytest_golive.{domain}" in asked
