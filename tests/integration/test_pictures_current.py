"""The pictures of the terminal show what runs of the example show today."""

from __future__ import annotations

import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

TOP = Path(__file__).parents[2]
TEXT = "{http://www.w3.org/2000/svg}text"
REMEDY = "python tools/pictures.py, and look at docs/pictures"


def lines_of(picture):
    """The lines of text in a picture, from top to bottom."""
    lines = {}
    for piece in ET.fromstring(picture).iter(TEXT):  # nosec B314 -- of our own making
        lines.setdefault(float(piece.get("y")), []).append((float(piece.get("x")), piece.text or ""))
    return ["".join(text for _, text in sorted(lines[y])).replace("\xa0", " ").rstrip() for y in sorted(lines)]


def test_the_pictures_of_the_terminal_are_those_of_today(tmp_path):
    made = runpy.run_path(str(TOP / "tools/pictures.py"))["pictures"](tmp_path)
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (TOP / "docs/pictures").glob("*.svg")}
    assert kept.keys() == made.keys()
    for name, picture in made.items():
        assert lines_of(picture) == lines_of(kept[name]), f"{name}: {REMEDY}"
    assert any("to fix: " in line for line in lines_of(kept["no-go"]))
    assert any("NO-GO" in line for line in lines_of(kept["no-go"]))
    assert any(" s of about " in line for line in lines_of(kept["waiting"]))
