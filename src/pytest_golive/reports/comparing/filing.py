"""Write a comparison into a file: whole or not at all, and never over what is no comparison of ours."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import cannot, is_free_for, real, replace_file
from pytest_golive.masking.known import MASK
from pytest_golive.reports.comparing.changes import Comparison
from pytest_golive.reports.comparing.writing import MARK, as_markdown, as_text
from pytest_golive.reports.html.writing import INSTALL, is_possible

TITLE: Final = "golive compare: what changed between two runs"
MARKS: Final = {"text": TITLE.encode(), "markdown": MARK.encode(), "html": b'content="pytest-golive compare '}
KINDS: Final = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}


def kind_for(path: Path | None) -> str:
    """How a comparison is written, by the name of its file; "text" for the terminal and for any other name."""
    return KINDS.get(path.suffix.lower(), "text") if path is not None else "text"


def made(found: Comparison, kind: str, version: str) -> str:
    """The comparison as "text", "markdown" or "html".

    Raises:
        GoliveError: Jinja, which pages need, is not installed.
    """
    if kind != "html":
        return MASK.hide(as_markdown(found) if kind == "markdown" else as_text(found))
    if not is_possible():
        raise GoliveError("a comparison as HTML needs Jinja, which is not installed", INSTALL)
    from pytest_golive.reports.comparing.page import as_html

    return as_html(found, version)


def write(path: Path, text: str, kind: str) -> None:
    """Write *text*, which is of *kind*.

    Raises:
        GoliveError: it cannot be written, or something else is there.
    """
    whole = f"{TITLE}\n\n{text}" if kind == "text" else text
    try:
        if not is_free_for(path, MARKS[kind]):
            raise FileExistsError(errno.EEXIST, "it holds something else and stays as it is")
        real(path).parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, whole.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise cannot(path, error, "name another file") from None
