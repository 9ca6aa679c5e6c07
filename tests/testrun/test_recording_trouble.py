"""Runs that fail, and tests that disturb the recorder."""

from __future__ import annotations

import os

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.recording.merging import Record


def test_a_file_that_cannot_be_imported_is_an_error_and_a_skipped_one_a_skip(make, run):
    root = make(
        **{
            "test_broken.py": "import nothing_of_that_name\n",
            "test_left_out.py": "import pytest\npytest.skip('no driver', allow_module_level=True)\n",
            "test_good.py": "def test_good():\n    pass\n",
        }
    )
    result = run(root)
    assert {test.id: test.outcome for test in result.tests} == {
        "test_broken.py": "error",
        "test_left_out.py": "skipped",
    }
    messages = [found.message for found in result.failures()]
    assert messages[0] == "test_broken.py error: ModuleNotFoundError: No module named 'nothing_of_that_name'"
    assert messages[1].startswith("1 of 3 tests never ran")
    assert result.exit_status == 2


def test_a_test_in_the_middle_of_which_the_process_dies_is_an_error(run_one):
    for death, status in (("os.kill(os.getpid(), 9)", -9), ("os._exit(0)", 0)):
        result, tests = run_one(f"import os\ndef test_a(): pass\ndef test_b(): {death}\ndef test_c(): pass\n")
        assert {name: test.outcome for name, test in tests.items()} == {"test_a": "passed", "test_b": "error"}
        assert (result.exit_status, result.complete, result.missing) == (status, False, 1)
        assert [found.key for found in result.failures()][1:] == ["missing tests", "incomplete"]


def test_a_crashed_worker_is_a_failure(run_one):
    result, tests = run_one("import os\ndef test_a(): pass\ndef test_b(): os._exit(1)\n", "-n", "1")
    assert {name: test.outcome for name, test in tests.items()} == {"test_a": "passed", "test_b": "failed"}
    assert "crashed" in tests["test_b"].message
    assert result.failures()


def test_tests_left_after_the_first_failure_are_missing(run_one):
    result, _ = run_one("def test_a(): assert 0\ndef test_b(): pass\n", "-x")
    assert (result.failed, result.missing) == (1, 1)
    assert result.failures()[1].message.startswith("1 of 2 tests never ran")


def test_tests_deselected_by_the_project_are_not_missing(run_one):
    result, tests = run_one("def test_a(): pass\ndef test_b(): pass\n", "-k", "test_a")
    assert (list(tests), result.missing, result.failures()) == (["test_a"], 0, ())


def test_tests_that_replace_the_operating_system_cannot_stop_the_recorder(run_one):
    result, tests = run_one(
        """
        import builtins, json, os, time

        def test_replaces(monkeypatch):
            def refuse(*args, **kwargs):
                raise PermissionError("not here")
            for module, name in ((os, "open"), (os, "write"), (time, "time"), (time, "monotonic")):
                monkeypatch.setattr(module, name, refuse)
            monkeypatch.setattr(builtins, "open", refuse)

        def test_closes_everything():
            for number in range(3, 30):
                try:
                    os.fstat(number), os.readlink(f"/proc/self/fd/{number}")
                    if os.readlink(f"/proc/self/fd/{number}").endswith("/record"):
                        os.close(number)
                except OSError:
                    pass

        def test_after():
            pass
        """,
        "-s",
    )
    assert {test.outcome for test in tests.values()} == {"passed"}
    assert (len(tests), result.complete) == (3, True)


def test_what_the_tests_start_knows_nothing_of_the_recorder(run_one):
    result, tests = run_one(
        """
        import os, subprocess, sys

        def test_environment():
            assert not [name for name in os.environ if name.startswith(("GOLIVE_TEST_", "PYTEST_ADDOPTS"))]
            assert "golive" not in os.environ.get("PYTHONPATH", "")

        def test_inner(tmp_path):
            (tmp_path / "test_inner.py").write_text("def test_fails(): assert 0")
            done = subprocess.run([sys.executable, "-m", "pytest", str(tmp_path)], capture_output=True)
            assert done.returncode == 1
        """
    )
    assert [test.outcome for test in result.tests] == ["passed", "passed"], result.failures()
    assert sorted(tests) == ["test_environment", "test_inner"]


def test_a_project_in_a_folder_with_an_odd_name(tmp_path, commit, run):
    root = tmp_path / os.fsdecode(b"lat\xe9n, two\nlines and $HOME")
    root.mkdir()
    (root / "test_it.py").write_text("def test_a(): assert 0, 'caf\\u00e9 \\udcff'\n")
    (root / os.fsdecode(b"test_\xe9.py")).write_text("def test_b(): pass\n")
    commit(root)
    result = run(root, with_coverage=True)
    assert {test.file: test.outcome for test in result.tests} == {
        "test_it.py": "failed",
        os.fsdecode(b"test_\xe9.py"): "passed",
    }
    assert result.junit == str(root / ".golive/tests.xml")
    assert [path.name for path in tmp_path.iterdir()] == [root.name]


def test_a_record_that_is_damaged_is_no_result(tmp_path):
    file = tmp_path / "record"
    for line in (b"{broken\n", b'{"event": "begin"}\n', b"[1]\n"):
        file.write_bytes(line)
        with pytest.raises(CannotMeasure, match="record of the test run is damaged"):
            Record(file, tmp_path).update()
    file.write_bytes(b'{"half a line"')
    record = Record(file, tmp_path)
    record.update()
    assert not record.exists
