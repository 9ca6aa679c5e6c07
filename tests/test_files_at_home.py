"""``~`` behind "=", which a shell leaves as it is, means the home folder in every option that names a file."""

from __future__ import annotations

import argparse
import subprocess
from types import SimpleNamespace as Fake

import pytest

from pytest_golive import cli
from pytest_golive.activation import asked_for
from pytest_golive.options import LISTS, VALUED

SIGNING = "\n[tool.golive.signing]\nartefacts = ['dist/*.whl']\n"
WRITTEN = ("sarif", "markdown", "html", "checklist-out", "decision", "record", "attest")
READ = ("checklist", "key")
READ_LATER = ("after", "break-glass")  # in a deployment only
METAVARS = {"FILE", "FOLDER", "KEY", "OLD", "NEW", "PATH"}


@pytest.fixture
def home(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    return folder


def test_no_option_of_a_run_is_missing_here():
    assert sorted((*WRITTEN, *READ, *READ_LATER)) == sorted(
        (*LISTS, *(name for name, (what, _) in VALUED.items() if what == "FILE"))
    )


def test_a_run_reads_and_writes_files_at_home(project, home):
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", str(home / "key")], check=True)
    row = "- [ ] Files are short <!-- golive: code_quality::files_within_limit -->\n"
    (home / "checklist.md").write_text(f"# Go live\n\n{row}")
    settings = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", f"{settings}{SIGNING}")
    project.write(".gitignore", "dist/\n")
    project.commit()
    project.write("dist/shop-1.2.0.whl", "wheel")
    names = {name: f"~/{name}{'.md' if name.startswith('checklist') else ''}" for name in (*READ, *WRITTEN)}
    result = project.phase(*(f"--golive-{name}={value}" for name, value in names.items()))
    assert result.ret == 0, result.stdout.str()
    written = {value.removeprefix("~/") for value in names.values()}
    assert written <= {path.name for path in home.iterdir()}
    assert "[x] Files are short" in (home / "checklist-out.md").read_text()
    assert not [path for path in project.path.rglob("*") if path.name == "~"]


def test_what_a_deployment_reads_is_looked_for_at_home(home, tmp_path):
    names = {f"golive_{name.replace('-', '_')}": f"~/{name}" for name in READ_LATER}
    options = Fake(**names | {"golive_after": ["~/after"]}, golive_checklist=["~/a.md"], markexpr="deploy")
    params = Fake(dir=tmp_path)
    source = pytest.Config.ArgsSource.INVOCATION_DIR
    config = Fake(option=options, args=[], args_source=source, invocation_params=params, rootpath=tmp_path)
    asked = asked_for(config)
    assert (asked.after, asked.glass, asked.documents) == (
        (str(home / "after"),),
        str(home / "break-glass"),
        (home / "a.md",),
    )


def test_without_a_home_a_name_stays_as_it_is(monkeypatch, tmp_path):
    from pytest_golive.options import file_named

    assert file_named(tmp_path, "~nobody-of-this-name/x") == tmp_path / "~nobody-of-this-name/x"
    assert file_named(tmp_path, "a/~") == tmp_path / "a/~"


def actions(parser):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from actions(one)
        elif action.metavar in METAVARS:
            yield parser.prog, action


def test_every_command_finds_files_at_home(home):
    found = [*actions(cli._parser())]
    assert {"golive compare", "golive sign", "golive backup manifest", "golive watch"} <= {name for name, _ in found}
    wrong = [
        f"{name} {'/'.join(action.option_strings) or action.metavar}"
        for name, action in found
        if action.type is None or str(action.type("~/x")) != str(home / "x")
    ]
    assert wrong == []
