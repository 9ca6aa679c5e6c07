"""What the gate about security tests measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "security_tests_pass": Explanation(
        "The tests of the run that tests_pass judges that have the security marker, or lie under the named paths. A "
        "skipped test proves nothing.",
        ("security.test_marker", "security.test_paths", "tests.command", "tests.junit"),
        "Fix what makes the test fail, and enable skipped security tests. If there are none, write a test that tries "
        "to break in and mark it @pytest.mark.security.",
        said=("security test suite green",),
    ),
}
