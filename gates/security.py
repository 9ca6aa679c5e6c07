"""Security Gate."""

import pytest

from pytest_golive import Judge, gate
from pytest_golive.codebase.bandit import BanditScan
from pytest_golive.codebase.secrets import SecretScan
from pytest_golive.settings.model import Security
from pytest_golive.testrun.result import SecurityTests

pytestmark = pytest.mark.pre_deploy


@gate("Security tests pass")
def security_tests_pass(security_tests: SecurityTests, judge: Judge) -> None:
    """What keeps strangers out is proven by a test that tries to get in."""
    judge("security tests that ran", security_tests.ran, at_least=1)
    judge("security tests that failed or were skipped", security_tests.not_passed(), at_most=0)


@gate("No exposed secrets")
def no_exposed_secrets(secrets: SecretScan, judge: Judge) -> None:
    """A secret in the repository belongs to everyone who ever cloned it."""
    judge("exposed secrets", secrets.findings, at_most=0, n=secrets.files, source=secrets.source)


@gate("No vulnerable code")
def no_vulnerable_code(bandit: BanditScan, rules: Security, judge: Judge) -> None:
    """Known ways to write a hole are known to attackers, too."""
    blocking = bandit.blocking(rules.bandit_severity, rules.bandit_confidence)
    judge("vulnerabilities", blocking, at_most=0, n=bandit.files, source=bandit.source)
