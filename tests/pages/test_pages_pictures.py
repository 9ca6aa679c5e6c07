"""The pictures on our pages are small, load nothing, show nothing of the machine that made them, and are shown."""

from __future__ import annotations

import getpass
import re
import socket
from tempfile import gettempdir

import pytest
from page_blocks import TOP
from PIL import Image

PICTURES = sorted((TOP / "docs/pictures").iterdir())
DRAWN = [path for path in PICTURES if path.suffix == ".svg"]
MOST = 60_000  # bytes


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_shown_by_the_readme_or_the_quick_start(picture):
    assert picture.stat().st_size < MOST
    pages = [TOP / "README.md", TOP / "docs/guide/quick-start.md"]
    assert any(f"pictures/{picture.name})" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("picture", DRAWN, ids=lambda path: path.name)
def test_a_picture_of_a_terminal_loads_nothing_and_names_no_machine(picture):
    text = picture.read_text(encoding="utf-8")
    addresses = re.findall(r"https?://[^\s\"<]+", text)
    assert set(addresses) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
    assert "url(http" not in text
    assert [
        word for word in (gettempdir() + "/", socket.gethostname() + " ", f"/{getpass.getuser()}/") if word in text
    ] == []


def test_the_picture_of_the_report_is_as_wide_as_a_page():
    with Image.open(TOP / "docs/pictures/report.png") as picture:
        assert picture.size == (1100, 660)
