"""Settings behind a link."""

from __future__ import annotations

import pytest


def settle(project, text, name="pyproject.toml"):
    file = project.path / name
    file.write_text((file.read_text() if file.exists() else "") + text)


def test_settings_behind_a_link_are_in_version_control_where_they_lie(project):
    file = project.path / "pyproject.toml"
    (project.path / "config").mkdir()
    file.rename(project.path / "config" / "shop.toml")
    file.symlink_to("config/shop.toml")
    project.commit()
    assert project.phase().ret == 0


@pytest.mark.security
def test_settings_that_lie_outside_the_repository_excuse_nothing(project, tmp_path_factory):
    file = project.path / "pyproject.toml"
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "shop.toml"
    elsewhere.write_text(file.read_text())
    file.unlink()
    file.symlink_to(elsewhere)
    project.commit()
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*whether the exceptions are in version control is unknown: *"])
