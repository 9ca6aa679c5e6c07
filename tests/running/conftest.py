"""A project with a checklist's document."""

from __future__ import annotations

import pytest
from written_document import DOCUMENT


@pytest.fixture
def documented(project):
    def made(document=DOCUMENT, settings='checklist = "docs/GO.md"'):
        project.write("docs/GO.md", document)
        text = (project.path / "pyproject.toml").read_text()
        project.write("pyproject.toml", f"[tool.golive]\n{settings}\n{text}")
        project.commit()
        return project

    return made
