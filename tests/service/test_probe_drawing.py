from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from pytest_golive.service.probing.drawing import draw, svg
from pytest_golive.service.probing.gaps import Period, find_gaps
from pytest_golive.service.probing.result import KINDS, ProbeResult, Sample

AT = dt.datetime(2026, 11, 25, 14, 3, 7, tzinfo=dt.UTC)
SVG = "{http://www.w3.org/2000/svg}"


def result(bad=range(40, 60), count=100, url="http://127.0.0.1/a?b=<&>"):
    samples = tuple(
        Sample(kind, n * 0.05, n * 0.05, n * 0.05 + 0.004, "refused" if kind == "fresh" and n in bad else "")
        for n in range(count)
        for kind in KINDS
    )
    gaps = find_gaps(samples, Period(AT, 0.0, count * 0.05, 0.05))
    marks = (("deploying", 1.0), ("deployed", 4.0))
    return ProbeResult(url, AT, 0.0, count * 0.05, 0.05, 1.0, samples, gaps, reconnects=2, marks=marks)


def test_a_gap_is_drawn_where_it_was():
    lines = draw(result(), width=50).splitlines()
    lanes = {line.split()[0]: line[14:] for line in lines[:5] if line.split()}
    assert lanes["fresh"] == "·" * 19 + "█" * 11 + "·" * 20
    assert lanes["kept-alive"] == "·" * 50
    assert lanes["deploying"].index("^") == 10
    assert lanes["deployed"].index("^") == 40
    assert lines[0].split() == ["0", "s", "5.0", "s"]
    assert "fresh connections were not served for 1.00 s" in lines[-2]
    assert lines[-1] == (
        "  200 requests in 5.0 s, 20 failed, down for 1.00 s, slowest good answer 4 ms, "
        "2 idle connections closed by the server"
    )


def test_a_watch_that_saw_nothing_is_drawn_empty():
    empty = ProbeResult("u", AT, 0.0, 0.0, 0.05, 1.0, (), ())
    assert "0 requests in 0.0 s, 0 failed, no gap" in draw(empty)
    ET.fromstring(svg(empty))  # nosec B314


def test_the_picture_is_svg_that_holds_the_gap():
    root = ET.fromstring(svg(result()))  # nosec B314
    red = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == "#c62828"]
    assert len(red) == 1
    assert red[0].findtext(f"{SVG}title").startswith("fresh connections were not served for 1.00 s")
    assert abs(float(red[0].get("width")) - 124) < 1
    assert any("b=<&>" in (text.text or "") for text in root.iter(f"{SVG}text"))
    curves = {path.findtext(f"{SVG}title"): path.get("d").count("M") for path in root.iter(f"{SVG}path") if len(path)}
    assert curves == {"fresh": 2, "kept-alive": 1}, "no line crosses the gap"
