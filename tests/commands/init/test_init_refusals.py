from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pytest_golive.commands.init.command import init
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.settings.loading import load_settings


def test_a_table_that_is_there_is_not_touched(repository):
    root = repository({"pyproject.toml": "[tool.golive]\ncritical = []\n"})
    with pytest.raises(GoliveError, match=r"pyproject\.toml holds the settings already.*--force"):
        init(root)
    assert (root / "pyproject.toml").read_text() == "[tool.golive]\ncritical = []\n"


def test_a_golive_toml_that_is_there_is_not_touched(repository):
    root = repository({"golive.toml": "", "pyproject.toml": ""})
    with pytest.raises(GoliveError, match=r"golive\.toml holds the settings already"):
        init(root)


def test_force_replaces_only_our_table_even_a_faulty_one(repository):
    rest = "[tool.black]\nline-length = 3\n"
    root = repository({"pyproject.toml": f"[tool.golive]\nnonsense = 3\n\n{rest}", "pay.py": ""})
    init(root, force=True)
    text = (root / "pyproject.toml").read_text()
    assert text.endswith(f"\n{rest}")
    assert "nonsense" not in text
    assert load_settings(root).settings.critical == ("pay.py",)


def test_force_writes_golive_toml_anew(repository):
    root = repository({"golive.toml": "broken = [", "pyproject.toml": ""})
    init(root, force=True)
    assert load_settings(root).path == "golive.toml"


BY_HAND = """
[tool.golive]
kind = "service"
exclude = ["src/old/**"]
[tool.golive.targets.prod]
url = "https://user:secret@shop.example"
[tool.golive.not_applicable]
"release::versions_agree" = "REPLACE THIS: say why"
"""


@pytest.mark.parametrize("name", ["pyproject.toml", "golive.toml"])
def test_force_keeps_the_kind_and_names_what_it_drops(repository, name):
    packaged = '[build-system]\nrequires = []\n[project]\nname = "shop"\nversion = "1"\n'
    own = BY_HAND.replace("[tool.golive.", "[").replace("[tool.golive]", "")
    files = {"pyproject.toml": packaged + (BY_HAND if name == "pyproject.toml" else "")}
    root = repository({**files, **({"golive.toml": own} if name == "golive.toml" else {})})
    written = init(root, force=True)
    assert 'kind = "service"  # as the settings that were here said' in written.table
    assert "kept     kind: service, as the settings that were here say" in written.report
    lost = [line.split()[1].rstrip(":") for line in written.report.splitlines() if line.startswith("  dropped")]
    assert lost == ["exclude", "targets.prod.url"]
    assert "secret" not in written.report


def test_force_says_that_nobody_knows_what_was_dropped(repository):
    root = repository({"golive.toml": "kind = "})
    assert "dropped  all of the old settings, which could not be read" in init(root, force=True).report


def test_force_does_not_choose_between_two_files(repository):
    root = repository({"golive.toml": "", "pyproject.toml": "[tool.golive]\n"})
    with pytest.raises(GoliveError, match="both"):
        init(root, force=True)


def test_a_dry_run_writes_nothing(repository):
    root = repository({"pyproject.toml": "", "pay.py": ""})
    assert 'critical = [\n    "pay.py",\n]' in init(root, dry=True).table
    assert (root / "pyproject.toml").read_bytes() == b""


def test_windows_line_ends_are_kept(repository):
    root = repository({"pyproject.toml": "[project]\r\nname = 'x'\r\n"})
    init(root)
    assert b"\n" not in (root / "pyproject.toml").read_bytes().replace(b"\r\n", b"")


def test_from_a_subfolder_the_nearest_pyproject_is_written(repository):
    root = repository({"pyproject.toml": "", "services/shop/pyproject.toml": "", "services/shop/src/a.py": ""})
    assert init(root / "services/shop/src").path == root / "services/shop/pyproject.toml"
    assert (root / "pyproject.toml").read_bytes() == b""


@pytest.mark.parametrize("content", [b"[project\n", b"\xff\xfe", b"\xef\xbb\xbf[project]\n", b"tool = 3\n"])
def test_a_broken_pyproject_is_left_alone(repository, content):
    root = repository({"pyproject.toml": content})
    with pytest.raises(GoliveError, match=r"pyproject\.toml"):
        init(root)
    assert (root / "pyproject.toml").read_bytes() == content


def test_outside_of_git_it_says_what_to_do(tmp_path):
    with pytest.raises(CannotMeasure, match="git init"):
        init(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_folder_no_table(tmp_path):
    with pytest.raises(GoliveError, match="is not a folder"):
        init(tmp_path / "missing")


def test_what_cannot_be_written_is_said(repository, monkeypatch):
    def refuse(_handle):
        raise PermissionError(13, "Permission denied")

    root = repository({"pay.py": ""})
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(GoliveError, match="cannot be written: Permission denied"):
        init(root)


def test_what_is_written_is_what_a_run_takes(repository, monkeypatch):
    root = repository({"README.md": "# Shop\n"})
    init(root)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:cacheprovider"],
        cwd=root, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout + done.stderr
    assert "NO-GO" in done.stdout
