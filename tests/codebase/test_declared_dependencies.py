"""The dependencies that a project declares, and whether an audit has looked them up."""

from __future__ import annotations

import json

import pytest

from pytest_golive.codebase.audit.comparing import held_against
from pytest_golive.codebase.audit.declared import Declared, declared
from pytest_golive.codebase.audit.requirements import Wanted
from pytest_golive.codebase.audit.result import Audit, Unknown
from pytest_golive.errors import CannotMeasure

UV = """
[[package]]
name = "shop"
source = { editable = "." }
dependencies = [{ name = "flask" }, { name = "colorama", marker = "sys_platform == 'win31'" }, { name = "part" }]
[package.optional-dependencies]
dev = [{ name = "ruff" }]
[[package]]
name = "part"
source = { editable = "packages/part" }
dependencies = [{ name = "idna" }]
[[package]]
name = "flask"
version = "3.1.2"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "werkzeug", marker = "python_full_version >= '3'" }, { name = "flask" }]
""" + "".join(f'[[package]]\nname = "{name}"\nversion = "1"\n' for name in ("werkzeug", "colorama", "ruff", "idna"))
POETRY = """
[[package]]
name = "Flask"
version = "3.1.2"
[package.dependencies]
Werkzeug = ">=3"
colorama = {version = "*", markers = "sys_platform == \\"win31\\""}
asgiref = {version = ">=3", optional = true}
importlib-metadata = [{version = "*", markers = "python_version < \\"3\\""}, {version = "2", markers = "python_version > \\"3\\""}]
""" + "".join(
    f'[[package]]\nname = "{name}"\nversion = "1"\n'
    for name in ("werkzeug", "colorama", "asgiref", "importlib-metadata", "black")
)
PYLOCK = """
packages = [{ name = "flask", version = "3.1.2" }, { name = "colorama", version = "1", marker = "sys_platform == 'win31'" },
            { name = "shop", directory = { path = "." } }, { name = "mug", vcs = { url = "x" } }]
"""
NPM = {
    "": {"name": "shop"}, "node_modules/tea": {"version": "1.0.0"}, "node_modules/tea/node_modules/@hot/cup": {"version": "2.0.0"},
    "node_modules/own": {"link": True, "resolved": "packages/own"}, "packages/own": {"version": "1.0.0"},
    "node_modules/alias": {"name": "pot", "version": "3.0.0"},
}  # fmt: skip


def names(root, *files, named=()):
    found = declared(root, frozenset(files), named).wanted
    return sorted(f"{one.name}{one.versions} {one.place}" for one in found)


def test_metadata_is_read(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["Flask>=3", "x; python_version < \'3\'"]\noptional-dependencies.dev = ["ruff"]\n'
        '[tool.poetry.dependencies]\npython = "^3.11"\nidna = "^3"\nown = {path = "own"}\nopt = {version = "1", optional = true}\n'
        '[tool.setuptools.dynamic]\ndependencies = { file = ["needs.in"] }\n'
    )
    (tmp_path / "setup.cfg").write_text("[options]\ninstall_requires =\n    tea >= 1  # hot\n    cup; os_name == 'x'\n")
    (tmp_path / "needs.in").write_text("mug\n")
    (tmp_path / "requirements.txt").write_text("pot\n")
    everything = ["flask>=3 pyproject.toml", "idna<4,>=3 pyproject.toml", "mug needs.in:1", "tea>=1 setup.cfg"]
    files = ("pyproject.toml", "setup.cfg", "needs.in", "requirements.txt")
    assert names(tmp_path, *files) == sorted([*everything, "pot requirements.txt:1"])
    assert names(tmp_path) == []  # nothing is tracked
    (tmp_path / "other.txt").write_text("jam\n")
    assert names(tmp_path, *files, named=[tmp_path / "other.txt"]) == sorted([*everything, "jam other.txt:1"])


