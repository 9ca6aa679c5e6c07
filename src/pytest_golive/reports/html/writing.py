"""Write the page of a verdict: whole or not at all, and never over what is no page of ours."""

from __future__ import annotations

import errno
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pytest_golive.files.writing import is_free_for, real, replace_file
from pytest_golive.judging.verdict import Verdict
from pytest_golive.reports.html.surroundings import Surroundings

GENERATOR: Final = b'name="generator" content="pytest-golive'
INSTALL: Final = "pip install 'pytest-golive[html]'"


def is_possible() -> bool:
    """Whether Jinja is installed, by which pages are made."""
    return find_spec("jinja2") is not None


def write_html(path: Path, verdict: Verdict, around: Surroundings, version: str) -> int:
    """Write the page about *verdict*.

    Args:
        path: of the file; its folder is made.
        verdict: of the run.
        around: what the page shows beside it.
        version: of pytest-golive.

    Returns:
        The size of the file in bytes.

    Raises:
        OSError: the file cannot be written, or holds something else.
    """
    from pytest_golive.reports.html.page import page_of
    from pytest_golive.reports.html.rendering import html_of

    if not is_free_for(path, GENERATOR):
        raise FileExistsError(errno.EEXIST, "it holds something else and stays as it is; name another file")
    content = html_of(page_of(verdict, around), version).encode()
    real(path).parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content)
    return len(content)
