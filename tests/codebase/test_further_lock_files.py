"""Lock files of further tools, extras in lock files, and metadata that only a build can tell: never passed over."""

from __future__ import annotations

import json

import pytest

from pytest_golive.codebase.audit.comparing import held_against
from pytest_golive.codebase.audit.declared import declared
from pytest_golive.codebase.audit.locks import poetry_versions
from pytest_golive.codebase.audit.result import Audit
from pytest_golive.errors import CannotMeasure

PDM = """
[[package]]
name = "Flask"
version = "3.1.2"
groups = ["default", "dev"]
[[package]]
name = "ruff"
version = "1"
groups = ["dev"]
[[package]]
name = "colorama"
version = "1"
groups = ["default"]
marker = "sys_platform == 'win31'"
"""
PIPFILE = '[packages]\nflask = "*"\nidna = ">=3"\nown = {path = ".", editable = true}\n[dev-packages]\nruff = "*"\n'
PIPFILE_LOCK = {
    "default": {"flask": {"version": "==3.1.2"}, "old": {"version": "==1", "markers": "python_version < '3'"}},
    "develop": {"ruff": {"version": "==1"}},
}
UV = """
[[package]]
name = "shop"
source = { virtual = "." }
dependencies = [{ name = "tea", extra = ["Hot_Cup"] }]
[[package]]
name = "tea"
version = "1.0"
[package.optional-dependencies]
hot-cup = [{ name = "jinja2" }, { name = "old", marker = "python_version < '3'" }]
cold = [{ name = "ice" }]
[[package]]
name = "jinja2"
version = "2.10"
"""
POETRY = """
[[package]]
name = "tea"
version = "1.0"
[package.dependencies]
jinja2 = {version = ">=2", optional = true, markers = "extra == \\"hot\\" and python_version > \\"3\\""}
Ice = {version = ">=2", optional = true}
[package.extras]
hot = ["jinja2[i18n] (>=2)"]
cold = ["ice"]
[[package]]
name = "jinja2"
version = "2.10"
[[package]]
name = "ice"
version = "2"
"""


def told(root, **files):
    for name, text in files.items():
        (root / name).write_text(text)
    found = declared(root, frozenset(files), ())
    return sorted(f"{one.name}{one.versions}" for one in found.wanted), [
        f"{one.name} ({one.why})" for one in found.unknown
    ]


def test_lock_files_of_pdm_and_pipenv(tmp_path):
    assert told(tmp_path, **{"pdm.lock": PDM}) == (["flask==3.1.2"], [])
    assert told(tmp_path, Pipfile=PIPFILE) == (["flask", "idna>=3"], [])
    assert told(tmp_path, **{"Pipfile.lock": json.dumps(PIPFILE_LOCK)}) == (["flask==3.1.2"], [])


def test_extras_of_locked_packages_are_followed(tmp_path):
    assert told(tmp_path, **{"uv.lock": UV}) == (["jinja2==2.10", "tea==1.0"], [])
    needs = '[project]\ndependencies = ["tea[hot]"]\n'
    assert told(tmp_path, **{"poetry.lock": POETRY, "pyproject.toml": needs}) == (
        ["jinja2==2.10", "tea", "tea==1.0"],
        [],
    )
    needs = '[tool.poetry.dependencies]\ntea = {version = "1", extras = ["cold"]}\n'
    assert told(tmp_path, **{"poetry.lock": POETRY, "pyproject.toml": needs}) == (["ice==2", "tea==1", "tea==1.0"], [])


@pytest.mark.parametrize(
    ("text", "versions"),
    [("2.10", "==2.10"), ("^3.1", "<4,>=3.1"), ("^0.2.3", "<0.3,>=0.2.3"), ("^0.0.3", "<0.0.4,>=0.0.3"), ("^0", "<1,>=0"),
     ("~1.2.3", "<1.3,>=1.2.3"), ("~1", "<2,>=1"), (">=1, <2", "<2,>=1"), ("~=1.2", "~=1.2"), ("1.*", "==1.*"), ("*", ""),
     ("^1.0 || ^2.0", ""), ("2.0b1", "==2.0b1"), (">=1,^1.2", "<2,>=1,>=1.2"), ("^2.0b1", ""), ("", ""), ({"git": "x"}, "")],
)  # fmt: skip
def test_versions_as_poetry_writes_them(text, versions):
    assert poetry_versions(text) == versions


