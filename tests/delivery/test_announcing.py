"""Messages in the form that each channel publishes, and what its answers mean."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pytest_golive.delivery.announcing.message import Message, payload
from pytest_golive.delivery.announcing.receipts import Receipt, announced, keep, receipts_in
from pytest_golive.delivery.announcing.webhooks import post
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK

MESSAGE = Message(
    "shop", "2.0.0", "GO, 111 of 111 rows verified", "12 changes.", ("pay() was removed",), ("https://shop.example/r",)
)
TOKEN = "x0" + "b-team-of-ann"


@pytest.fixture(autouse=True)
def _forgotten():
    """What one test hides is nothing to another."""
    yield
    MASK.reset()


def test_the_token_is_hidden_wherever_it_is_shown_and_the_host_is_not(serve):
    told(serve, (200, {}, b"ok"))
    assert TOKEN not in MASK.hide(f"see /services/{TOKEN}, {TOKEN} or http://127.0.0.1:1/services/{TOKEN}")
    assert MASK.hide("http://127.0.0.1:4/") == "http://127.0.0.1:4/"


def told(serve, answer, kind="slack"):
    """The outcome of a message whose webhook gives *answers* (the last one repeats), and the requests it got."""
    answers = [answer] if isinstance(answer, tuple) else answer
    server = serve(lambda request: answers[min(len(server.requests), len(answers)) - 1])
    waits = []
    url = f"{server.url}/services/{TOKEN}"
    delivery = post(kind, url, payload(kind, MESSAGE), name="team", variable="HOOK", wait=waits.append)
    return delivery, server.requests, waits


@pytest.mark.parametrize(
    ("kind", "answer", "how", "is_accepted"),
    [
        ("slack", (200, {}, b"ok"), "responded with status 200", False),
        ("mattermost", (200, {}, b"ok\n"), "responded with status 200", False),
        ("teams", (202, {}, b""), "responded with status 202", True),
        ("discord", (200, {}, b'{"id": "1234", "content": "x"}'), "responded with status 200, message 1234", False),
        ("json", (204, {}, b""), "responded with status 204", False),
    ],
)
def test_what_has_arrived_is_told(serve, kind, answer, how, is_accepted):
    delivery, requests, _ = told(serve, answer, kind)
    assert delivery.how.endswith(how)
    assert delivery.is_accepted == is_accepted
    ((method, path, headers, body),) = requests
    assert (method, headers["Content-Type"]) == ("POST", "application/json")
    assert path == f"/services/{TOKEN}" + ("?wait=true" if kind == "discord" else "")
    assert json.loads(body) == payload(kind, MESSAGE)
    assert TOKEN not in delivery.how


@pytest.mark.parametrize(
    ("kind", "answer", "what"),
    [
        (
            "slack",
            (200, {}, b"<html>log in</html>"),
            "it is unknown whether team was notified: .*, without the word ok",
        ),
        ("discord", (200, {}, b"{}"), "without the message's id"),
        ("discord", (200, {}, b"[" * 100_000), "without the message's id"),
        (
            "slack",
            (302, {"Location": "https://elsewhere.example/"}, b""),
            "team was not notified: .* responds with status 302; the address is not .* final address into HOOK",
        ),
        (
            "slack",
            (404, {}, b"no_service"),
            "team was not notified: .* responds with status 404.*the webhook no longer exists",
        ),
        ("slack", (500, {}, b""), "team was not notified: .* responds with status 500"),
        ("slack", (429, {"Retry-After": "3600"}, b""), "team was not notified: .* responds with status 429"),
    ],
)
def test_what_has_not_arrived_is_an_error_and_tells_no_token(serve, kind, answer, what):
    with pytest.raises(CannotMeasure, match=what) as caught:
        told(serve, answer, kind)
    assert TOKEN not in str(caught.value)


def test_a_channel_that_is_busy_is_asked_again_and_no_other(serve):
    busy = (429, {"Retry-After": "2"}, b"")
    delivery, requests, waits = told(serve, [busy, busy, (200, {}, b"ok")])
    assert len(requests) == 3
    assert waits == [2, 2]
    assert delivery.how.endswith("responded with status 200")


def test_an_answer_that_breaks_off_leaves_it_open(speak):
    url = speak(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"))
    with pytest.raises(CannotMeasure, match=r"it is unknown whether team was notified.*--again"):
        post("slack", f"{url}/{TOKEN}", {}, name="team", variable="HOOK")


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://127.0.0.1:9/" + TOKEN, "team was not notified: .*the connection was refused"),
        (
            "http://192.0.2.1/" + TOKEN,
            "team was not notified: .*it is plain http, .*; use the webhook's https:// address",
        ),
        ("not an address", "HOOK holds no valid address of a webhook"),
    ],
)
def test_what_leads_nowhere_is_not_told(url, what):
    with pytest.raises(CannotMeasure, match=what) as caught:
        post("slack", url, {}, name="team", variable="HOOK")
    assert TOKEN not in str(caught.value)


def test_a_receipt_counts_for_its_release_alone(tmp_path):
    receipt = Receipt(
        "team", "slack", "2.0.0", "a" * 40, "2026-11-26T10:00:00+00:00", "responded with status 200", False
    )
    keep(tmp_path / "told", receipt)
    file = tmp_path / "told" / "2.0.0-team.json"
    assert '"is_confirmed": true' in file.read_text()
    assert [*receipts_in(tmp_path / "told")] == [receipt]
    file.write_text(file.read_text().replace('"is_confirmed": true', '"is_accepted": false'))  # as earlier versions
    assert [*receipts_in(tmp_path / "told")] == [receipt]
    found = announced({"team": "slack", "boss": "json"}, [receipt], ("a" * 40,), "told")
    assert [one.message for one in found.missing] == ["boss was not notified of this release"]
    assert found.told == (("team", "slack, 2026-11-26T10:00:00+00:00: responded with status 200"),)
    assert len(announced({"team": "slack"}, [receipt], ("b" * 40,), "told").missing) == 1
    assert [*receipts_in(tmp_path / "none")] == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "email"}, ": its receipt is for 'email', but the settings name slack"),
        ({"version": "0.0.1"}, ": its receipt is for '0.0.1', but this release is 2.0.0"),
        ({"version": "next"}, ": its receipt is for 'next', but this release is 2.0.0"),
        ({"sent": "2999-01-01T00:00:00+00:00"}, ": its receipt has a time of sending in the future"),
        ({"sent": "2026-11-26T10:00:00"}, ": its receipt has no time of sending in UTC"),
        ({"sent": "yesterday"}, ": its receipt has no time of sending in UTC"),
        ({"commit": "b" * 40}, ""),
    ],
)
def test_a_receipt_of_something_else_does_not_count(change, why):
    right = Receipt("team", "slack", "2.0", "a" * 40, "2026-11-26T10:00:00+00:00", "responded with status 200", False)
    wrong = replace(right, **change)
    (found,) = announced({"team": "slack"}, [wrong], ("a" * 40,), "told", "2.0.0").missing
    assert found.message == f"team was not notified of this release{why}"
    assert announced({"team": "slack"}, [wrong, right], ("a" * 40,), "told", "2.0.0").missing == ()


def test_a_receipt_stays_in_its_folder_whatever_the_version_is_called(tmp_path):
    path = keep(tmp_path, Receipt("team", "slack", "../../2.0/x", "a" * 40, "2026", "x", False))
    assert path.parent == tmp_path
    assert path.is_file()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"audience": "team"}', "[" * 50_000])
def test_a_receipt_that_is_none_is_an_error(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(CannotMeasure, match=r"the receipt a\.json cannot be read"):
        [*receipts_in(tmp_path)]


def test_a_receipt_of_other_types_is_an_error(tmp_path):
    keep(tmp_path, Receipt("team", "slack", "2", 7, "2026", "x", False))
    with pytest.raises(CannotMeasure, match="holds values that no receipt has"):
        [*receipts_in(tmp_path)]
