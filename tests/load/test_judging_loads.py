"""How a load test is judged: limits, endpoints, regressions, and whether its numbers can be trusted."""

from __future__ import annotations

import random
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.baselines.baseline import Baseline
from pytest_golive.load.limits import parse
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.results.acceptance import Performance
from pytest_golive.load.results.belief import check
from pytest_golive.load.results.pictures import in_svg, in_text
from pytest_golive.load.results.result import LoadResult, LoadRun
from pytest_golive.load.results.samples import Samples
from pytest_golive.load.sending.records import RecordFile

PLAN = Plan("http://127.0.0.1:1", rate=40.0, warm_up=1.0, duration=10.0, endpoints=(Endpoint("a", "GET", "/a"),))
USUAL = ("p(95)<200ms", "error_rate<1%")


def loaded(medians=(30.0, 30.0, 30.0), errors=0, names=("a", "b"), seed=1):
    runs = []
    generator = random.Random(seed)
    for median in medians:
        run = LoadRun.of(PLAN)
        for number in range(440):
            failed = "status 500" if number % 44 < errors else ""
            time = median * generator.lognormvariate(0, 0.2)
            run.add(number / 40, time, 0.1, names[number % len(names)], failed)
        runs.append(run)
    return LoadResult(runs)


def judged(result, limits=USUAL, own=None, before=None):
    own = {name: [parse(text) for text in texts] for name, texts in (own or {}).items()}
    kept = before and Baseline.of(before, target="staging", machine="m", recorded="2026-11-01", commit="abc")
    return Performance(result, [parse(text) for text in limits], own, kept, None)


def test_warm_up_is_thrown_away():
    run = loaded().runs[0]
    assert run.total.n == 400
    assert run.total.rps == 40.0
    assert sum(slot.n for slot in run.slots) == 440


def test_the_median_of_runs_is_judged_and_all_errors():
    rows = judged(loaded((30, 31, 900), errors=1)).in_total()
    assert rows[0].value < 60
    assert rows[1].value == pytest.approx(100 / 44, rel=0.1)
    assert [row.limit.holds(row.value) for row in rows] == [True, False]
    assert {row.n for row in rows} == {1200}


def test_each_endpoint_is_judged_by_its_own_limits_or_the_common_ones():
    limits = ("p(95)<20ms", "rps>=1000")
    found = judged(loaded(), limits, {"b": ("p(50)<1s",)}).endpoints()
    assert [finding.key for finding in found] == ["a p(95)<20ms"]
    assert found[0].message.startswith("p(95) a: 4")
    with pytest.raises(CannotMeasure, match="no request was sent to nowhere"):
        judged(loaded(), own={"nowhere": USUAL}).endpoints()


def test_too_few_requests_are_no_measurement():
    few = loaded(medians=(30,), names=("a", *("b" * 40)))
    assert judged(few).in_total()
    with pytest.raises(CannotMeasure, match=r"\d+ requests to a are too few; 50 are needed"):
        judged(few).endpoints()
    with pytest.raises(CannotMeasure, match="400 requests in total are too few; 1000 are needed"):
        judged(few, ("p(99.9)<1s",)).in_total()
    with pytest.raises(CannotMeasure, match="0 requests in total are too few"):
        judged(LoadResult([LoadRun.of(PLAN)])).in_total()


def test_a_run_without_requests_among_others_is_no_number():
    with pytest.raises(CannotMeasure, match="is not a number"):
        judged(LoadResult([loaded((30,)).runs[0], LoadRun.of(PLAN)])).in_total()


def test_only_what_became_slower_is_a_regression():
    assert judged(loaded(seed=1), before=loaded(seed=2)).regressions() == []
    slower = judged(loaded((39, 39, 39)), before=loaded(seed=2)).regressions()
    assert {finding.key for finding in slower} == {f"{n} p({p})" for n in ("in total", "a", "b") for p in (50, 95)}
    assert judged(loaded((30.6, 30.6, 30.6)), before=loaded(seed=2)).regressions() == []


def test_what_this_machine_cannot_tell_apart_is_no_regression():
    busy = loaded((39, 39, 39))
    busy.runs[0].jitter.merge(Samples([0.1] * 80 + [30.0] * 20))
    performance = judged(busy, before=loaded(seed=2))
    assert performance.noise.resolution(95) == 60.0
    slower = performance.regressions()
    assert {finding.key for finding in slower} == {"in total p(50)", "a p(50)", "b p(50)"}, "half are spared"
    assert "not steady enough" in performance.doubt().what
    assert "it is unknown whether it became slower: in total: p(95)" in performance.doubt().what