@pytest.mark.parametrize(
    ("text", "wanted", "unknown"),
    [
        ("from setuptools import setup\nsetup(install_requires=['jinja2==2.10', 'x; python_version<\"3\"'])", ["jinja2==2.10"], 0),
        ("NEEDS = ('jinja2==2.10',)\nsetup(install_requires=NEEDS)", ["jinja2==2.10"], 0),
        ("setup(**{'install_requires': 'jinja2\\nidna # why'})", ["idna", "jinja2"], 0),
        ("setup(install_requires=open('r.txt').read())", [], 1),
        ("setup(install_requires=BASE + ['x'])", [], 1),
        ("setup()", [], 0),
    ],
)  # fmt: skip
def test_setup_py_is_read_and_not_run(tmp_path, text, wanted, unknown):
    found, left = told(tmp_path, **{"setup.py": text})
    assert (found, len(left)) == (wanted, unknown)
    assert all("setup.py (setup.py:1 computes install_requires; " in one for one in left)
    project = "[project]\nname = 'shop'\n"
    assert told(tmp_path, **{"setup.py": text, "pyproject.toml": project}) == ([], [])  # setuptools ignores it


def test_dynamic_dependencies_are_read_or_named(tmp_path):
    dynamic = "[project]\nname = 'shop'\ndynamic = ['dependencies']\n"
    why = "declares dynamic dependencies, which nothing that is read here names: name their file in requirements"
    assert told(tmp_path, **{"pyproject.toml": dynamic}) == ([], [f"pyproject.toml ({why})"])
    (tmp_path / "deps.txt").write_text("jinja2==2.10\n")
    for hook in ("files = ['deps.txt']", "filename = 'deps.txt'"):
        hatch = f"{dynamic}[tool.hatch.metadata.hooks.requirements_txt]\n{hook}\n"
        assert told(tmp_path, **{"pyproject.toml": hatch}) == (["jinja2==2.10"], [])
    assert told(tmp_path, **{"pyproject.toml": dynamic, "uv.lock": UV})[1] == []


def test_a_lock_file_that_is_not_read_needs_osv_scanner(tmp_path):
    (tmp_path / "Cargo.lock").write_text("")
    needed = declared(tmp_path, frozenset({"Cargo.lock", "bun.lockb"}), ())
    whole = Audit((), 2, (), "osv-scanner", (("crates.io", "serde", "1"), ("npm", "tea", "1")))
    held_against(whole, needed, ()).check_complete()
    said = r"^2 dependencies could not be looked up: bun\.lockb \(a lock file of packages that only osv-scanner looks up\); Cargo"
    with pytest.raises(CannotMeasure, match=said):
        held_against(Audit((), 1, (), "pip-audit", (("PyPI", "flask", "1"),)), needed, ()).check_complete()


@pytest.mark.parametrize(
    ("name", "text"),
    [("yarn.lock", ""), ("yarn.lock", 'tea@^1:\n  version "1"\n'), ("yarn.lock", "# yarn lockfile v1\ntea@^1:\npot@^1:\n"),
     ("pnpm-lock.yaml", ""), ("pnpm-lock.yaml", "a: [\n"), ("pnpm-lock.yaml", "lockfileVersion: 9\npackages: [a]\n"),
     ("pdm.lock", ""), ("Pipfile.lock", '{"default": []}'), ("package.json", '{"dependencies": ["a"]}')],
)  # fmt: skip
def test_a_malformed_file_is_an_error(tmp_path, name, text):
    with pytest.raises(CannotMeasure, match=f"^{name} does not have its tool's format"):
        told(tmp_path, **{name: text})
