"""One version for a project, whichever files declare it; files that disagree are an error."""

from __future__ import annotations

import re

import pytest

from pytest_golive.delivery.declared.project import declared_version, version_of
from pytest_golive.errors import CannotMeasure

DYNAMIC = '[project]\nname = "shop"\ndynamic = ["version"]\n'
ONE = [
    ({"pyproject.toml": '[project]\nname = "shop"\nversion = "1.2.0"\n'}, "1.2.0", "pyproject.toml:3"),
    ({"pyproject.toml": '[tool.poetry]\nname = "shop"\nversion = "1.2.0"\n'}, "1.2.0", "pyproject.toml:3"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{attr = "shop.__version__"}}\n',
      "src/shop/__init__.py": '"""Shop."""\n\n__version__ = "1.2.0"\n'}, "1.2.0", "src/shop/__init__.py:3"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{attr = "shop.about.VERSION"}}\n',
      "shop/about.py": 'VERSION: str = "1.2.0"\n'}, "1.2.0", "shop/about.py:1"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.setuptools.dynamic]\nversion = {{file = ["shop/v.txt"]}}\n', "shop/v.txt": "1.2.0\n"},
     "1.2.0", "shop/v.txt:1"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.hatch.version]\npath = "src/shop/about.py"\n', "src/shop/about.py": '__version__ = "1.2.0"\n'},
     "1.2.0", "src/shop/about.py:1"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.pdm.version]\nsource = "file"\npath = "shop/v.py"\n', "shop/v.py": "__version__ = '1.2.0'\n"},
     "1.2.0", "shop/v.py:1"),
    ({"pyproject.toml": f'{DYNAMIC}[build-system]\nbuild-backend = "flit_core.buildapi"\n', "shop/__init__.py": '__version__ = "1.2.0"\n'},
     "1.2.0", "shop/__init__.py:1"),
    ({"setup.cfg": "[metadata]\nname = shop\nversion = attr: shop.__version__\n", "shop/__init__.py": '__version__ = "1.2.0"\n'},
     "1.2.0", "shop/__init__.py:1"),
    ({"setup.cfg": "[metadata]\nversion = file: RELEASE\n", "RELEASE": "1.2.0\n"}, "1.2.0", "RELEASE:1"),
    ({"package.json": '{"name": "shop",\n "version": "1.2.0-beta.1"}'}, "1.2.0-beta.1", "package.json:2"),
    ({"Cargo.toml": '[package]\nname = "shop"\nversion = "1.2.0"\n'}, "1.2.0", "Cargo.toml:3"),
    ({"Cargo.toml": '[workspace.package]\nversion = "1.2.0"\n'}, "1.2.0", "Cargo.toml:2"),
    ({"VERSION": "v1.2.0\n"}, "v1.2.0", "VERSION:1"),
    ({"pyproject.toml": '[project]\nversion = "1.2.0rc1"\n', "package.json": '{"version": "1.2.0-rc.1"}', "VERSION": "1.2.0rc1"},
     "1.2.0rc1", "pyproject.toml:2"),
    ({"pyproject.toml": '[project]\nversion = "1.2.0"\n', "package.json": '{"version": "9.9.9", "private": true}'}, "1.2.0", "pyproject.toml:2"),
    ({"pyproject.toml": f"{DYNAMIC}[tool.setuptools_scm]\n"}, "", "setuptools_scm"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.hatch.version]\nsource = "vcs"\n'}, "", "hatch (vcs)"),
    ({"pyproject.toml": f'{DYNAMIC}[tool.pdm.version]\nsource = "scm"\n'}, "", "pdm (scm)"),
    ({"pyproject.toml": '[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n'}, "", "poetry-dynamic-versioning"),
    ({"setup.cfg": "[versioneer]\nVCS = git\n"}, "", "versioneer"),
    ({}, "", ""),
    ({"VERSION": "see the tags\n"}, "", ""),
    ({"VERSION": ""}, "", ""),
    ({"pyproject.toml": "[tool.setuptools.dynamic]\nversion = {attr = 3, file = [7]}\n"}, "", ""),
    ({"Cargo.toml": "[package]\nversion.workspace = true\n[workspace.package]\nversion = '1.2.0'\n"}, "1.2.0", "Cargo.toml:4"),
    ({"VERSION": "1.2.0\n" + " " * (2 << 20)}, "", ""),
]  # fmt: skip


def write(root, files):
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(("files", "version", "place"), ONE)
def test_the_version_and_its_place(tmp_path, files, version, place):
    write(tmp_path, files)
    found = version_of(tmp_path)
    assert (found.version, found.place) == (version, place)
    assert found.agreed() == declared_version(tmp_path) == version
    assert found.is_tagged == (bool(place) and not version)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"pyproject.toml": '[project]\nversion = "1.2.0"\n', "VERSION": "1.1.0\n"}, "pyproject.toml:2 says 1.2.0, VERSION:1 says 1.1.0"),
        ({"pyproject.toml": '[project]\nversion = "1.2.0"\n', "package.json": '{"version": "1.3.0"}', "Cargo.toml": '[package]\nversion = "1.2.0"\n'},
         "pyproject.toml:2 says 1.2.0, package.json:1 says 1.3.0"),
        ({"package.json": '{"version": "1.2.0"}', "VERSION": "1.2.0-rc.1\n"}, "package.json:1 says 1.2.0, VERSION:1 says 1.2.0-rc.1"),
    ],
)  # fmt: skip
def test_files_that_disagree_are_an_error_with_their_places(tmp_path, files, said):
    write(tmp_path, files)
    found = version_of(tmp_path)
    with pytest.raises(CannotMeasure, match=re.escape(f"disagree about the version: {said}; raise the version")):
        found.agreed()
    assert declared_version(tmp_path) == found.version


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"pyproject.toml": "[project\n"}, "the version is unknown, because pyproject.toml cannot be read: "),
        ({"Cargo.toml": b"\xff\0"}, "the version is unknown, because Cargo.toml cannot be read: "),
        ({"package.json": "[" * 100_000}, "the version is unknown, because package.json cannot be read: "),
        (
            {"pyproject.toml": "[project]\nversion = 3\n"},
            "the version in pyproject.toml is not a text; correct pyproject.toml",
        ),
        ({"package.json": "[]"}, "the version in package.json is not a text"),
        ({"package.json": ""}, "the version is unknown, because package.json cannot be read: "),
    ],
)
def test_what_cannot_be_read_is_unknown_and_not_nothing(tmp_path, files, said):
    write(tmp_path, files)
    with pytest.raises(CannotMeasure, match=re.escape(said)):
        version_of(tmp_path)
