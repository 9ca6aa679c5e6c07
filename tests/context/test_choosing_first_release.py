"""What is said instead of a way back is a choice as long as there is no release before, and none after that."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("project")
REASON = '[tool.golive.rollback]\nfirst_release = "the old shop is switched on again by hand"\n'


def told(project):
    text = project.phase("-v").stdout.str()
    return " ".join(text[text.index("\nchoices ") : text.rindex("GO  ")].split())


def test_it_is_counted_for_what_it_is_until_there_is_a_release_before(project, git):
    file = project.path / "pyproject.toml"
    file.write_text(f"{file.read_text()}{REASON}")
    project.commit()
    text = told(project)
    assert text.startswith("choices first release: ")
    assert "1 reason for no way back" in text
    assert "exclusion" not in text
    assert 'in force: rollback.first_release: "the old shop is switched on again by hand"' in text
    git(project.path, "tag", "v1.0.0")
    file.write_text(f"{file.read_text()}\n# the second release\n".replace("old shop", "older shop"))
    project.commit()
    text = told(project)
    assert text.startswith("choices in force: ")
    assert "way back" not in text
    assert "first_release" not in text
