"""``golive completion``: the script, in a real shell."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.completion import SHELLS


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script(shell, capsys):
    assert main(["completion", shell]) == 0
    assert "golive" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "completed"), [("golive exp", "explain"), ("golive explain --j", "--json-schema")])
def test_bash_completes_commands_and_options(words, completed, capsys, tmp_path):
    main(["completion", "bash"])
    script = tmp_path / "golive.bash"
    script.write_text(capsys.readouterr().out)
    *before, last = words.split()
    ask = (
        f"source {script}; COMP_WORDS=({words}); COMP_CWORD={len(before)}; "
        f'_shtab_golive golive {last} {before[-1]}; echo "${{COMPREPLY[@]}}"'
    )
    found = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.split() == [completed]


def test_without_shtab_the_cure_is_said(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 1
    assert "pytest-golive[completion]" in capsys.readouterr().err
