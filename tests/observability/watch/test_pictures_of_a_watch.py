"""The SVG of a watch: each bad sample is in it, whatever the length of the watch and the texts of others."""

from __future__ import annotations

import re

import pytest
from drawn_xml import xml_of
from watched import BEGAN, NAMES, sample

from pytest_golive.masking.known import MASK
from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.pictures.course import MOST_GAPS, Course
from pytest_golive.observability.watch.pictures.drawing import MOST_CHARTS, svg
from pytest_golive.observability.watch.pictures.series import MOST_BUCKETS

BAD = (Phase.FAILED, "7.2 % of 1,204 requests failed")
LOST = (Phase.ERROR, "Prometheus does not answer")
THIN = (Phase.INCONCLUSIVE, "12 requests")


def drawn(samples, **given):
    return xml_of(svg(samples, **given))


def titles(root):
    return [each.text for each in root.iter("title")]


def of_kind(root, kind):
    return [each for each in root.iter() if each.get("class") == kind and each.find("title") is not None]


def counted(root, what):
    """How many samples the signs of one kind stand for."""
    return sum(
        int(found[1].replace(",", ""))
        for text in titles(root)
        if (found := re.match(rf"([\d,]+) samples? {what}", text))
    )


def test_a_chart_for_each_signal_tells_its_limit_its_baseline_and_the_deployment():
    root = drawn(
        (sample(number) for number in range(1, 61)),
        title="watch of prod",
        deployed=BEGAN - 300,
        baseline={"monitoring::latency": 1.4, "nobody::knows": 2.0, "smoke::healthy": float("nan")},
    )
    told = titles(root)
    assert told[0].startswith("watch of prod: 60 samples, 2027-01-15 08:00:00 UTC to 2027-01-15 08:30:00 UTC, deployed")
    assert [text for text in told if "no bad sample" in text] == [
        "monitoring::error_rate: no bad sample, at most 3 %",
        "monitoring::latency: no bad sample, at most 3 %",
        "smoke::healthy: no bad sample, without numbers",
    ]
    assert told.count("limit < 5 %") == 2
    assert told.count("baseline 1.4 %") == 1
    assert told.count("deployed at 07:55:00") == 3
    labels = [each.text for each in root.iter("text")]
    assert {"07:55:00", "08:30:00", "time, UTC", "0 %", "limit < 5 %, baseline 1.4 %"} <= set(labels)


def test_each_kind_of_bad_sample_has_its_own_shape_and_gaps_are_shaded():
    samples = [sample(1), sample(2, error_rate=BAD), sample(3, error_rate=LOST), sample(4, error_rate=THIN)]
    root = drawn([*samples, sample(5, gap="suspended for 93 s"), sample(6)])
    cross, question, diamond = (of_kind(root, kind) for kind in "fei")
    assert [len(cross), len(question), len(diamond)] == [1, 1 + len(NAMES), 1]
    assert cross[0].get("d") != diamond[0].get("d")
    assert question[0].text == "?"
    assert cross[0][0].text.endswith(f"%: {BAD[1]}")
    assert [each[0].text for each in of_kind(root, "g")] == [
        "nothing is known from 08:02:00 to 08:02:30: suspended for 93 s"
    ] * 3


def test_a_line_never_leads_over_what_is_not_known():
    def lines(*samples):
        return sum(1 for each in drawn(samples).iter() if each.get("class") == "v")

    names = ["monitoring::latency"]
    assert lines(*(sample(number, names) for number in (1, 2, 3))) == 1
    assert lines(sample(1, names), sample(2, names, latency=LOST), sample(3, names)) == 2
    assert lines(sample(1, names), sample(2, names, gap="asleep"), sample(3, names)) == 2
    assert lines(sample(1, names), Sample(2, BEGAN, 60.0, 0.1, ()), sample(3, names)) == 2


def test_a_signal_that_is_missing_in_a_sample_was_not_measured():
    root = drawn([sample(1), Sample(2, BEGAN, 60.0, 0.1, ())])
    assert counted(root, "not measured") == len(NAMES)


