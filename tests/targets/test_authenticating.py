"""Every fault of a log-in is found and named by its attempt, and no other attempt is blamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import Demo, answering, demo

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.masking.known import MASK
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import target_in
from pytest_golive.targets.access import log_in
from pytest_golive.targets.authenticating import check_auth
from pytest_golive.targets.live import Live

pytestmark = pytest.mark.security


@pytest.fixture(scope="module")
def demo_():
    with demo() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_is_secret_yet():
    MASK.reset()
    yield
    MASK.reset()


def opened(demo_: Demo, schemes=(), url="", **target) -> Live:
    """The reference service as the settings describe it; with *schemes*, only these log-ins."""
    tables = [dict(auth) for auth in demo_.table["auth"] if not schemes or auth["scheme"] in schemes]
    described = target_in(demo_.table | {"auth": tables}, "demo")
    where = Target("demo", url or demo_.url, **target)
    return Live(where, described, demo_.environment, Path.cwd())


def red(flows):
    return {attempt.name for attempt in flows.attempts if attempt.is_breach}


def test_a_sound_service_is_believed_in_every_attempt(demo_):
    flows = check_auth(opened(demo_))
    assert red(flows) == set()
    flows.check_complete()
    assert all(attempt.responses for attempt in flows.judged)
    assert len({attempt.name for attempt in flows.judged}) == len(flows.judged) > 40


@pytest.mark.parametrize(
    ("fault", "schemes", "words"),
    [
        ("auth_not_enforced", ("bearer",), "no credentials"),
        ("auth_not_enforced", ("basic",), "no credentials"),
        ("auth_not_enforced", ("session",), "no credentials"),
        ("wrong_password_admitted", ("basic",), "wrong password"),
        ("wrong_password_admitted", ("session",), "wrong password"),
        ("wrong_password_admitted", ("oauth2",), "wrong secret"),
        ("malformed_admitted", ("bearer",), "malformed"),
        ("expired_admitted", ("bearer",), "expired"),
        ("revoked_admitted", ("bearer",), "revoked"),
        ("role_not_enforced", ("bearer",), "lesser"),
        ("logout_ineffective", ("session",), "log-out"),
        ("csrf_not_checked", ("session",), "CSRF"),
        ("jwt_none_admitted", ("bearer",), "alg: none"),
        ("jwt_signature_unchecked", ("bearer",), "foreign key"),
        ("jwt_audience_unchecked", ("bearer",), "audience"),
        ("jwt_issuer_unchecked", ("bearer",), "issuer"),
        ("jwt_crit_ignored", ("bearer",), "critical"),
        ("jwt_not_before_ignored", ("bearer",), "token that is not valid yet"),
        ("forbidden_as_nobody", ("bearer",), "lesser identity on what is forbidden"),
        ("revocation_ineffective", ("oauth2",), "token after log-out"),
        ("refused_with_data", ("bearer",), "no credentials"),
        ("leaking_header", ("bearer",), "not repeated|headers of answers"),
        ("redirect_elsewhere", ("bearer",), "right credentials"),
    ],
)
def test_each_fault_is_told_by_its_attempt(demo_, fault, schemes, words):
    live = opened(demo_, schemes)
    with demo_.faulty(fault):
        flows = check_auth(live)
    found = red(flows)
    assert any(word in name for name in found for word in words.split("|")), found
    faults = [fault for attempt in flows.attempts if attempt.is_breach for fault in attempt.faults]
    said = " ".join(finding.message for finding in faults)
    assert faults
    assert not [name for name, value in demo_.environment.items() if len(value) > 12 and value in said]


@pytest.mark.parametrize("fault", ["failing", "unhealthy", "limiter_off", "key_not_enforced", "missing_headers"])
def test_a_fault_of_something_else_is_not_blamed_on_the_log_in(demo_, fault):
    with demo_.faulty(fault):
        assert red(check_auth(opened(demo_, ("bearer", "session")))) == set()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_answer_that_tells_nothing_is_no_refusal(demo_, status):
    with answering(status) as url:
        live = opened(demo_, ("bearer",), url)
        with pytest.raises(CannotMeasure, match=str(status)):
            check_auth(live).check_complete()


@pytest.mark.parametrize("status", [401, 403])
def test_a_service_that_refuses_everybody_proves_nothing(demo_, status):
    with answering(status) as url:
        assert any("right credentials" in name for name in red(check_auth(opened(demo_, ("bearer",), url))))


def test_a_service_that_admits_everybody_is_found(demo_):
    data = Service(Target("demo", demo_.url)).ask("/orders", headers=log_in(opened(demo_, ("bearer",)))).text
    with answering(200, body=data) as url:
        assert any("no credentials" in name for name in red(check_auth(opened(demo_, ("bearer",), url))))
    with answering(200, body='{"detail": "welcome"}') as url:
        assert red(check_auth(opened(demo_, ("bearer",), url))) == {"token: right credentials"}


def test_nothing_is_written_to_production(demo_):
    live = opened(demo_, ("session",), production=True)
    with pytest.raises(Unreachable, match="--golive-allow=auth_flows"):
        check_auth(live)
    flows = frozenset({"auth_flows"})
    permitted = opened(demo_, ("session",), production=True, by_settings=flows, by_option=flows)
    assert red(check_auth(permitted)) == set()
    assert red(check_auth(opened(demo_, ("bearer", "basic"), production=True))) == set()


def test_a_breach_is_told_even_if_another_log_in_cannot_be_tried(demo_):
    with demo_.faulty("revoked_admitted"):
        flows = check_auth(opened(demo_, production=True))
    assert red(flows) == {"token: revoked token"}
    assert [words for name, words in flows.notes if name == "could not be measured, too"]


def test_a_signing_key_that_is_another_one_is_no_measure(demo_):
    live = opened(demo_, ("bearer",))
    wrong = {**demo_.environment, "GOLIVE_DEMO_SIGNING_KEY": "another-key-altogether-of-some-length"}
    with pytest.raises(CannotMeasure, match="signing_key is not the key") as caught:
        check_auth(Live(live.target, live.table, wrong, live.root))
    assert "another-key" not in str(caught.value)


def test_a_variable_that_is_not_set_is_named(demo_):
    live = opened(demo_, ("bearer",))
    bare = Live(live.target, live.table, {}, live.root)
    with pytest.raises(NotSetUp, match="GOLIVE_DEMO_READER_TOKEN is not set"):
        check_auth(bare)
    with pytest.raises(NotSetUp, match="no log-in of demo is described"):
        check_auth(Live(live.target, live.table.model_copy(update={"auth": ()}), {}, live.root))


@pytest.mark.parametrize("scheme", ["bearer", "basic", "session", "oauth2"])
def test_who_is_logged_in_may_read(demo_, scheme):
    live = opened(demo_, (scheme,))
    path = live.table.auth[0].protected[0]
    assert Service(live.target).ask(path, headers=log_in(live)).status == 200
    assert Service(live.target).ask(path).status in {302, 303, 401}
