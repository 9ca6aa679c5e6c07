"""What a summary should name: the languages and processes of the product, not its build tools and tests."""

from __future__ import annotations

import pytest

from pytest_golive.documents.summary.names import Name
from pytest_golive.documents.summary.parts import parts
from pytest_golive.documents.summary.resolving import Existing
from pytest_golive.documents.tracked import Texts


def named(tmp_path, paths, **files):
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = parts(paths, Texts(tmp_path, (*paths, *files)), 2)
    return [f"{part.kind} {part.name}" for part in found]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["src/shop/Pay.cs", "src/shop/Cart.cs", "src/osx/Pack/pack.sh"], ["package shop", "module Pay", "module Cart"]),
        (["src/shop/Pay.cs", "src/shop/Cart.cs", "docker/Dockerfile"], ["package shop", "module Pay", "module Cart"]),
        (["src/shop/pay.py", "install/run.sh", "install/undo.sh"],
         ["package shop", "module pay", "package install", "module run", "module undo"]),
    ],
)  # fmt: skip
def test_folders_of_scripts_and_data_are_no_packages_of_what_is_written_in_something_else(tmp_path, paths, found):
    assert named(tmp_path, paths) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("Procfile", "web: gunicorn shop\nworker: python work.py\n", ["service web", "service worker"]),
        ("Procfile", "a1: ./till --port 1\na2: ./till --port 2\nwh: go run ./examples/echo.go\n", ["service till"]),
        ("Procfile", "web2: ./till\n", ["service web2"]),
        ("examples/Procfile", "web: ./till\n", []),
    ],
)
def test_processes_are_services_but_not_each_of_many_and_not_of_examples(tmp_path, path, text, found):
    assert named(tmp_path, [], **{path: text}) == found


def test_what_a_file_of_compose_starts_are_services_and_its_volumes_are_none(tmp_path):
    text = "name: shop\nservices:\n  web:\n    image: a\n# kept\n  store:\n    image: b\nvolumes:\n  data:\n"
    assert named(tmp_path, ["shop/pay.py"], **{"compose.yml": text}) == [
        *("package shop", "module pay", "service web", "service store")
    ]
    assert "service web" not in named(tmp_path, ["shop/pay.py"], **{"examples/compose.yml": text, "compose.yml": ""})


def test_a_file_that_is_named_alone_is_gone_if_no_folder_has_it(tmp_path):
    existing = Existing(Texts(tmp_path, ("src/shop/pay.py",)), {}, {}, frozenset())
    assert [existing.is_gone(Name("file", text, 1)) for text in ("pay.py", "tax.py")] == [False, True]
