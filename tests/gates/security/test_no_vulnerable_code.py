"""The gate about vulnerable code: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest

SECRETS, CODE = "security::no_exposed_secrets", "security::no_vulnerable_code"
WORD = "pass" + "word"
SHELL = "import subprocess\nsubprocess.run(input(), shell=True)\n"


def test_no_vulnerable_code_passes(shop):
    shop.passes(CODE, "*vulnerabilities: 0*")


def test_no_vulnerable_code_is_breached(shop):
    shop.write("src/shop/run.py", SHELL)
    shop.breaches(CODE, "*vulnerabilities: 1, must be at most 0*", "     src/shop/run.py:2: B602 *")


def test_no_vulnerable_code_honours_and_counts_nosec(shop):
    shop.write("src/shop/run.py", SHELL.replace("True)", "True)  # nosec B602"))
    shop.passes(CODE)
    shop.judge(CODE).stdout.fnmatch_lines(["*1 spared by nosec*"])


def test_no_vulnerable_code_blocks_from_the_severity_that_is_set(shop):
    shop.write("src/shop/run.py", "import subprocess\n")
    shop.passes(CODE)
    shop.settings('[tool.golive.security]\nbandit_severity = "low"\n')
    shop.breaches(CODE, "*src/shop/run.py:1: *B404*")


def test_no_vulnerable_code_cannot_measure_what_is_no_python(shop):
    shop.write("src/shop/run.py", "def broken(:\n")
    shop.cannot_measure(CODE, "*src/shop/run.py*")


def test_sarif_is_written_and_where_it_cannot_be_there_is_no_go(shop):
    shop.write("src/shop/run.py", SHELL)
    assert shop.judge(CODE, "--golive-sarif=out/golive.sarif").ret == 1
    assert '"B602' in (shop.path / "out" / "golive.sarif").read_text()
    shop.write("file", "")
    result = shop.judge(CODE, "--golive-sarif=file/golive.sarif")
    result.stdout.fnmatch_lines(["*file/golive.sarif cannot be written: *"])


@pytest.mark.security
def test_no_vulnerable_code_quotes_no_password(shop):
    value = "sesame-" + "open-7"
    shop.write("src/shop/db.py", f"{WORD} = '{value}'\n\n\ndef log_in(name, {WORD}='{value}'):\n    return name\n")
    result = shop.judge(CODE, "--junitxml=report.xml", "--golive-sarif=out.sarif", "-vv", "-rA", "--showlocals")
    result.stdout.fnmatch_lines(["*  PASS *", "*3 more that do not block*"])
    output = result.stdout.str() + (shop.path / "report.xml").read_text() + (shop.path / "out.sarif").read_text()
    assert "B105 the code contains a password" in output
    assert value not in output
