from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import PLACEHOLDER, load_settings
from pytest_golive.settings.model import Settings

WAIVER = """
[[tool.golive.waivers]]
gate = "code_quality::files_within_limit"
match = "src/old.py"
reason = "split in v2.1"
owner = "payments team"
approver = "release manager"
expires = {}
"""


def load(folder, text, name="pyproject.toml"):
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data)
    return load_settings(folder)


def refuse(folder, text, name="pyproject.toml"):
    with pytest.raises(SettingsError) as caught:
        load(folder, text, name)
    assert caught.value.path == name
    return caught.value


def test_without_any_file_the_defaults_hold(tmp_path):
    loaded = load_settings(tmp_path)
    assert (loaded.settings, loaded.path, loaded.line_of("critical")) == (Settings(), "", 0)
    assert loaded.settings.code_quality.max_lines == 200
    assert loaded.settings.tests.timeout_seconds == 1800


def test_a_pyproject_without_our_table_leaves_the_defaults(tmp_path):
    loaded = load(tmp_path, "[project]\nname = 'x'\n[tool.black]\nline-length = 3\n")
    assert (loaded.settings, loaded.path, loaded.place_of("critical")) == (Settings(), "", "")


def test_the_table_is_read_and_its_lines_are_known(tmp_path):
    text = '[tool.golive]\ncritical = ["src/pay.py"]\n\n[tool.golive.code_quality]\n\ncoverage = 90\n'
    loaded = load(tmp_path, text)
    assert loaded.settings.critical == ("src/pay.py",)
    assert loaded.settings.code_quality.coverage == 90
    assert loaded.path == "pyproject.toml"
    assert loaded.place_of("code_quality", "coverage") == "pyproject.toml:6"
    assert loaded.place_of("critical", 0) == "pyproject.toml:2"
    assert loaded.line_of("code_quality", "max_lines") == 4
    assert loaded.holds("code_quality", "coverage")
    assert not loaded.holds("code_quality", "max_lines")
    assert not loaded.holds("tests", "timeout")


def test_golive_toml_has_the_keys_at_its_top(tmp_path):
    loaded = load(tmp_path, "[code_quality]\nmax_lines = 300\n", "golive.toml")
    assert loaded.settings.code_quality.max_lines == 300
    assert loaded.place_of("code_quality", "max_lines") == "golive.toml:2"


def test_an_empty_golive_toml_is_a_choice_of_the_defaults(tmp_path):
    loaded = load(tmp_path, b"", "golive.toml")
    assert (loaded.settings, loaded.path) == (Settings(), "golive.toml")


