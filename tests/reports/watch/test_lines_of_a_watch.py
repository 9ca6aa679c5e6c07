"""The lines of a watch on terminals of every width, whatever the signals are called."""

from __future__ import annotations

import pytest
from watched import BEGAN, NAMES, sample, standing

from pytest_golive.masking.known import MASK
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.reports.layout import width_of
from pytest_golive.reports.watch.lines import block, head_of, spell_time, spell_value
from pytest_golive.reports.watch.marks import ASCII, UNICODE, marks_for, sparkline
from pytest_golive.reports.watch.seen import REMEMBERED, Seen

FAILED = (Phase.FAILED, "7.2 % of 1,204 requests failed")
HOSTILE = (
    "evil::\x1b[2J\x1b]0;title\x07",
    "evil::\u202etxet",
    "evil::" + "long " * 4_000,
    "evil::漢字" * 40,
    "::error::x",
)


def drawn(samples, names=NAMES, size=(80, 24), encoding="utf-8", target="prod"):
    stand, seen = standing(names), Seen(encoding)
    for one in samples:
        stand.add(one)
        seen.add(one, stand)
    lines = block(seen, stand, head_of(seen, stand, target, 1080.0, BEGAN), size, marks_for(encoding))
    return ["".join(text for text, _ in line) for line in lines]


def test_a_line_for_each_signal_tells_value_limit_samples_and_counts():
    lines = drawn([sample(1), sample(2, error_rate=FAILED), sample(3)])
    assert lines[0] == "watch of prod: 3 of 60 samples, 18 min left, all signals good"
    assert lines[1].startswith("newest problem: sample 2: monitoring::error_rate failed, limit < 5")
    assert lines[1].endswith("; good again")
    value = spell_value(Measurement("", Phase.GOOD, sample(3).measurements[0].value, unit=" %"))
    assert lines[2].split() == ["monitoring::error_rate", *value.split(), "<", "5", "%", "▅✗▄", "2", "good", "1✗"]
    assert lines[4].split() == ["smoke::healthy", "good", "<", "5", "%", "···", "3", "good"]
    assert lines[5].strip() == "✗ failed  ? not measured  ~ proves nothing"


def test_each_kind_of_bad_sample_has_its_own_sign_without_colours():
    phases = (Phase.FAILED, Phase.ERROR, Phase.INCONCLUSIVE)
    rows = drawn([sample(number, latency=(phase, "")) for number, phase in enumerate(phases, 1)])
    latency = next(row for row in rows if "latency" in row and "newest" not in row)
    assert "✗?~" in latency
    assert latency.endswith("0 good 1✗ 1? 1~")
    assert "1 of 3 signals not good" in rows[0]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", None])
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_beyond_its_encoding(width, encoding):
    samples = [sample(number, error_rate=FAILED, names=(*NAMES, *HOSTILE)) for number in range(1, 250)]
    for line in drawn(samples, (*NAMES, *HOSTILE), (width, 24), encoding, HOSTILE[0]):
        assert width_of(line) < width
        line.encode(encoding or "ascii")
        assert line.isprintable()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_signals_are_told_apart_at_each_width(width):
    text = "\n".join(drawn([sample(1)], size=(width, 24)))
    assert all(name.partition("::")[2] in text for name in NAMES)
    assert "1 of 60 samples" in text


def test_where_there_is_no_room_bad_signals_come_first_and_the_others_are_counted():
    names = [f"business::signal_{number}" for number in range(40)]
    lines = drawn([sample(1, names, signal_39=FAILED)], names, (80, 14))
    assert len(lines) <= 14 - 3
    assert any("signal_39" in line and "1✗" in line for line in lines)
    assert any(line.strip() == "and 33 more signals, all good" for line in lines)


def test_what_was_never_measured_is_not_good():
    assert "3 of 3 signals not good" in drawn([])[0]
    assert "0 of 0 signals not good" in drawn([], ())[0]


def test_a_gap_is_the_newest_problem():
    assert "sample 2: this machine was suspended" in drawn([sample(1), sample(2, gap="this machine was suspended")])[1]


def test_secrets_and_commands_of_others_are_harmless():
    MASK.add("hunter2-hunter2")
    said = (Phase.ERROR, "##[error] hunter2-hunter2 \x1b[31m\u202e")
    text = "\n".join(drawn([sample(1, error_rate=said)], size=(200, 24)))
    assert "hunter2" not in text
    assert "[hidden]" in text
    assert "##[" not in text
    assert "\x1b" not in text


def test_memory_is_the_same_however_long_a_watch_lasts():
    stand, seen = standing(), Seen("utf-8")
    for number in range(1, 5_000):
        stand.add(one := sample(number))
        seen.add(one, stand)
    assert {len(cells) for cells in seen.cells.values()} == {REMEMBERED}


@pytest.mark.parametrize(("marks", "shown"), [(UNICODE, "▁▅█▁·"), (ASCII, "_+#_o")])
def test_heights_are_relative_to_the_limit(marks, shown):
    values = (0.0, 2.4, 9.0, -1.0, float("nan"))
    cells = [(value, Phase.GOOD) for value in values]
    assert "".join(text for text, _ in sparkline(cells[:2], 4.0, marks)) == shown[:2]
    assert "".join(text for text, _ in sparkline(cells[2:], None, marks)) == shown[2:]


def test_values_whose_quotient_is_no_number_are_drawn():
    cells = [(1e308, Phase.GOOD), (-1e308, Phase.GOOD), (1e-310, Phase.GOOD)]
    assert "".join(text for text, _ in sparkline(cells, None, ASCII)) == ASCII.levels[-1] + 2 * ASCII.levels[0]
    assert "".join(text for text, _ in sparkline(cells[1:2], 1e-310, ASCII)) == ASCII.levels[0]


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "-"), (float("inf"), "inf %"), (1e300, "1e+300 %"), (1234.5, "1,234.5 %"), (0.0, "0 %")]
)
def test_values_of_every_size_are_short(value, shown):
    assert spell_value(Measurement("a", Phase.FAILED, value, unit=" %")) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(-3, "0 s"), (59.4, "59 s"), (90, "2 min"), (7500, "2 h 5 min")])
def test_times_are_short(seconds, shown):
    assert spell_time(seconds) == shown
