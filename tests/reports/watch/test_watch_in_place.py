"""A watch on a terminal is drawn in place, and leaves nothing behind; in a log it is told in lines."""

from __future__ import annotations

import re

import pytest
from screens import Screen, in_a_terminal
from watched import sample, standing

from pytest_golive.observability.watch.measured import Phase
from pytest_golive.reports.watch.lines import block, head_of
from pytest_golive.reports.watch.marks import UNICODE
from pytest_golive.reports.watch.place import Place
from pytest_golive.reports.watch.seen import Seen

GATE = """\
import time
from pathlib import Path
from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.standing import Standing

NAMES = "monitoring::error_rate", "smoke::healthy"

def test_before(judge):
    judge("sheep", 1, equals=1)

def test_watched(golive, judge):
    standing = Standing(Policy(30.0, 12), NAMES)
    for number in range(1, 13):
        rate = Measurement(NAMES[0], Phase.FAILED if number == 5 else Phase.GOOD, 1.0 * number, "< 5 %", " %", said="bad")
        sample = Sample(number, 1.8e9, 30.0 * number, 0.1, (rate, Measurement(NAMES[1], Phase.GOOD)))
        standing.add(sample)
        golive.viewer.show(sample, standing, 360.0 - 30 * number)
        for done in range(8):
            golive.progress("counting sheep", done)
            time.sleep(0.02)
    judge("samples", standing.samples, equals=12)

def test_after(judge):
    judge("sheep", 1, equals=1)
"""
HEAD = "watch of demo"


@pytest.fixture
def watched(project):
    project.write("gates/test_shop.py", GATE)
    settings = project.path / "pyproject.toml"
    settings.write_text(settings.read_text() + '\n[tool.golive.targets.demo]\nurl = "http://127.0.0.1:9"\n')
    return project


@pytest.mark.parametrize("args", [(), ("-v",)], ids=["plain", "verbose"])
def test_on_a_terminal_it_is_drawn_in_place_and_taken_away(watched, args):
    said = in_a_terminal(watched.path, "--target=demo", *args)
    assert said.count(HEAD) == 12
    halfway = Screen().feed(said[: said.index("8 of 12 samples")]).text
    assert "monitoring::error_rate" in halfway
    assert "✗" in halfway
    assert halfway.count(HEAD) == 1
    final = Screen().feed(said).text
    assert HEAD not in final
    assert "sheep" not in final[: final.index("go-live checklist")]
    assert "failed  ? not" not in final
    assert re.search(r"\bGO\b", final)


def test_without_colours_nothing_is_coloured_and_all_signs_are_there(watched):
    said = in_a_terminal(watched.path, "--target=demo", NO_COLOR="1")
    view = said[said.index(HEAD) : said.rindex(HEAD)]
    assert "✗" in view
    assert re.findall(r"\x1b\[(?!2m|0m)[0-9;]*m", view) == []


@pytest.mark.parametrize(
    ("args", "environment"),
    [(("-s",), {}), ((), {"TERM": "dumb"}), (("-o", "log_cli=true"), {})],
    ids=["uncaptured", "dumb", "live-logs"],
)
def test_where_nothing_can_be_drawn_in_place_it_is_told_in_lines(watched, args, environment):
    final = Screen(200).feed(in_a_terminal(watched.path, "--target=demo", *args, columns=200, **environment)).text
    lines = [line for line in final.splitlines() if line.startswith("watch")]
    assert lines[0].startswith("watch of demo: 1 of 12 samples, 6 min left, all signals good")
    assert lines[1] == "watch, sample 5: monitoring::error_rate failed, limit < 5 %: bad"
    assert lines[2] == "watch, sample 6: monitoring::error_rate is good again"


def test_a_terminal_without_utf8_gets_plain_signs(watched):
    said = in_a_terminal(watched.path, "--target=demo", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "x failed  ? not measured  ~ proves nothing" in said
    assert said[said.index(HEAD) : said.rindex(HEAD)].isascii()


@pytest.mark.parametrize(
    ("args", "told"), [((), ["of demo", "sample 5", "sample 6"]), (("-q",), ["sample 5"]), (("-qq",), [])]
)
def test_in_a_log_a_line_per_minute_and_changes_at_once(watched, args, told):
    result = watched.phase("--target=demo", *args)
    lines = [line for line in result.outlines if line.startswith("watch")]
    assert [re.split("[:,]", line.replace("watch,", "watch"))[0].removeprefix("watch ") for line in lines] == told
    assert "\x1b" not in "".join(lines)


def test_workers_have_no_terminal_and_are_silent(watched):
    result = watched.phase("--target=demo", "-n1")
    assert "sample 5" not in result.stdout.str()


def played(sizes):
    """A screen on which the samples of a watch were drawn while it had these sizes, and then erased."""
    screen = Screen(*sizes[0]).feed("gates/test_shop.py .")
    place, stand, seen = Place(screen.feed), standing(), Seen("utf-8")
    for number, size in enumerate(sizes, 1):
        screen.columns, screen.height = size
        stand.add(one := sample(number, error_rate=(Phase.FAILED, "bad")))
        seen.add(one, stand)
        place.draw(
            block(seen, stand, head_of(seen, stand, "prod", 60.0, 0.0), size, UNICODE), size, 20, is_coloured=True
        )
    shown = screen.text
    place.erase(sizes[-1])
    return shown, screen.feed(".").text


def test_erasing_goes_back_to_where_pytest_writes():
    shown, erased = played([(80, 24)] * 30)
    assert shown.count("watch of prod") == 1
    assert erased.rstrip() == "gates/test_shop.py .."


@pytest.mark.parametrize("smaller", [(40, 24), (80, 7), (30, 7)])
def test_a_terminal_that_becomes_smaller_costs_nothing_that_pytest_wrote(smaller):
    shown, erased = played([(80, 24), (80, 24), smaller, smaller])
    assert shown.splitlines()[0] == erased.splitlines()[0] == "gates/test_shop.py ."
    assert "sample 4" in shown
    assert "sample 4" not in erased


def test_a_terminal_that_becomes_wider_is_drawn_in_place():
    assert played([(40, 24), (120, 40), (200, 50)])[1].rstrip() == "gates/test_shop.py .."
