"""The gate about coverage: it passes, is breached, cannot measure."""

from __future__ import annotations

TESTS, COVERAGE = "code_quality::tests_pass", "code_quality::coverage"


MORE = "\n\ndef refund(cents):\n    if cents > 5:\n        return 5\n    if cents > 4:\n        return 4\n    return cents\n"


def test_coverage_passes(shop):
    shop.passes(COVERAGE, "*coverage: 100 %, must be at least 80 %*")


def test_coverage_is_breached(shop):
    """By lines that no test runs, by files that none imports, and by those that no report knows."""
    shop.write("src/shop/pay.py", (shop.path / "src/shop/pay.py").read_text() + MORE)
    shop.write("src/shop/never.py", MORE * 3)
    shop.write("src/acme/billing/jobs.py", MORE * 3)
    result = shop.judge(COVERAGE)
    result.stdout.fnmatch_lines(["*  FAIL *", "*coverage: *must be at least 80 %*"])
    result.stdout.fnmatch_lines_random(
        ["*src/shop/pay.py*", "*src/shop/never.py*", "*src/acme/billing/jobs.py:*: no test run measured it*"]
    )
    assert result.ret == 1
    assert "Traceback" not in result.stdout.str()


def test_coverage_is_breached_by_the_lines_changed_since_the_release(shop, git):
    shop.write("src/shop/big.py", "".join(f"x{i} = {i}\n" for i in range(190)))
    shop.write("tests/test_big.py", "import shop.big\n\ndef test_big():\n    assert shop.big\n")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    new = "".join(f"    y{i} = {i}\n" for i in range(25))
    shop.write("src/shop/new.py", f"def new():\n{new}")
    shop.breaches(COVERAGE, "*changed lines: 0 %, must be at least 80 %*")


def test_coverage_does_not_judge_a_handful_of_changed_lines(shop, git):
    git(shop.path, "tag", "v1.1.0")
    shop.write("src/shop/new.py", "def new():\n    return 1\n")
    shop.settings("[tool.golive.code_quality]\ncoverage = 50\n")
    shop.passes(COVERAGE)


def test_coverage_cannot_measure_data_that_is_not_there(shop):
    shop.settings('[tool.golive.tests]\ncoverage_data = "coverage.xml"\n')
    shop.cannot_measure(COVERAGE, "*coverage.xml*")


def test_coverage_cannot_measure_broken_data(shop):
    shop.settings('[tool.golive.tests]\ncoverage_data = "cover.dat"\n')
    shop.write("cover.dat", "garbage")
    shop.cannot_measure(COVERAGE, "*cover.dat*")


def test_coverage_is_breached_by_what_the_configuration_keeps_out_of_the_count(shop):
    big = "def big(x):  # pragma: no cover\n" + "    x += 1\n" * 30
    shop.write("src/shop/pay.py", (shop.path / "src/shop/pay.py").read_text() + big)
    shop.breaches(
        COVERAGE, "*kept out of the count: *, must be at most 20 %*", "*31 lines are kept out of the count by*"
    )


def test_coverage_is_breached_by_changed_lines_that_are_kept_out_of_the_count(shop, git):
    shop.write("src/shop/big.py", "".join(f"x{i} = {i}\n" for i in range(190)))
    shop.write("tests/test_big.py", "import shop.big\n\ndef test_big():\n    assert shop.big\n")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    new = "def new(x):  # pragma: no cover\n" + "    x += 1\n" * 25
    shop.write("src/shop/pay.py", (shop.path / "src/shop/pay.py").read_text() + new)
    shop.breaches(COVERAGE, "*changed lines kept out of the count: 100 %, must be at most 20 %*")


def test_coverage_cannot_measure_tests_that_could_not_be_collected(shop):
    shop.write("tests/test_more.py", "import no_such_module\n")
    shop.cannot_measure(COVERAGE, "*not all tests were run*tests/test_more.py could not be collected*")