def test_golive_toml_beside_a_foreign_pyproject(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load(tmp_path, "critical = ['a.py']", "golive.toml").settings.critical == ("a.py",)


def test_two_files_that_speak_are_refused(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.golive]\n")
    error = refuse(tmp_path, "", "golive.toml")
    assert "both golive.toml and [tool.golive] in pyproject.toml" in str(error)
    assert "keep one" in error.cure


def test_the_digest_is_of_the_decisions_not_of_their_spelling(tmp_path):
    plain = load(tmp_path, "").digest
    assert len(plain) == 64
    assert load(tmp_path, "[tool.golive.code_quality]\ncoverage = 80 # as ever\n").digest == plain
    assert load(tmp_path, "tool.golive.code_quality = { coverage = 80.0 }\n").digest == plain
    assert load(tmp_path, "[tool.golive.code_quality]\ncoverage = 79.9\n").digest != plain
    assert load(tmp_path, WAIVER.format("2027-01-31")).digest != load(tmp_path, WAIVER.format("2027-02-01")).digest


def test_what_is_loaded_can_be_handed_to_another_process(tmp_path, handed_on):
    loaded = load(tmp_path, WAIVER.format("2027-01-31"))
    assert handed_on(loaded) == loaded
    assert "payments team" in repr(loaded)
    assert "[[tool.golive" not in repr(loaded)


@pytest.mark.parametrize("spelled", ["2027-01-31", '"2027-01-31"', "'2027-01-31'"])
def test_the_last_day_of_a_waiver_may_be_quoted(tmp_path, spelled):
    assert load(tmp_path, WAIVER.format(spelled)).settings.waivers[0].expires == dt.date(2027, 1, 31)


@pytest.mark.parametrize(
    "spelled", ["2027-01-31T00:00:00Z", '"31.1.2027"', '"2027-02-30"', "20270131", '"soon"', "true"]
)
def test_anything_else_is_no_last_day(tmp_path, spelled):
    assert ".expires = " in str(refuse(tmp_path, WAIVER.format(spelled)))


def test_a_reason_that_is_still_a_placeholder_stays_recognisable(tmp_path):
    gate = "security::security_tests_pass"
    loaded = load(tmp_path, f'[tool.golive.not_applicable]\n"{gate}" = "  replace this: say why"\n')
    assert loaded.settings.not_applicable[gate].startswith(PLACEHOLDER)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[tool.golive\n", 1, "not valid TOML"),
        ("a = 1\na = 2\n", 2, "not valid TOML"),
        ("x = 1\n\0\n", 2, "not valid TOML"),
        (b"# \xe9t\xe9\n", 1, "not UTF-8"),
        (b"[tool.golive]\n# caf\xe9\n", 2, "not UTF-8"),
        (b"\xef\xbb\xbf[tool.golive]\n", 1, "byte order mark, which TOML does not have"),
        ("[tool.golive]\n".encode("utf-16"), 1, "UTF-16"),
        ("a = " + "[" * 5000, 0, "nested too deeply"),
        ("tool = 3\n", 0, "tool = 3: must be a table"),
        ("[tool]\ngolive = []\n", 2, "tool.golive = []: must be a table"),
        ("[tool]\ngolive = 3\n", 2, "tool.golive = 3: must be a table"),
        ("[[tool.golive]]\n", 1, "tool.golive = (a list): must be a table"),
        ("[tool.golive]\ncode_quality = 3\n", 2, "tool.golive.code_quality = 3: must be a table"),
        ("[tool.golive]\nwaivers = 3\n", 2, "must be a list of tables"),
        ("[tool.golive]\nwaivers = [3]\n", 2, "tool.golive.waivers[0] = 3: must be a table"),
        ("[tool.golive]\ntargets = ['x']\n", 2, "must be a table"),
        ("[tool.golive]\ntargets.a = 'x'\n", 2, 'tool.golive.targets.a = "x": must be a table'),
        ("[tool.golive]\nnot_applicable = 1\n", 2, "must be a table"),
        ("[tool.golive.code_quality]\nmax_lines = " + "9" * 5000, 0, "not valid TOML"),
    ],
)
def test_broken_files_are_refused_with_a_place(tmp_path, text, line, words):
    error = refuse(tmp_path, text)
    assert words in str(error)
    assert error.line == line


def test_a_broken_golive_toml_is_refused_too(tmp_path):
    assert refuse(tmp_path, "critical = [", "golive.toml").line == 1


def test_a_broken_pyproject_could_hide_a_table(tmp_path):
    (tmp_path / "golive.toml").write_text("")
    refuse(tmp_path, "[project\n")


@pytest.mark.parametrize("name", ["pyproject.toml", "golive.toml"])
def test_what_is_no_file_is_refused(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(SettingsError, match="is not a file"):
        load_settings(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "golive.toml")
    with pytest.raises(SettingsError, match="is not a file"):
        load_settings(tmp_path)


@pytest.mark.parametrize("aim", ["golive.toml", "nowhere"])
def test_links_that_lead_nowhere_are_refused(tmp_path, aim):
    (tmp_path / "golive.toml").symlink_to(aim)
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    def refuse_to_read(self):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(Path, "read_bytes", refuse_to_read)
    with pytest.raises(SettingsError, match=r"pyproject\.toml cannot be read: Permission denied"):
        load_settings(tmp_path)


def test_a_huge_table_is_read(tmp_path):
    globs = ",\n".join(f'"src/file{number}.py"' for number in range(20_000))
    loaded = load(tmp_path, f"[tool.golive]\ncritical = [\n{globs}\n]\n")
    assert len(loaded.settings.critical) == 20_000
    assert loaded.line_of("critical", 19_999) == 20_002
