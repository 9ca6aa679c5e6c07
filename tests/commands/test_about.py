"""``golive --version`` shows the release, where an unreleased version came from, and what it runs on."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, distribution

import pytest

from pytest_golive import cli
from pytest_golive.commands import about

RUNS_ON = f"Python {platform.python_version()}, pytest {pytest.__version__}"


def test_the_command_prints_one_line(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"golive {distribution('pytest-golive').version} (")
    assert out.endswith(f"{RUNS_ON})\n")


@pytest.mark.parametrize(
    ("version", "origin", "said"),
    [
        ("1.2.0", None, f"golive 1.2.0 ({RUNS_ON})"),
        ("1.2.0", {"url": "file:///tmp/a.whl", "archive_info": {}}, f"golive 1.2.0 ({RUNS_ON})"),
        ("1.3.0.dev0", None, f"golive 1.3.0.dev0 (development version; {RUNS_ON})"),
        (
            "1.3.0.dev0",
            {"url": "file:///home/a/golive", "dir_info": {"editable": True}},
            f"golive 1.3.0.dev0 (development version; editable, /home/a/golive; {RUNS_ON})",
        ),
        (
            "1.2.0",
            {"url": "https://git.example.org/golive", "vcs_info": {"vcs": "git", "commit_id": "0123456789" * 4}},
            f"golive 1.2.0 (commit 0123456789; {RUNS_ON})",
        ),
    ],
)
def test_a_version_says_what_it_is(tmp_path, monkeypatch, version, origin, said):
    installed = tmp_path / f"pytest_golive-{version}.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(f"Metadata-Version: 2.4\nName: pytest-golive\nVersion: {version}\n")
    if origin:
        (installed / "direct_url.json").write_text(json.dumps(origin))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert about.about() == said


def test_a_tree_that_is_not_installed_says_so(monkeypatch):
    def find(name):
        if name == "pytest-golive":
            raise PackageNotFoundError(name)
        return distribution(name)

    monkeypatch.setattr(about, "distribution", find)
    assert about.about() == f"golive (not installed; {RUNS_ON})"