def test_lock_files_are_followed_for_this_platform(tmp_path):
    (tmp_path / "uv.lock").write_text(UV)
    assert names(tmp_path, "uv.lock") == ["flask==3.1.2 uv.lock", "idna==1 uv.lock", "werkzeug==1 uv.lock"]
    (tmp_path / "poetry.lock").write_text(POETRY)
    (tmp_path / "requirements.txt").write_text("flask")
    assert names(tmp_path, "poetry.lock", "requirements.txt") == [
        "flask requirements.txt:1",
        "flask==3.1.2 poetry.lock",
        "importlib-metadata==1 poetry.lock",
        "werkzeug==1 poetry.lock",
    ]
    (tmp_path / "pylock.toml").write_text(PYLOCK)
    assert names(tmp_path, "pylock.toml") == ["flask==3.1.2 pylock.toml", "mug pylock.toml"]
    for version, count in ((3, 5), (1, 2)):
        old = {"tea": {"version": "1.0.0", "dependencies": {"@hot/cup": {"version": "2.0.0"}}}}
        lock = {"lockfileVersion": version, **({"packages": NPM} if version > 1 else {"dependencies": old})}
        (tmp_path / "package-lock.json").write_text(json.dumps(lock))
        assert declared(tmp_path, frozenset({"package-lock.json"}), ()).npm_packages == count
        found = names(tmp_path, "package-lock.json")
        assert found[:1] == ["@hot/cup==2.0.0 package-lock.json"]
        assert found[-1:] == ["tea==1.0.0 package-lock.json"]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("uv.lock", "[[package]\n", "uv.lock cannot be read, so what it declares is unknown: Expected"),
        ("uv.lock", "package = 7\n", "uv.lock does not have its tool's format"),
        ("pylock.toml", "packages = [{}]\n", "pylock.toml does not have its tool's format"),
        ("pylock.toml", 'packages = [{name = "a", marker = "x"}]\n', "pylock.toml has a marker that cannot be read: x"),
        ("package-lock.json", "{", "package-lock.json cannot be read"),
        ("uv.lock", "", "uv.lock does not have its tool's format"),
        ("poetry.lock", "# cut off\n", "poetry.lock does not have its tool's format"),
        ("pylock.toml", "", "pylock.toml does not have its tool's format"),
        ("package-lock.json", "", "package-lock.json does not have its tool's format"),
        ("package-lock.json", "[]", "package-lock.json does not have its tool's format"),
        ("package-lock.json", '{"name": "shop"}', "package-lock.json does not have its tool's format"),
        ("package-lock.json", '{"lockfileVersion": 3, "packages": []}', "package-lock.json does not have its tool's format"),
        ("package-lock.json", '{"lockfileVersion": 1, "dependencies": {"a": 1}}', "package-lock.json does not have its tool's format"),
        ("setup.cfg", "x", "setup.cfg cannot be read, so what it declares is unknown: File contains no section headers"),
        ("pyproject.toml", '[project]\ndependencies = "a"\n', "project.dependencies in pyproject.toml is not a list of texts"),
        ("pyproject.toml", '[project]\ndependencies = ["a b"]\n', "pyproject.toml is not a valid requirement: "),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_no_empty_list(tmp_path, file, text, said):
    (tmp_path / file).write_text(text)
    with pytest.raises(CannotMeasure) as caught:
        declared(tmp_path, frozenset({file}), ())
    assert str(caught.value).startswith(said)


def gap(audit, *wanted, private=(), **more):
    needed = Declared(tuple(Wanted(*one.split(" "), "x.txt:1") for one in wanted), **more)
    try:
        held_against(audit, needed, private).check_complete()
    except CannotMeasure as error:
        return str(error)
    return ""


def test_what_is_declared_must_have_been_looked_up():
    found = (("PyPI", "flask", "3.1.2"), ("PyPI", "flask", "2.0"), ("npm", "tea", "1.0.0"), ("PyPI", "odd", "x"))
    audit = Audit((), 4, (Unknown("skipped", "not found"),), "r", found)
    known = audit.without(["skipped"])
    assert gap(known, "PyPI flask ", "PyPI flask >=3", "PyPI flask ==2.0", "npm tea ==1.0.0") == ""
    assert gap(known, "PyPI acme-tea ", private=["Acme_*"]) == ""
    assert "PyPI packages that the project declares were not looked up (r): idna (x.txt:1); name" in gap(
        known, "PyPI idna "
    )
    assert "flask in the version of x.txt:1 (==9), but 3.1.2" in gap(known, "PyPI flask ==9")
    assert "odd in the version of x.txt:1 (>=1), but x" in gap(known, "PyPI odd >=1")
    many = gap(known, *(f"PyPI p{number} " for number in range(9)))
    assert "9 of 9 PyPI packages" in many
    assert "p4 (x.txt:1) and 4 more; name what" in many
    assert gap(audit, "PyPI skipped ").startswith("1 dependency could not be looked up: skipped")
    assert gap(known, unknown=(Unknown("git+x", "no name"),)).startswith("1 dependency could not be looked up: git+x")


def test_reports_of_npm_are_held_against_the_number_in_the_lock_file():
    audit = Audit((), 49, (), "npm", (), (49,))
    assert gap(audit, "npm tea ==1.0.0", npm_packages=49) == ""
    assert gap(audit, npm_packages=50).startswith(
        "npm covers 49 npm packages, but package-lock.json names 50; create it"
    )
    other = Audit((), 1, (), "r", (("npm", "tea", "2.0.0"),))
    assert "tea in the version of x.txt:1 (==1.0.0), but 2.0.0; audit with osv-scanner, which" in gap(
        other, "npm tea ==1.0.0", npm_packages=1
    )
    assert "1 of 1 npm packages" in gap(Audit((), 1, (), "r"), "npm tea ==1.0.0", npm_packages=1)
