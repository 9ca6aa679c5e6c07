"""Text from a service may contain a credential: nothing is shown from places where credentials usually are."""

from __future__ import annotations

import json

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Plan
from pytest_golive.load.results.belief import check
from pytest_golive.load.results.result import LoadRun
from pytest_golive.service.answers.shapes import shown
from pytest_golive.service.health.reading import read_health
from pytest_golive.service.health.words import Vocabulary
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.starting import _last
from pytest_golive.service.transport.browsers import header_faults

pytestmark = pytest.mark.security
WORD = "hunter" + "2-of-theirs"
SAID = {
    "a URL": f"cannot reach postgres://app:{WORD}@db.internal/shop",
    "a setting": f"DB_PASSWORD={WORD} was refused",
    "a member": json.dumps({"db": {"password": WORD}}),
    "a header": f"sent Authorization: Bearer {WORD}",
    "a connection string": f"Server=db;AccountKey={WORD};Timeout=3",
}


@pytest.mark.parametrize("kind", SAID)
def test_no_way_of_telling_what_a_service_said_tells_its_credentials(tmp_path, kind):
    said = SAID[kind]
    answer = Answer("GET", "https://h/", 200, (("X-Frame-Options", said),), said.encode())
    (tmp_path / "log").write_text(said)
    words = read_health(json.dumps({"status": said}).encode(), "application/json", Vocabulary()).words
    assert words
    (header,) = header_faults([answer], ["X-Frame-Options"], 0)
    with pytest.raises(CannotMeasure) as load:
        check(LoadRun.of(Plan("http://127.0.0.1:1", users=1)), [], "", [tmp_path / "log"], 10)
    told = [answer.shown, shown(said), *(word.description for word in words), _last(tmp_path / "log"), header.message]
    told.append(load.value.what)
    assert all(WORD not in one for one in told), told
    assert any("[hidden]" in one for one in told)
    with pytest.raises(CannotMeasure) as caught:
        _ = answer.json() if kind != "a member" else Answer("GET", "https://h/", 200, (), f"{said}]".encode()).json()
    assert WORD not in str(caught.value)


def test_what_is_no_credential_is_told():
    said = "the status of db.internal is degraded: 3 of 5 replicas, token bucket full"
    assert Answer("GET", "https://h/", 200, (), said.encode()).shown == said
