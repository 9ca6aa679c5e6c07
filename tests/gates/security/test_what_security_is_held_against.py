"""Each gate on security alone: what is compared with what, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.gates import security
from pytest_golive.judging.judge import Judge
from pytest_golive.service.auth.attempt import Attempt, Flows


@pytest.mark.security
@pytest.mark.parametrize(("ran", "failed", "ok"), [(1, (), [True, True]), (0, (PLACE,), [False, False])])
def test_security_tests_pass(ran, failed, ok):
    said, _ = told(security.security_tests_pass, security_tests=Seen(ran=ran, not_passed=lambda: failed))
    assert [(limit, right) for _, limit, _, right in said] == list(zip(["≥ 1", "≤ 0"], ok, strict=True))


class Scan:
    """The result of a scan for secrets or for security faults."""

    files, source = 7, "scan"

    def __init__(self, *found):
        self.found = found

    def blocking(self, *least):
        return [Finding("a.py", 1, one, " ".join(least)) for one in self.found]

    def lesser(self, *least):
        return [Finding("a.py", 2, "lesser", " ".join(least))]


@pytest.mark.security
@pytest.mark.parametrize(("now", "past", "ok"), [((), (), [True, True]), (("a",), ("b",), [False, False])])
def test_no_exposed_secrets(now, past, ok):
    rules = Seen(secrets_confidence="medium")
    said, judge = told(security.no_exposed_secrets, secrets=Scan(*now), secret_history=Scan(*past), rules=rules)
    assert [(name, limit, right) for name, limit, _, right in said] == [
        ("exposed secrets", "≤ 0", ok[0]),
        ("secrets in the history", "≤ 0", ok[1]),
    ]
    assert judge.evidence[0].n == 7
    assert {finding.message for each in judge.evidence for finding in (*each.found, *each.lesser)} == {"medium"}
    assert [len(each.lesser) for each in judge.evidence] == [1, 1]
    without, _ = told(security.no_exposed_secrets, secrets=Scan(), secret_history=None, rules=rules)
    assert [name for name, *_ in without] == ["exposed secrets"]


@pytest.mark.security
@pytest.mark.parametrize("found", [(), ("B602",)])
def test_no_vulnerable_code(found):
    rules = Seen(bandit_severity="medium", bandit_confidence="low")
    said, judge = told(security.no_vulnerable_code, bandit=Scan(*found), rules=rules)
    assert [(limit, right) for _, limit, _, right in said] == [("≤ 0", not found)]
    assert judge.evidence[0].n == 7
    assert {finding.message for finding in (*judge.evidence[0].found, *judge.evidence[0].lesser)} == {"medium low"}


@pytest.mark.security
@pytest.mark.parametrize("found", [(), (PLACE,)])
def test_no_vulnerable_dependencies(found):
    def incomplete():
        raise CannotMeasure("one index did not answer")

    def nothing():
        raise CannotMeasure("no dependency is named")

    audit = Seen(vulnerable=found, packages=9, source="OSV", check_complete=lambda: None, check_any=lambda: None)
    said, judge = told(security.no_vulnerable_dependencies, audit=audit)
    assert said == [("known vulnerabilities", "≤ 0", str(len(found)), not found)]
    assert (judge.evidence[0].n, judge.evidence[0].source) == (9, "OSV")
    unsure = Seen(**{**vars(audit), "check_complete": incomplete})
    if found:  # a breach is told, whatever is unknown beside it
        assert told(security.no_vulnerable_dependencies, audit=unsure)[0] == said
    else:
        with pytest.raises(CannotMeasure, match="one index did not answer"):
            told(security.no_vulnerable_dependencies, audit=unsure)
    with pytest.raises(CannotMeasure, match="no dependency is named"):
        told(security.no_vulnerable_dependencies, audit=Seen(**{**vars(audit), "check_any": nothing}))


@pytest.mark.security
def test_auth_flows_are_not_verified_where_an_attempt_tells_nothing():
    right = Attempt("right credentials", "accepted", "accepted", "200")
    silent = Attempt("expired token", "rejected", "", trouble="/orders: answered 503")
    judge = Judge()
    with pytest.raises(CannotMeasure, match=r"expired token: /orders: answered 503"):
        security.auth_flows(auth=Flows((right, silent)), judge=judge)
    assert [evidence.name for evidence in judge.evidence] == ["right credentials"]
    wrong = Attempt("no credentials", "rejected", "accepted", "200", (PLACE,))
    said, judge = told(security.auth_flows, auth=Flows((right, silent, wrong), (("not tried", "x"),)))
    assert said == [
        ("right credentials", "= accepted", "accepted", True),
        ("no credentials", "= rejected", "accepted", False),
        ("not tried", "", "x", None),
    ]
    assert judge.breaches()[0].found == (PLACE,)


@pytest.mark.security
@pytest.mark.parametrize("found", ["rejected", "accepted"])
def test_api_keys(found):
    attempt = Seen(name="made-up key", found=found, expected="rejected", source="401", faults=(PLACE,))
    said, judge = told(security.api_keys, key_attempts=Seen(made=[attempt], untried=["revoked key"]))
    ok = found == "rejected"
    assert said == [("made-up key", "= rejected", found, ok), ("not tried", "", "revoked key", None)]
    assert judge.evidence[0].found == (PLACE,)


@pytest.mark.security
@pytest.mark.parametrize(("accepted", "ok"), [(10, True), (11, False)])
def test_rate_limit(accepted, ok):
    fact = Seen(name="after the window", found="rejected", expected="accepted", source="x", faults=(PLACE,))
    seen = Seen(accepted=accepted, declared=10, source="burst", late=(PLACE,), facts=[fact], notes=[("told", "x")])
    said, judge = told(security.rate_limit, limiting=seen)
    assert said == [
        ("requests before the limit", "≤ 10", str(accepted), ok),
        ("after the window", "= accepted", "rejected", False),
        ("told", "", "x", None),
    ]
    assert [each.found for each in judge.evidence[:2]] == [(PLACE,), (PLACE,)]


@pytest.mark.security
@pytest.mark.parametrize(("faults", "days", "ok"), [((), 30, [True, True]), ((PLACE,), 29, [False, False])])
def test_transport(faults, days, ok):
    checks = [Seen(name="faults of headers", faults=faults, source="/")]
    settings = Seen(transport=Seen(days=30))
    seen = Seen(checks=checks, days=days, expiring=lambda _least: (), notes=[("spoken", "TLSv1.3")])
    said, _ = told(security.transport, transport_seen=seen, target_settings=settings)
    assert said == [
        ("faults of headers", "≤ 0", str(len(faults)), ok[0]),
        ("certificate valid for", "≥ 30 days", f"{days} days", ok[1]),
        ("spoken", "", "TLSv1.3", None),
    ]
    seen = Seen(checks=checks, days=None, notes=[])
    said, _ = told(security.transport, transport_seen=seen, target_settings=settings)
    assert [name for name, *_ in said] == ["faults of headers"]
