"""Everything that must not be possible."""

import pytest
from shop import auth

pytestmark = pytest.mark.security
ORDER = {"product": "tea", "count": 1}


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong"), ("ann", ""), ("nobody", "correct horse"), ("", "")])
def test_wrong_credentials_are_refused(client, name, password):
    answer = client.post("/login", json={"name": name, "password": password})
    assert answer.status_code == 401
    assert "token" not in answer.json()


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YW5uOng="])
def test_nothing_is_ordered_without_a_session(client, header):
    assert client.post("/orders", json=ORDER, headers={"Authorization": header}).status_code == 401
    assert client.get("/orders/1", headers={"Authorization": header}).status_code == 401


def test_anothers_order_looks_like_none(client, as_ann, as_bob):
    number = client.post("/orders", json=ORDER, headers=as_ann).json()["number"]
    assert client.get(f"/orders/{number}", headers=as_bob).status_code == 404


def test_a_session_ends_with_the_log_out(client, as_ann):
    client.post("/logout", headers=as_ann)
    assert client.post("/orders", json=ORDER, headers=as_ann).status_code == 401


def test_a_session_ends_after_an_hour(store):
    token = auth.log_in(store, "ann", "correct horse", clock=lambda: 0.0)
    assert auth.who(store, token, clock=lambda: 3599.0) == "ann"
    assert auth.who(store, token, clock=lambda: 3600.0) is None


def test_the_database_holds_neither_password_nor_token(store):
    token = auth.log_in(store, "ann", "correct horse")
    with store.changes() as database:
        held = "".join(database.iterdump())
    assert "correct horse" not in held
    assert token not in held
