"""What is missing in a response, in words."""

from __future__ import annotations

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.expecting import Expected, check_endpoints, differences, faults_of
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target


@pytest.mark.parametrize(
    ("wanted", "found", "words"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": {"b": [1]}}, {"a": {"b": [1, 2]}}, []),
        ({"a": 1}, {"a": 2}, ["a is 2, must be 1"]),
        ({"a": {"b": 1}}, {"a": {}}, ["a.b is missing"]),
        ({"a": 1}, [], ["the body is [], must be a table"]),
        ([1, 2], [1], ["the body is [1], must be a list of at least 2"]),
        ([{"id": 1}], [{"id": 2}], ["[0].id is 2, must be 1"]),
        ({"a": True}, {"a": 1}, ["a is 1, must be true"]),
        ({"a": 1}, {"a": True}, ["a is true, must be 1"]),
        ({"a": "x"}, {"a": None}, ['a is null, must be "x"']),
        ({"a": "b" * 99}, {"a": "c" * 99}, [f'a is "{"c" * 58}…, must be "{"b" * 58}…']),
    ],
)
def test_differences(wanted, found, words):
    assert list(differences(wanted, found)) == words


@pytest.mark.parametrize(
    ("status", "body", "expected", "words"),
    [
        (204, b"", Expected("/", status=(200, 204)), []),
        (302, b"", Expected("/"), ['status 302 to "/login", must be 200']),
        (200, "größer".encode(), Expected("/", text=["größer"]), []),
        (200, b"\xff\xfe", Expected("/", text=["ok"]), ["the body does not hold \"ok\": '��'"]),
        (200, b"<html>", Expected("/", json={}), ["the body is not JSON: '<html>'"]),
    ],
)
def test_faults(status, body, expected, words):
    answer = Answer("GET", "http://127.0.0.1/", status, (("Location", "/login"),), body)
    assert list(faults_of(answer, expected)) == words


def test_no_secret_is_quoted_from_a_body():
    MASK.add("abc-123-def")
    answer = Answer("GET", "http://127.0.0.1/", 200, (), b'{"token": "abc-123-def"}')
    assert "abc-123-def" not in str(list(faults_of(answer, Expected("/", text=["ok"], json={"token": 1}))))


def test_one_endpoint_that_hangs_does_not_hide_the_others(speak):
    def say(connection):
        connection.sendall(b"garbage\r\n\r\n")

    service = Service(Target("staging", speak(say), timeout=2))
    found = check_endpoints(service, [Expected("/a"), Expected("/b", name="orders")])
    assert [finding.rule for finding in found] == ["GET /a", "orders"]
    assert "what came back is not HTTP: illegal status line: 'garbage'; to repeat: curl" in found[0].message


def test_a_service_that_is_down_is_no_fault_of_an_endpoint(serve):
    server = serve()
    server.close()
    with pytest.raises(Unreachable, match="refused"):
        check_endpoints(Service(Target("staging", server.url)), [Expected("/a")])
