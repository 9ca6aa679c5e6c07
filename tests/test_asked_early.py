"""What pytest's configuration asks for, before and after all options are known."""

from __future__ import annotations

import argparse
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.activation import Asked, asked_early, asked_for

PRE = ("pre_deploy",)


class Config:
    """Of pytest's what is asked."""

    ArgsSource = pytest.Config.ArgsSource

    def __init__(self, folder, args, source, **options):
        self.option = argparse.Namespace(**options)
        self.known_args_namespace = argparse.Namespace(file_or_dir=args, **options)
        self.args, self.args_source = args, source
        self.invocation_params, self.rootpath = Fake(dir=folder), folder


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        (pytest.Config.ArgsSource.ARGS, False),
        (pytest.Config.ArgsSource.TESTPATHS, True),
        (pytest.Config.ArgsSource.INVOCATION_DIR, True),
    ],
)
def test_only_what_was_typed_stands_beside_the_checklist(tmp_path, source, alone):
    assert asked_for(Config(tmp_path, ["tests"], source, markexpr="pre_deploy")).alone is alone


def test_early_only_what_exists_or_is_ours_is_an_argument(tmp_path):
    (tmp_path / "tests").mkdir()
    early = lambda *args, **options: asked_early(Config(tmp_path, [*args], None, **options))  # noqa: E731
    assert early("value-of-an-option", markexpr="pre_deploy") == Asked(PRE, (), alone=True)
    assert early("tests::x", "value", markexpr="pre_deploy") == Asked(PRE, (), alone=False, paths=("tests::x",))
    assert early("golive/smoke", "value") == Asked((), ("golive/smoke",), alone=True)
    assert early("value") is None


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000])
def test_an_argument_that_no_file_can_have_as_its_name_breaks_nothing(tmp_path, name):
    typed = pytest.Config.ArgsSource.ARGS
    assert asked_for(Config(tmp_path, [f"{name}.py::x"], typed)) is None
    assert asked_for(Config(tmp_path, [f"golive/{name}"], typed)).chosen == (f"golive/{name}",)
    assert asked_early(Config(tmp_path, [name], None)) is None
