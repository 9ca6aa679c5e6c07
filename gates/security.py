"""Security Gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.codebase.audit.result import Audit
    from pytest_golive.codebase.bandit.scanning import BanditScan
    from pytest_golive.codebase.secrets.history import SecretHistory
    from pytest_golive.codebase.secrets.scanning import SecretScan
    from pytest_golive.service.answers.attempts import Attempts
    from pytest_golive.service.auth.attempt import Flows
    from pytest_golive.service.limits.limiting import Limiting
    from pytest_golive.service.transport.checking import Transport
    from pytest_golive.settings.security import Security
    from pytest_golive.settings.targets.target import Target
    from pytest_golive.testrun.selection import SecurityTests

pytestmark = pytest.mark.pre_deploy


@gate("Security tests pass")
def security_tests_pass(security_tests: SecurityTests, judge: Judge) -> None:
    """Only a test that tries to break in proves that access control works."""
    judge("security tests that ran", security_tests.ran, at_least=1)
    judge("security tests that failed or were skipped", security_tests.not_passed(), at_most=0)


@gate("No exposed secrets")
def no_exposed_secrets(
    secrets: SecretScan, secret_history: SecretHistory | None, rules: Security, judge: Judge
) -> None:
    """Everyone who has cloned the repository has its secrets, including those that only its history holds."""
    least = rules.secrets_confidence
    found, lesser = secrets.blocking(least), secrets.lesser(least)
    judge("exposed secrets", found, at_most=0, n=secrets.files, source=secrets.source, lesser=lesser)
    if secret_history:
        found, lesser = secret_history.blocking(least), secret_history.lesser(least)
        judge("secrets in the history", found, at_most=0, source=secret_history.source, lesser=lesser)


@gate("No vulnerable code")
def no_vulnerable_code(bandit: BanditScan, rules: Security, judge: Judge) -> None:
    """Attackers know the common vulnerabilities and look for them first."""
    found = bandit.blocking(rules.bandit_severity, rules.bandit_confidence)
    lesser = bandit.lesser(rules.bandit_severity, rules.bandit_confidence)
    judge("vulnerabilities", found, at_most=0, n=bandit.files, source=bandit.source, lesser=lesser)


@gate("No vulnerable dependencies")
def no_vulnerable_dependencies(audit: Audit, judge: Judge) -> None:
    """Attacks on published vulnerabilities are automated, and start within hours."""
    audit.check_any()
    if judge("known vulnerabilities", audit.vulnerable, at_most=0, n=audit.packages, source=audit.source):
        audit.check_complete()


@pytest.mark.smoke
@gate("Auth flows verified", kind="service")
def auth_flows(auth: Flows, judge: Judge) -> None:
    """A service must accept valid credentials and reject everything else, including forged and expired ones."""
    for attempt in auth.judged:
        judge(attempt.name, attempt.outcome, equals=attempt.expected, source=attempt.responses, where=attempt.faults)
    for name, words in auth.notes:
        judge.note(name, words)
    auth.check_complete()


@gate("API keys validated", kind="service")
@pytest.mark.smoke
def api_keys(key_attempts: Attempts, judge: Judge) -> None:
    """An API that accepts invented or revoked keys is open to everyone."""
    for attempt in key_attempts.made:
        judge(attempt.name, attempt.found, equals=attempt.expected, source=attempt.source, where=attempt.faults)
    for what in key_attempts.untried:
        judge.note("not tried", what)


@gate("Rate limiting active", kind="service", permission="rate_limit")
@pytest.mark.smoke
def rate_limit(limiting: Limiting, judge: Judge) -> None:
    """Anyone who can send unlimited requests can guess passwords and overload the service for everyone else."""
    seen = limiting
    judge("requests before the limit", seen.accepted, at_most=seen.declared, source=seen.source, where=seen.late)
    for fact in seen.facts:
        judge(fact.name, fact.found, equals=fact.expected, source=fact.source, where=fact.faults)
    for name, what in seen.notes:
        judge.note(name, what)


@gate("Transport is secure", kind="service")
@pytest.mark.smoke
def transport(transport_seen: Transport, target_settings: Target, judge: Judge) -> None:
    """Without TLS, anyone on the network can read passwords and change responses."""
    for check in transport_seen.checks:
        judge(check.name, check.faults, at_most=0, source=check.source)
    if transport_seen.days is not None:
        least, where = target_settings.transport.days, transport_seen.expiring
        judge("certificate valid for", transport_seen.days, at_least=least, unit=" days", where=where)
    for name, what in transport_seen.notes:
        judge.note(name, what)
