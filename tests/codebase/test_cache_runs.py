"""A second run is fast because nothing is computed twice, and right because forged entries are rejected."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

SECRETS, CODE = "security::no_exposed_secrets", "security::no_vulnerable_code"
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


@pytest.fixture
def shop(project):
    """A project whose security rows are judged."""
    settings = project.path / "pyproject.toml"
    text = settings.read_text()
    settings.write_text(
        "\n".join(line for line in text.splitlines() if SECRETS not in line and CODE not in line) + "\n"
    )
    project.write(
        "src/shop/run.py", "import subprocess\n\n\ndef go(cmd: str) -> None:\n    subprocess.call(cmd, shell=True)\n"
    )
    project.commit()
    return project


@pytest.fixture
def asked(monkeypatch):
    """The files that workers were started for, in this process."""
    seen = []
    # By name: pytester forgets modules that a run in this process has imported, but their packages do not.
    for module in map(
        import_module, ("pytest_golive.codebase.bandit.scanning", "pytest_golive.codebase.secrets.engines")
    ):
        real = module.spread

        def spread(name, root, paths, *args, real=real, **job):
            seen.extend(paths)
            return real(name, root, paths, *args, **job)

        monkeypatch.setattr(module, "spread", spread)
    return seen


def folder(shop):
    return shop.path / ".pytest_cache" / "d" / "golive"


def test_a_second_run_asks_no_tool_and_finds_the_same(shop, asked):
    first = shop.phase()
    assert "src/shop/run.py" in asked
    asked.clear()
    second = shop.phase()
    assert asked == []
    assert (first.ret, second.ret) == (1, 1)
    assert "src/shop/run.py:5: B602" in second.stdout.str()


def test_after_a_change_only_the_changed_file_is_asked_about(shop, asked):
    shop.phase()
    asked.clear()
    shop.write("src/shop/run.py", f"key = '{KEY}'\n")
    result = shop.phase()
    assert "src/shop/run.py" in asked
    # Its committed version is history now.
    assert all(path.endswith("src/shop/run.py") for path in asked)
    assert "src/shop/run.py:1: AWS Access Key" in result.stdout.str()
    assert "B602" not in result.stdout.str()


@pytest.mark.parametrize("args", [("--cache-clear",), ("-p", "no:cacheprovider")], ids=["cleared", "switched off"])
def test_pytests_own_options_for_its_cache_work(shop, asked, args):
    shop.phase()
    asked.clear()
    assert "B602" in shop.phase(*args).stdout.str()
    assert "src/shop/run.py" in asked


def test_other_settings_of_the_tool_ask_again(shop, asked):
    shop.phase()
    asked.clear()
    (shop.path / ".bandit").write_text("[bandit]\nskips = B602,B404\n")
    assert "B602" not in shop.phase().stdout.str()
    assert "src/shop/run.py" in asked


@pytest.mark.security
@pytest.mark.parametrize("spoil", ["poison", "truncate", "foreign key"])
def test_a_cache_that_says_there_is_nothing_is_not_believed(shop, asked, spoil, monkeypatch, tmp_path_factory):
    assert "B602" in shop.phase().stdout.str()
    asked.clear()
    file = folder(shop) / "bandit.json"
    signature, _, body = file.read_bytes().partition(b"\n")
    kept = json.loads(body)
    assert kept["files"]["src/shop/run.py"][1]["issues"]
    kept["files"]["src/shop/run.py"][1]["issues"] = []
    if spoil == "poison":
        file.write_bytes(signature + b"\n" + json.dumps(kept, separators=(",", ":")).encode())
    elif spoil == "truncate":
        file.write_bytes(file.read_bytes()[:-20])
    else:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("other")))
    result = shop.phase()
    assert "src/shop/run.py:5: B602" in result.stdout.str()
    assert result.ret == 1
    assert "src/shop/run.py" in asked


@pytest.mark.security
def test_the_cache_holds_no_secret(shop):
    shop.write("src/shop/aws.py", f"key = '{KEY}'\n")
    shop.commit()
    assert shop.phase().ret == 1
    kinds = [file.stem.partition("-")[0] for file in sorted(folder(shop).iterdir())]
    assert kinds == ["bandit", "comments", "history", "secrets"]
    assert KEY.encode() not in b"".join(file.read_bytes() for file in folder(shop).iterdir())


def test_workers_of_xdist_share_one_measurement_and_one_cache(shop):
    first, second = shop.phase("-n", "2"), shop.phase("-n", "2")
    assert "B602" in first.stdout.str()
    assert "B602" in second.stdout.str()
    third = shop.phase("-n", "2", "-p", "no:cacheprovider")
    assert "secrets in the history: 1" not in third.stdout.str()


def test_a_key_that_is_too_short_is_an_error(shop, monkeypatch):
    monkeypatch.setenv("GOLIVE_CACHE_KEY", "short")
    result = shop.phase()
    assert result.ret == 1
    assert "GOLIVE_CACHE_KEY has only 5 characters" in result.stdout.str()


def test_where_the_cache_cannot_be_made_the_run_goes_on(shop):
    (shop.path / ".pytest_cache").write_text("a file in its place")
    assert "B602" in shop.phase("-W", "ignore").stdout.str()


def test_a_folder_in_the_place_of_the_key_is_told(shop, monkeypatch, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    (state / "pytest-golive" / "cache.key").mkdir(parents=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.delenv("GOLIVE_CACHE_KEY", raising=False)
    told = "golive: no cache, so every run measures everything again: the key of the cache cannot be kept at"
    assert told in shop.phase().stdout.str()
    assert told not in shop.phase("-p", "no:cacheprovider").stdout.str()
