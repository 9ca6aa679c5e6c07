"""What the door says of a conftest that ends or breaks the run, and how it says it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.running import door
from pytest_golive.running.door import refuse_early_exit, write_broken_conftest

pytestmark = pytest.mark.security


@pytest.fixture(autouse=True)
def _not_on_github(monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


@pytest.mark.parametrize(("code", "status", "said"), [(0, 1, 0), (None, 1, 0), (3, 3, 3), ("why", 1, 1), (1, 1, 1)])
def test_no_conftest_ends_the_process_with_status_0(capsys, code, status, said):
    error = SystemExit(code)
    with pytest.raises(SystemExit) as caught:
        refuse_early_exit(error)
    assert caught.value.code == status
    assert caught.value.__cause__ is error
    line = f"NO-GO  sys.exit({said}) in a conftest or plugin ended the run before it began\n"
    assert capsys.readouterr().out == line


@pytest.mark.parametrize(
    ("cause", "named", "lacks"),
    [
        (
            ModuleNotFoundError("no", name="shop"),
            "ModuleNotFoundError",
            f"it imports shop, which {sys.executable} does not have: install it",
        ),
        (ModuleNotFoundError("no"), "ModuleNotFoundError", "mend it"),
        (ImportError("no", name="shop"), "ImportError", "mend it"),
        (SyntaxError("no"), "SyntaxError", "mend it"),
    ],
)
def test_what_a_broken_conftest_means_is_told(capsys, cause, named, lacks):
    write_broken_conftest(Path("/a/conftest.py"), cause)
    assert capsys.readouterr().out == (
        f"NO-GO  /a/conftest.py cannot be imported ({named}), and so nothing was verified; {lacks}, or leave conftests "
        "out, if no gate needs one: --noconftest\n"
    )


@pytest.mark.parametrize("flag", ["true", "false", None])
@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", ["é", ":\u200b:"]),
        ("latin-1", ["é", ":\\u200b:"]),
        ("ascii", ["\\xe9", ":\\u200b:"]),
        (None, ["é", ":\u200b:"]),
    ],
)
def test_the_last_line_is_written_whatever_can_be_shown_and_on_github_as_an_annotation_too(
    monkeypatch, flag, encoding, shown
):
    wrote = []
    stream = Fake(encoding=encoding, write=wrote.append, flush=lambda: wrote.append("flushed"))
    monkeypatch.setattr(sys, "stdout", stream)
    door._write_line("NO-GO  é\n::error::x \udcff", {} if flag is None else {"GITHUB_ACTIONS": flag})
    letter, command = shown
    annotation = f"::error title=NO-GO::{letter} ::error::x \\udcff\n" if flag == "true" else ""
    assert wrote == [f"NO-GO  {letter}\n{command}error::x \\udcff\n{annotation}", "flushed"]
