"""api_keys on FastAPI's own API key scheme: each weakness is found, and nothing else turns red."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.security]
GATES = ("healthy", "api_keys")
KEYS = {
    "key_env": "SHOP_KEY",
    "second_key_env": "SHOP_SECOND_KEY",
    "revoked_key_env": "SHOP_REVOKED_KEY",
    "other_key_env": "SHOP_OTHER_KEY",
    "protected": ["/stock"],
    "shows": "pieces",
}


@pytest.fixture
def aimed(checklist, fastapi, monkeypatch):
    for name, value in fastapi.secrets.items():
        monkeypatch.setenv(name, value)
    checklist.aim(GATES, url=fastapi.url, api_keys=KEYS)
    return checklist


@pytest.mark.parametrize("habit", [(), ("forbids",)])
def test_a_sound_service_is_a_go(aimed, fastapi, habit):
    with fastapi.faults.on(*habit):
        rows = aimed.run()
    assert rows.those("passed") == set(GATES), rows.said
    assert rows.status == 0


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("no_key", "no key"),
        ("any_key", "wrong"),
        ("truncated_key", "truncated"),
        ("revoked_key", "revoked"),
        ("other_key", "other"),
        ("key_in_query", "query"),
    ],
)
def test_a_weakness_turns_its_row_red_and_no_other(aimed, fastapi, fault, said):
    with fastapi.faults.on(fault):
        rows = aimed.run("-vv", "--showlocals", "-rA", "-o", "junit_logging=all")
    assert rows.red == {"api_keys": "failed"}, rows.said
    assert said in rows.messages["api_keys"]
    written = rows.said + (aimed.path / "report.xml").read_text()
    assert not [name for name, value in fastapi.secrets.items() if value in written]
