"""A sample of the campaign in benchmarks/hostile_answers.py: each reader has a named result for any response."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.security,
    pytest.mark.no_cover,
]  # the same lines again and again: measuring them takes longest
NASTY = (
    *(
        "status line b'HTTP/1.1 999999",
        "10,000 times 100",
        "a trailer that never ends",
        "a bomb in gzip",
        "reset within the head",
    ),
    *("body b'[[[[[", "a page of b'<input name=token '", "cookie b'a=b; Max-Age=99999", "to b'http://xn--/'"),
    *("Retry-After b'9999999999", "an issuer that says \"{'keys': [1, None"),
)


@pytest.fixture
def campaign(monkeypatch):
    folder = Path(__file__).parents[2] / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    import hostile_answers

    return hostile_answers


def test_there_are_enough_of_them(campaign):
    names = [answer.name for answer in campaign.catalogue()]
    assert len(names) >= 500
    assert len(campaign.catalogue(300)) == 300


def test_no_answer_is_without_a_name(campaign, capsys):
    found = campaign.catalogue()
    chosen = [next(answer for answer in found if answer.name.startswith(name)) for name in NASTY]
    with campaign.demo() as running, campaign.staged(running.url) as stage:
        assert campaign.read_all(chosen, running, stage) == []
    assert f"{len(NASTY)} answers to " in capsys.readouterr().out


def test_what_has_no_name_is_told(campaign, monkeypatch):
    from hostile.readers import Reader

    (answer,) = campaign.catalogue(1)
    with campaign.demo() as running, campaign.staged(running.url) as stage:

        def broken(url, *_):
            yield Reader("broken", None, {}.popitem)

        monkeypatch.setattr(campaign, "readers", broken)
        (wrong,) = campaign.read_all([answer], running, stage)
    assert "KeyError" in wrong
