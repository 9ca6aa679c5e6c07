"""Everything that must not be possible."""

import pytest
from shop import auth
from shop.app import create_app
from shop.limits import Limit
from starlette.testclient import TestClient

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


def test_log_ins_are_limited(store):
    client = TestClient(create_app(store, Limit(count=3)))
    tries = [client.post("/login", json={"name": "ann", "password": "wrong"}) for _ in range(5)]
    assert [answer.status_code for answer in tries] == [401, 401, 401, 429, 429]
    assert int(tries[-1].headers["retry-after"]) in range(1, 61)


def test_who_waits_is_admitted_again_and_nobody_else_is_locked_out():
    moment = [0.0]
    limit = Limit(count=2, seconds=10.0, clock=lambda: moment[0])
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 10]
    assert limit.wait("b") == 0
    moment[0] = 9.5
    assert limit.wait("a") == 1
    moment[0] = 10.0
    assert limit.wait("a") == 0


def test_orders_are_not_listed_for_strangers(client):
    assert client.get("/orders").status_code == 401
