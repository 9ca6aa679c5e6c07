"""What the gate about security tests measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "security_tests_pass": Explanation(
        "Those tests of the run that tests_pass judges that carry the security marker, or lie under the named paths. A "
        "skipped test proves nothing.",
        ("security.test_marker", "security.test_paths", "tests.command", "tests.junit"),
        "Repair what lets the test fail, and let skipped security tests run. If there are none, write one that tries "
        "to get in and mark it @pytest.mark.security.",
    ),
}