def test_without_a_baseline_or_an_endpoint_in_it_nothing_is_proven():
    with pytest.raises(CannotMeasure, match="there is no baseline"):
        judged(loaded()).regressions()
    with pytest.raises(CannotMeasure, match="b is not in the baseline"):
        judged(loaded(), before=loaded(names=("a", "c"))).regressions()


def written(tmp_path, *lines, name="records-generator.tsv"):
    file = tmp_path / name
    file.write_text("\n".join((f"S\t0\t{PLAN.digest}", 'N\t0\t"a"', *lines, "")))
    record, run = RecordFile(file), LoadRun.of(PLAN)
    for request in record.update():
        run.add(request.at, request.time, request.late, request.name, request.error)
    return run, record


ALL = [f"R\t{number / 40}\t30.0\t0.2\t0\t0" for number in range(440)]


def test_a_sound_run_is_believed(tmp_path):
    run, record = written(tmp_path, *ALL, "L\t5.0\t0.4", "L\t0.5\t99", "E\t440\t1.1")
    assert check(run, [record], "", [], 10.0).lag.percentile(100) == 0.4
    assert run.cpu == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (ALL, "1 of 1 workers were lost"),
        ([*ALL, "E\t441\t1.1"], "holds 440 of 441 requests"),
        ([*ALL, 'X\t"a task raised"', "E\t440\t1.1"], "the load test is not valid: a task raised"),
        ([line.replace("\t0.2\t", "\t31.5\t") for line in ALL] + ["E\t440\t1"], r"sent requests 31\.5 ms late"),
        ([*ALL, "L\t5\t44.0", "E\t440\t1"], r"noticed answers 44\.0 ms late"),
        ([*ALL[:300], "E\t300\t1"], "sent 260 of 400 requests that were due"),
        (['O\t1\t"timeout"', *(line[:-1] + "1" for line in ALL[:100]), "E\t100\t1"], "sent 60 of 400"),
        (
            ['O\t1\t"connection refused"', *(line[:-1] + "1" for line in ALL), "E\t440\t1"],
            "answered none of 400 requests: connection refused",
        ),
    ],
)
def test_a_run_in_trouble_is_not_believed(tmp_path, lines, said):
    run, record = written(tmp_path, *lines)
    with pytest.raises(CannotMeasure, match=said):
        check(run, [record], "", [], 10.0)


def test_a_worker_with_another_plan_is_not_believed(tmp_path):
    run, record = written(tmp_path, *ALL, "E\t440\t1")
    record.digest = "another"
    with pytest.raises(CannotMeasure, match="1 workers used other settings"):
        check(run, [record], "", [], 10.0)


@pytest.mark.parametrize("line", ["R\t1.0\tx\t0\t0\t0", "R\t1.0\t3\t0\t9\t0", "nonsense", "R", "N\t1\t{", "E\tx\t1"])
def test_a_line_that_is_no_record_is_told(tmp_path, line):
    with pytest.raises(CannotMeasure, match="holds a line that is no record"):
        written(tmp_path, line)


def test_a_line_without_an_end_is_read_when_it_has_one(tmp_path):
    _, record = written(tmp_path, *ALL[:3])
    with record.path.open("a") as file:
        file.write("R\t0.5\t3")
    assert list(record.update()) == []
    with record.path.open("a") as file:
        file.write("0.0\t0.1\t0\t0\n")
    assert [request.time for request in record.update()] == [30.0]


def test_pictures_show_the_run_beside_its_baseline():
    result = loaded((30, 31, 60), errors=2, names=("a<b>", "b&c"))
    before = Baseline.of(loaded(), target="s", machine="m", recorded="r", commit="c")
    drawn = in_text(result, before)
    assert [name.partition(",")[0] for name in drawn] == [
        "times",
        "p(95) over time",
        "times in the baseline",
        "errors over time",
    ]
    assert {len(picture) for picture in drawn.values()} == {60}
    svg = in_svg(result, before, "shop <1>, & more")
    texts = [element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # nosec B314
    assert "shop <1>, & more" in texts
    assert "baseline" in texts
    assert any("errors over time (" in text and "status 500" in text for text in texts)
    assert "<script" not in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert in_svg(loaded((0.0,)), None, "no time at all")
    assert list(in_text(loaded((30,)), None)) == [name for name in in_text(loaded((30,)), None) if "errors" not in name]


def test_errors_are_counted_by_reason():
    assert loaded(errors=1).of().errors == Counter({"status 500": 27})
