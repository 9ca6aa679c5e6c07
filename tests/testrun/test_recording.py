"""Every outcome that pytest knows, as the recorder passes it on."""

from __future__ import annotations

import pytest

OUTCOMES = """
    import unittest
    import pytest


    @pytest.mark.security
    def test_passes():
        assert True


    def test_fails():
        assert 1 == 2, "more\\nthan one line"


    @pytest.fixture
    def broken():
        raise ValueError("no table")


    @pytest.fixture
    def breaks_later():
        yield
        raise ValueError("cannot clean up")


    def test_setup_breaks(broken):
        pass


    def test_teardown_breaks(breaks_later):
        pass


    def test_fails_and_teardown_breaks(breaks_later):
        assert False, "itself"


    @pytest.mark.skip(reason="not today")
    def test_skipped():
        pass


    def test_skips_itself():
        pytest.skip("no database")


    @pytest.mark.xfail
    def test_known():
        assert False


    @pytest.mark.xfail(run=False)
    def test_known_not_run():
        assert False


    @pytest.mark.xfail
    def test_known_and_mended():
        pass


    @pytest.mark.xfail(strict=True)
    def test_strictly_known_and_mended():
        pass


    class TestUnit(unittest.TestCase):
        def test_unit(self):
            self.assertEqual(1, 1)

        def test_unit_fails(self):
            self.assertEqual(1, 2)
"""


def test_every_outcome_of_pytest(run_one):
    result, tests = run_one(OUTCOMES)
    assert {name: test.outcome for name, test in tests.items()} == {
        "test_passes": "passed",
        "test_fails": "failed",
        "test_setup_breaks": "error",
        "test_teardown_breaks": "error",
        "test_fails_and_teardown_breaks": "failed",
        "test_skipped": "skipped",
        "test_skips_itself": "skipped",
        "test_known": "xfailed",
        "test_known_not_run": "xfailed",
        "test_known_and_mended": "passed",
        "test_strictly_known_and_mended": "failed",
        "test_unit": "passed",
        "test_unit_fails": "failed",
    }
    assert (result.passed, result.failed, result.errors, result.skipped) == (3, 4, 2, 2)
    assert (result.ran, result.missing, result.complete, result.exit_status) == (11, 0, True, 1)
    assert tests["test_passes"].markers == {"security"}
    assert (tests["test_passes"].file, tests["test_passes"].line) == ("test_it.py", 6)
    assert tests["test_fails"].message.startswith("AssertionError: more")
    assert tests["test_fails_and_teardown_breaks"].message.startswith("AssertionError: itself")
    assert tests["test_skipped"].message == "not today"
    assert [found.message for found in result.failures() if "test_fails " in found.message] == [
        "test_it.py::test_fails failed: AssertionError: more"
    ]


@pytest.mark.parametrize(
    "options",
    [("-n", "2"), ("--import-mode=importlib",), ("-W", "error"), ("-p", "no:terminal"), ("-p", "no:junitxml"), ("-v",)],
    ids=" ".join,
)
def test_markers_and_outcomes_under(options, run_one):
    result, tests = run_one(
        """
        import pytest

        pytestmark = pytest.mark.filterwarnings("error")

        @pytest.mark.parametrize("number", [1, 2])
        @pytest.mark.xfail(reason="a mark of pytest's own")
        def test_two(number):
            assert number == 2

        def test_one():
            assert False
        """,
        *options,
    )
    assert {name: test.outcome for name, test in tests.items()} == {
        "test_two[1]": "xfailed",
        "test_two[2]": "passed",
        "test_one": "failed",
    }
    assert tests["test_two[1]"].markers == {"filterwarnings", "parametrize", "xfail"}
    assert (result.expected, result.complete, result.exit_status) == (3, True, 1)


def test_doctests_are_tests(make, run):
    root = make(**{"lib.py": 'def one():\n    """\n    >>> one()\n    2\n    """\n    return 1\n'})
    result = run(root, "pytest", "--doctest-modules")
    assert [(test.outcome, test.file) for test in result.tests] == [("failed", "lib.py")]


def test_a_failed_subtest_fails_its_test_and_a_skipped_one_does_not(run_one):
    _, tests = run_one(
        """
        import unittest

        class TestParts(unittest.TestCase):
            def test_one_fails(self):
                for number in range(3):
                    with self.subTest(number=number):
                        self.assertLess(number, 2)

            def test_one_is_skipped(self):
                with self.subTest("skipped"):
                    self.skipTest("part")

            def test_all_is_well(self):
                with self.subTest("well"):
                    pass
        """
    )
    assert tests["test_one_fails"].outcome == "failed"
    # Before pytest 9, a skipped part skips all of its test.
    assert tests["test_one_is_skipped"].outcome == ("passed" if hasattr(pytest, "Subtests") else "skipped")
    assert tests["test_all_is_well"].outcome == "passed"


def test_a_rerun_that_passes_is_a_pass_and_one_that_does_not_is_none(run_one):
    _, tests = run_one(
        """
        tries = []

        def test_flaky():
            tries.append(1)
            assert len(tries) > 1

        def test_hopeless():
            assert False
        """,
        *("-p", "rerunfailures", "--reruns", "2"),
    )
    assert tests["test_flaky"].outcome == "passed"
    assert tests["test_hopeless"].outcome == "failed"
