"""Pictures on a page: those that runs draw come whole, and of anybody else's file only what draws."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from drawn_xml import xml_of
from paged import around, row, verdict_of

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.results.pictures import in_svg
from pytest_golive.load.results.result import LoadResult, LoadRun
from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.pictures.drawing import svg as watched
from pytest_golive.reports.html.page import page_of
from pytest_golive.reports.html.pictures import LARGEST, picture_in
from pytest_golive.reports.html.rows import ROOM
from pytest_golive.service.probing.drawing import svg as probed
from pytest_golive.service.probing.gaps import Period, find_gaps
from pytest_golive.service.probing.result import KINDS, ProbeResult
from pytest_golive.service.probing.result import Sample as Shot

AT = dt.datetime(2026, 11, 25, 14, 3, 7, tzinfo=dt.UTC)
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" onload="{0}">{1}</svg>'
HOSTILE = """<script>alert(1)</script><style>*{fill:url(https://x.example)}</style><foreignObject><b/></foreignObject>
<a href="javascript:alert(1)"><text>linked</text></a><image href="https://x.example/a.png"/><use href="#x"/>
<rect x="1" y="1" width="9" height="9" onclick="alert(1)" fill="url(https://x.example)" style="fill:url(x)"/>
<path d="M0 0&quot;/&gt;&lt;script&gt;" stroke="red;}" class="a b c d"/><animate attributeName="href" to="x"/>
<text x="5" y="5" text-anchor="END">a &lt;script&gt;b&lt;/script&gt; &#x202e;c</text>"""


def loaded():
    run = LoadRun.of(Plan("http://127.0.0.1:1", rate=40.0, duration=10.0, endpoints=(Endpoint("a", "GET", "/a"),)))
    for number in range(440):
        run.add(number / 40, 20.0 + number % 17, 0.1, "a", "status 500" if number % 44 == 0 else "")
    return in_svg(LoadResult([run]), None, "load of shop")


def seen():
    shots = [
        Shot(kind, n / 20, n / 20, n / 20 + 0.004, "refused" if 40 < n < 60 else "")
        for n in range(100)
        for kind in KINDS
    ]
    return probed(
        ProbeResult("http://127.0.0.1/", AT, 0.0, 5.0, 0.05, 1.0, shots, find_gaps(shots, Period(AT, 0.0, 5.0, 0.05)))
    )


def over_time():
    phases = [Phase.GOOD, Phase.FAILED, Phase.ERROR]
    return watched(sampled(number, phases[number % 3]) for number in range(1, 30))


def sampled(number, phase):
    one = Measurement("error_rate", phase, 2.0, "< 5 %", " %", said="why", bound=5.0)
    return Sample(number, 1_800_000_000.0 + 30 * number, 30.0 * number, 0.1, (one,))


def in_file(tmp_path, text):
    path = tmp_path / "picture.svg"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("draw", [loaded, over_time, seen])
def test_what_a_run_draws_comes_whole(tmp_path, draw):
    before = xml_of(draw())
    picture = picture_in(in_file(tmp_path, draw()))
    after = xml_of(picture.markup)
    for tag in ("path", "text"):
        assert len([*after.iter(tag)]) == len([*before.iter(tag)])
        assert [one.text for one in after.iter(tag)] == [one.text for one in before.iter(tag)]
        assert [one.get("d") for one in after.iter(tag)] == [one.get("d") for one in before.iter(tag)]
    assert after.get("role") == "img"
    assert picture.title == after.get("aria-label")
    assert "#" not in "".join(one.get("fill", "") + one.get("stroke", "") for one in after.iter())  # the page's colours


def test_of_a_hostile_file_only_what_draws_is_taken(tmp_path):
    picture = picture_in(in_file(tmp_path, FRAME.format("alert(1)", HOSTILE)))
    root = xml_of(picture.markup)
    assert [one.tag for one in root.iter()] == ["svg", "rect", "path", "text"]
    assert [sorted(one.attrib) for one in root.iter()][1:] == [
        ["fill", "height", "width", "x", "y"],
        ["stroke"],
        ["x", "y"],
    ]
    assert "example" not in picture.markup
    assert "<script" not in picture.markup
    assert root[-1].text == "a <script>b</script> \\u202ec"
    assert picture.title == "picture.svg"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("no picture", "not well-formed"),
        ("<html/>", "it is no SVG with a size"),
        ('<svg viewBox="0 0 1e9 x"/>', "it is no SVG with a size"),
        ('<!DOCTYPE s [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>', "entities"),
        (f'<svg viewBox="0 0 1 1">{" " * LARGEST}</svg>', "262,144 are shown here"),
    ],
)
def test_what_is_no_picture_is_told(tmp_path, text, said):
    with pytest.raises(CannotMeasure, match=said):
        picture_in(in_file(tmp_path, text))


def test_a_picture_that_is_gone_is_told(tmp_path):
    with pytest.raises(CannotMeasure, match="No such file"):
        picture_in(str(tmp_path / "gone.svg"))


def test_pictures_and_files_stand_with_their_row_within_the_room_of_the_page(tmp_path):
    large = FRAME.format("", f'<path d="M0 0{"L1 1" * (ROOM // 6)}"/>')
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    first.write_text(large, encoding="utf-8")
    second.write_text(large, encoding="utf-8")
    files = (str(first), str(second), str(tmp_path / "log.txt"), "/else/log", str(tmp_path / "gone.svg"))
    page = page_of(verdict_of(replace(row(), attachments=files)), around(root=str(tmp_path)))
    line = page.sections[0].lines[0]
    assert len(line.pictures) == 1
    assert [name for name, _ in line.files] == ["a.svg", "b.svg", "log.txt", "/else/log", "gone.svg"]
    assert [why.partition(":")[0] for _, why in line.files] == [
        "", "a picture for which this page has no more room", "", "", "a picture that is not shown",
    ]  # fmt: skip
