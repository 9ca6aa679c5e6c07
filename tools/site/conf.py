"""The guide as a site: ``tools/guide`` builds it without a network, and a link that leads nowhere ends the build.

Sphinx with MyST and Furo, because they read the pages as they are, with links that GitHub follows too, check each link
and each heading that one names, need no font or script of others, and are what pytest's own site is made with.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer

TOP = Path(__file__).parents[2]
BLOB = "https://github.com/pytest-golive/pytest-golive/blob/main/"

project = "pytest-golive"
author = "The pytest-golive developers"
release = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
extensions = ["myst_parser"]
root_doc = "index"
nitpicky = True
exclude_patterns = ["*.json"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "pytest-golive"
html_copy_source = False
html_theme_options = {
    "source_repository": "https://github.com/pytest-golive/pytest-golive/",
    "source_branch": "main",
    "source_directory": "docs/",
}


def _lead_to_the_repository(_app: Any, name: str, content: list[str]) -> None:
    """Let links out of docs/ lead to the repository, where the file is."""
    depth = name.count("/") + 1
    content[0] = content[0].replace("](" + "../" * depth, f"]({BLOB}")


def setup(app: Any) -> None:
    """What Sphinx calls."""
    app.connect("source-read", _lead_to_the_repository)
    app.add_lexer("mermaid", TextLexer)
