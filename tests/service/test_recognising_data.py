"""Data is recognised by its values and words; a rejection with similar text is not data."""

from __future__ import annotations

import json

import pytest

from pytest_golive.service.auth.seeing.data import has_words
from pytest_golive.service.auth.seeing.recognising import data_of
from pytest_golive.service.http.answer import Answer

RECORD = {"user": "admin", "orders": [{"id": 4711, "product": "Teapot"}], "customer": "Ada Lovelace"}
LAYOUT = "<html><body><nav>Orders Help</nav>{}<footer>Imprint of us</footer></body></html>"


def answer(body, path="/orders"):
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer("GET", f"http://h{path}", 200, (), text.encode())


def shows(rejected, accepted=RECORD, named="", public=(), path="/orders"):
    return data_of(named, [answer(accepted, path)], [answer(page) for page in public]).is_in(answer(rejected, path))


@pytest.mark.parametrize(
    "rejected",
    [
        "administrators only",
        "for the admin only",
        {"error": "administrators only"},
        {"error": "needs the role admin"},
        {"detail": "You are not admin.", "user": "bob"},
        {"error": "no", "orders": []},
        LAYOUT.format("<p>Only an admin may read this</p>"),
        {"user": None, "orders": None, "customer": None},
        "",
        "null",
    ],
)
def test_a_refusal_that_only_sounds_like_the_data(rejected):
    assert not shows(rejected)
    assert not shows(rejected, {"user": "admin", "mail": "a@shop.example"})
    assert not shows(rejected, {"role": "admin"})


@pytest.mark.security
@pytest.mark.parametrize(
    "rejected",
    [
        RECORD,
        {"error": "no", "debug": RECORD},
        {"error": "no", "orders": [{"product": "Teapot", "id": 4711}]},
        {"customer": "Ada Lovelace", "id": "4711"},
        {"message": "Order 4711 of Ada Lovelace is not yours"},
        "Order 4711 of Ada Lovelace is not yours",
        LAYOUT.format("<p>Teapot</p><p>Ada&nbsp;Lovelace</p>"),
        [["Teapot", "Ada Lovelace"]],
    ],
)
def test_the_data_in_another_form(rejected):
    assert shows(rejected)


@pytest.mark.security
@pytest.mark.parametrize(
    ("rejected", "told"),
    [
        ("administrators only", False),
        ("superadmin", False),
        ("no admin_role", False),
        ({"error": "administrators only"}, False),
        ("admin", True),
        ({"error": "no", "user": "admin"}, True),
        ({"error": "the admin\nonly"}, True),
        (LAYOUT.format("<b>admin</b>"), True),
    ],
)
def test_the_text_of_the_settings_is_looked_for_as_words(rejected, told):
    assert shows(rejected, named="admin") is told


def test_a_text_that_is_a_piece_of_a_word_in_the_data_is_looked_for_as_a_piece():
    assert shows("Order-4711-A", {"id": "Order-4711-A"}, "er-4711")
    assert shows({"id": "xOrder-4711"}, {"id": "aOrder-4711"}, "Order-4711")


def test_a_table_counts_unless_it_only_repeats_the_request_or_is_public():
    data = {"at": [1, 2], "request": {"method": "GET", "path": "/orders"}, "meta": {"api": "v1"}}
    assert shows({"at": [1, 2], "error": "no"}, data)
    assert not shows({"at": [2, 1], "error": "no"}, data)
    assert not shows({"request": {"method": "GET", "path": "/orders"}, "error": "no"}, data)
    assert shows({"meta": {"api": "v1"}, "error": "no"}, data)
    assert not shows({"meta": {"api": "v1"}, "error": "no"}, data, public=[{"meta": {"api": "v1"}, "error": "404"}])


@pytest.mark.parametrize("text", ["[" * 90 + '"Teapot"' + "]" * 90, '{"a":' * 90 + '"Teapot"' + "}" * 90])
def test_deep_tables_are_compared_without_end(text):
    assert not shows({"error": "no"}, text)
    assert shows(text, text)


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"", b"{", b"\x00" * 1000, b"<" * 100_000])
def test_bodies_of_any_kind_can_be_compared(body):
    broken = Answer("GET", "http://h/orders", 403, (), body)
    assert not data_of("", [answer(RECORD)], []).is_in(broken)
    assert not data_of("admin", [answer(RECORD)], []).is_in(broken)
    data_of("", [broken], []).is_in(answer({"error": "no"}))


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("the admin only", "admin", True),
        ("administrators, admins and the admin", "admin", True),
        ("administrators", "admin", False),
        ("Zoë", "Zo", False),
        ("id=4711;", "4711", True),
        ("47111", "4711", False),
        ("(Tea) pot", "(Tea)", True),
        ("a", "", False),
    ],
)
def test_words(text, part, found):
    assert has_words(text, part) is found
