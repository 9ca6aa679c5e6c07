"""The places that declare a project's version, and whether they agree."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.declared.agreeing import disagreeing, named, same
from pytest_golive.delivery.declared.places import declared
from pytest_golive.errors import CannotMeasure

PLACES = [
    ("pyproject.toml", '[project]\nname = "shop"\nversion = "1.1.0"\n', 3),
    ("pyproject.toml", '[tool.poetry]\nname = "shop"\nversion = "1.1.0"\n', 3),
    ("Cargo.toml", '[package]\nname = "shop"\nversion = "1.1.0"\n', 3),
    ("setup.cfg", "[metadata]\nname = shop\nversion = 1.1.0\n", 3),
    ("setup.py", 'from setuptools import setup\nsetup(name="shop", version="1.1.0")\n', 2),
    ("setup.py", 'setup(\n    name="shop",\n    version="1.1.0",\n)\n', 3),
    ("package.json", '{\n  "name": "shop",\n  "version": "1.1.0"\n}\n', 3),
    ("package-lock.json", '{\n  "name": "shop",\n  "version": "1.1.0"\n}\n', 3),
    ("uv.lock", '[[package]]\nname = "tea"\nversion = "9"\nsource = { registry = "x" }\n[[package]]\nname = "shop"\nversion = "1.1.0"\nsource = { editable = "." }\n', 7),
    ("Cargo.lock", '[[package]]\nname = "tea"\nversion = "9.0.0"\nsource = "x"\n[[package]]\nname = "shop"\nversion = "1.1.0"\n', 7),
    ("shop/__init__.py", '"""A shop."""\n\n__version__: str = "1.1.0"\n', 3),
    ("src/shop/_version.py", '# made\n\n__version__ = Version("1.1.0")\n', 3),
    ("charts/shop/Chart.yaml", 'name: shop\nversion: 7.0.0\nappVersion: "v1.1.0"\n', 3),
    ("CITATION.cff", "cff-version: 1.2.0\ntitle: shop\nversion: 1.1.0\n", 3),
    ("VERSION", "1.1.0\n", 0),
    ("docs/conf.py", "# x\n\nrelease = '1.1.0'\n", 3),
    (".bumpversion.cfg", "[bumpversion]\n\ncurrent_version = 1.1.0\n", 3),
]  # fmt: skip


def found(files, names=("shop",)):
    return declared(sorted(files), lambda path: files.get(path, ""), "", names)


@pytest.mark.parametrize(
    ("path", "text", "line"), PLACES, ids=[f"{path} {number}" for number, (path, *_) in enumerate(PLACES)]
)
def test_each_place(path, text, line):
    (one,) = found({path: text})
    assert (one.path, one.line, one.version) == (path, line, "1.1.0")
    assert disagreeing([one], "1.1.0", "x") == []
    (fault,) = disagreeing([one], "1.2.0", "the tag v1.2.0")
    assert fault.message == "says 1.1.0, and the tag v1.2.0 says 1.2.0"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"name": "shop", "version": "0.0.0-development"}'),
        ("package.json", '{"private": true, "version": "1.0.0"}'),
        ("shop/__init__.py", '__version__ = ".".join(map(str, VERSION))\n'),
        ("tests/__init__.py", '__version__ = "9.9.9"\n'),
        ("charts/tea/Chart.yaml", "name: tea\nappVersion: 9.9.9\n"),
        ("setup.cfg", "[metadata]\nversion = attr: shop.__version__\n"),
        ("package.json", "[]"),
        ("pyproject.toml", "[project]\nversion = 3\n"),
    ],
)  # fmt: skip
def test_what_names_no_version_of_ours(path, text):
    assert found({path: text, "setup.py": "setup()"}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("uv.lock", "not [ toml"),
        ("Cargo.lock", "<<<<<<< HEAD\n"),
        ("package.json", "[" * 100_000),
        ("package-lock.json", '{"version": "1.0.0",\n<<<<<<< HEAD\n'),
        ("pyproject.toml", "[project"),
        ("setup.cfg", "version = 1.0.0\n"),
        ("setup.cfg", "[metadata]\nmetadata 1.0.0\n"),
    ],
)
def test_a_file_that_cannot_be_read_may_name_any_version(path, text):
    with pytest.raises(CannotMeasure) as caught:
        found({path: text})
    assert caught.value.what.startswith(f"{path} cannot be read, so what it declares is unknown: ")
    assert "1.0.0" not in caught.value.what  # the line may hold a credential
    assert caught.value.cure == f"correct {path}"
    assert declared([path], lambda _: text, is_past=True) == []  # nobody can correct a release any more


def test_a_short_version_names_the_first_numbers():
    (short,) = found({"docs/conf.py": "version = '1.1'\n"})
    assert disagreeing([short], "1.1.4", "x") == []
    assert len(disagreeing([short], "1.2.0", "x")) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("v1.2.0", "1.2"), ("2.0.0-rc.1", "2.0.0rc1"), ("1.2.0+g12ab", "1.2.0"), ("odd", "odd")]
)
def test_spellings_of_one_version(one, other):
    assert same(one, other)
    assert not same(one, "1.2.1")


def test_places_that_the_settings_name():
    files = {
        "docs/install.md": "pip install shop==1.0.0\npip install 'shop[tea]==1.1.0'\n",
        "deploy.sh": "TAG=latest\n",
    }
    places, faults = named({"docs/install.md": r"shop(?:\[\w+\])?==([\w.]+)", "deploy.sh": r"TAG=(\d\S*)"}, files.get)
    assert [(one.line, one.version) for one in places] == [(1, "1.0.0"), (2, "1.1.0")]
    assert [one.message for one in faults] == [r"names no version: nothing in it matches 'TAG=(\\d\\S*)'"]
    assert [one.line for one in disagreeing(places, "1.1.0", "x")] == [1]
