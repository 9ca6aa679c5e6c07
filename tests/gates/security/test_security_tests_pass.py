"""The gate about security tests: it passes, is breached, cannot measure."""

from __future__ import annotations

GUARDS = "security::security_tests_pass"


def test_security_tests_pass_passes(shop):
    shop.passes(GUARDS, "*security tests that ran: 1*")


def test_security_tests_pass_is_breached(shop):
    shop.write("src/shop/pay.py", "def pay(cents):\n    return cents\n")
    shop.breaches(GUARDS, "*failed or were skipped: 1*", "*tests/test_pay.py:*test_nothing_is_not_paid*")


def test_security_tests_pass_is_breached_by_a_skip(shop):
    text = (shop.path / "tests/test_pay.py").read_text()
    shop.write(
        "tests/test_pay.py", text.replace("@pytest.mark.security\n", "@pytest.mark.security\n@pytest.mark.skip\n")
    )
    shop.breaches(GUARDS, "*security tests that ran: 0*")


def test_security_tests_pass_by_path(shop):
    shop.write("tests/security/test_login.py", "def test_login():\n    pass\n")
    shop.settings('[tool.golive.security]\ntest_paths = ["tests/security/**"]\n')
    shop.passes(GUARDS, "*security tests that ran: 2*")


def test_security_tests_pass_is_not_set_up_where_none_is_marked(shop):
    text = (shop.path / "tests/test_pay.py").read_text()
    shop.write("tests/test_pay.py", text.replace("@pytest.mark.security\n", ""))
    shop.cannot_measure(GUARDS, "*marker 'security'*", word="NOT SET UP")


def test_security_tests_pass_is_breached_by_a_path_that_holds_none(shop):
    shop.settings('[tool.golive.security]\ntest_marker = "nosuch"\ntest_paths = ["tests/nosuch/**"]\n')
    shop.breaches(GUARDS, "*security tests that ran: 0, must be at least 1*")


def test_security_tests_pass_cannot_measure_where_tests_cannot_be_collected(shop):
    shop.write("tests/test_login.py", "def test_login(:\n")
    shop.cannot_measure(GUARDS, "*tests/test_login.py could not be collected, so it is unknown which security tests*")
