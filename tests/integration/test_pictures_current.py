"""Runs of the example today: what the pictures of the terminal show, and how its document comes back."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

from pytest_golive.testrun.junit.safe_xml import read_xml

TOP = Path(__file__).parents[2]
TEXT = "{http://www.w3.org/2000/svg}text"
REMEDY = "python tools/pictures.py, and look at docs/pictures"
RESULT = re.compile(r" <!-- golive-result --> (?P<word>[A-Z/ ]+):? .*?<!-- /golive-result -->")
COVERED = "- [x] Coverage >= 80% <!-- golive: code_quality::coverage --> <!-- golive-result --> PASS: coverage 9"


def lines_of(picture):
    """The lines of text in a picture, from top to bottom."""
    lines = {}
    for piece in ET.fromstring(picture).iter(TEXT):  # nosec B314 -- of our own making
        lines.setdefault(float(piece.get("y")), []).append((float(piece.get("x")), piece.text or ""))
    return ["".join(text for _, text in sorted(lines[y])).replace("\xa0", " ").rstrip() for y in sorted(lines)]


def outcomes(ticked):
    """Each line with the word for how its row ended, without what was measured."""
    return [RESULT.sub(lambda match: f" {match['word']}", line) for line in ticked.splitlines()]


def red(report):
    """The rows that a report calls failed."""
    cases = read_xml(report, "JUnit report").iter("testcase")
    return {one.get("name") for one in cases if {child.tag for child in one} & {"failure", "error"}}


def test_pictures_and_document_of_the_example_are_those_of_today(tmp_path):
    """One run that is a GO, and one of a change after which everybody is the customer."""
    good, bad, ticked = tmp_path / "good.xml", tmp_path / "bad.xml", tmp_path / "ticked.md"
    draw = runpy.run_path(str(TOP / "tools/pictures.py"))["pictures"]
    made = draw(tmp_path, (f"--junitxml={good}", f"--golive-checklist-out={ticked}"), (f"--junitxml={bad}",))
    assert red(good) == set()
    assert {"auth_flows", "verdict"} <= red(bad)
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (TOP / "docs/pictures").glob("*.svg")}
    assert kept.keys() == made.keys()
    for name, picture in made.items():
        assert lines_of(picture) == lines_of(kept[name]), f"{name}: {REMEDY}"
    assert any(line.startswith("GO  36 passed, 8 signed") for line in lines_of(made["go"]))
    assert any("to fix: " in line for line in lines_of(kept["no-go"]))
    assert any("NO-GO" in line for line in lines_of(kept["no-go"]))
    assert any(" s of about " in line for line in lines_of(kept["waiting"]))
    before, after = (tmp_path / "shop/docs/GO_LIVE.md").read_text(), ticked.read_text()
    assert after.count("<!-- golive-result -->") == 111
    assert RESULT.sub("", after).replace("[x]", "[ ]") == before
    assert COVERED in after
    example = (TOP / "examples/shop/docs/GO_LIVE.ticked.md").read_text()
    assert outcomes(example) == outcomes(after), "examples/run --keep DIR, then copy DIR/docs/GO_LIVE.ticked.md"