def test_a_watch_of_a_day_is_small_and_no_bad_sample_is_lost():
    bad = dict.fromkeys((*range(7, 86400, 997), 43210), BAD)
    lost = dict.fromkeys(range(1, 86400, 5003), LOST)
    samples = (
        sample(number, error_rate=bad.get(number) or lost.get(number) or (Phase.GOOD, ""))
        for number in range(1, 86_401)
    )
    text = svg(samples)
    root = xml_of(text)
    assert counted(root, "failed") == len(bad)
    assert counted(root, "not measured") == len(lost.keys() - bad.keys())
    assert len(text) < 200_000
    points = [len(each.get("d").split("L")) for each in root.iter() if each.get("class") == "v"]
    assert sum(points[:-1]) <= 2 * 2 * MOST_BUCKETS


def test_where_everything_is_bad_all_the_time_the_size_has_a_bound():
    phases = (BAD, LOST, THIN)
    samples = [
        sample(number, gap="asleep" * (number % 7 == 0), latency=phases[number % 3]) for number in range(1, 20_000)
    ]
    text = svg(samples)
    root = xml_of(text)
    assert len(text) < 600_000
    assert sum(counted(root, what) for what in ("failed", "not measured", "proving nothing")) == 19_999 + 2 * (
        19_999 // 7
    )
    assert len(Course.of(samples).gaps) <= MOST_GAPS


def test_extremes_survive_thinning():
    values = [1.0] * 50_000
    values[33_333] = 77.0
    root = drawn(
        Sample(n, BEGAN + n, float(n), 0.1, (Measurement("a", Phase.GOOD, v),)) for n, v in enumerate(values, 1)
    )
    assert "a: no bad sample, at most 77" in titles(root)


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x00", "<script>&amp;\"'", "\u202etxet", "long " * 5_000, "\ufffe\uffff\ud800", "]]>"]
)
def test_texts_of_others_are_harmless(text):
    one = Measurement(text, Phase.FAILED, 1.0, text, text, said=text, bound=2.0)
    written = svg([Sample(1, BEGAN, 30.0, 0.1, (one,), text)], title=text)
    root = xml_of(written.encode())
    assert len(written) < 20_000
    assert {each.tag for each in root.iter()} <= {
        "svg",
        "title",
        "style",
        "rect",
        "text",
        "g",
        "path",
    }
    assert all(char.isprintable() or char == "\n" for char in "".join(root.itertext()))


def test_secrets_are_hidden():
    MASK.add("hunter2-hunter2")
    assert "hunter2" not in svg([sample(1, error_rate=(Phase.ERROR, f"{'x' * 105} hunter2-hunter2"))])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5.0, 0.0, 1e308, -1e308, 1e-300])
def test_values_of_every_size_are_drawn_or_left_out(value):
    values = (value, 1.0, -value)
    pair = [Measurement("a", phase, each, bound=each) for phase, each in zip(Phase, values, strict=False)]
    root = drawn(Sample(n, BEGAN, 30.0 * n, 0.1, (one,)) for n, one in enumerate(pair, 1))
    numbers = " ".join(f"{each.get('d', '')} {each.get('transform', '')}" for each in root.iter())
    assert not re.search("nan|inf", numbers)


@pytest.mark.parametrize("at", [float("nan"), float("inf"), 1e18, -1e18])
def test_moments_that_no_calendar_knows_are_told_so(at):
    one = Measurement("a", Phase.GOOD, 1.0)
    assert "?" in svg([Sample(1, at, 1.0, 0.1, (one,)), Sample(2, at, float("nan"), 0.1, (one,))], deployed=at)


def test_a_deployment_long_before_the_watch_is_told_but_not_drawn():
    told = titles(drawn([sample(number) for number in range(1, 61)], deployed=BEGAN - 86_400))
    assert "deployed 2027-01-14 08:00:00 UTC" in told[0]
    assert [text for text in told if text.startswith("deployed")] == []


def test_where_there_are_too_many_signals_those_that_failed_are_drawn():
    names = [f"business::signal_{number}" for number in range(100)]
    root = drawn([sample(1, names, signal_99=BAD)])
    assert any(text.startswith("business::signal_99") for text in titles(root))
    assert f"and {100 - MOST_CHARTS} more signals, which are not drawn" in [each.text for each in root.iter("text")]


def test_no_sample_is_no_picture_of_a_good_watch():
    assert titles(drawn([]))[0] == "watch: no sample was taken"
