"""A file for each version, or for each series of versions, and how these files are called."""

from __future__ import annotations

import pytest

from pytest_golive.documents.changelog.places import read_unit, units
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import CannotMeasure

NOTES = "Shop {0} Release Notes\n======================\n\nJanuary 31, 2026\n\n- Tea.\n"
SERIES = "Version 0.14.1\n==============\n\n**December 21, 2025**\n\n- Tea.\n\nVersion 0.14.0\n==============\n\n**August 14, 2025**\n\n- Pots.\n"


def found(tmp_path, files):
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    texts = Texts(tmp_path, tuple(sorted(files)))
    (unit,) = units(texts, (), (), ("shop",))
    read = read_unit(unit, {path: texts.require(path) for path in unit.changelogs}, ("shop",))
    return [section.version for section in read.sections]


@pytest.mark.parametrize("name", ["{0}-notes.rst", "v{0}.rst", "release-{0}.rst", "release_notes_{0}.rst"])
def test_the_first_page_of_a_folder_lists_a_file_for_each_version(tmp_path, name):
    files = {f"docs/release/{name.format(version)}": NOTES.format(version) for version in ("0.12.0", "0.11.3")}
    files["docs/release/index.rst"] = "Release Notes\n=============\n\n.. toctree::\n\n   0.12.0-notes\n"
    assert found(tmp_path, files) == ["0.12.0", "0.11.3"]


def test_a_file_for_each_series_has_a_section_for_each_release(tmp_path):
    files = {"doc/whats_new/v0.14.rst": SERIES, "doc/whats_new/v0.13.rst": NOTES.format("0.13")}
    files["doc/whats_new.rst"] = ".. include:: whats_new/v0.14.rst\n.. include:: whats_new/v0.13.rst\n"
    assert found(tmp_path, files) == ["0.14.1", "0.14.0", "0.13"]


def test_other_pages_beside_it_are_no_versions(tmp_path):
    files = {"docs/release/index.rst": "Release\n=======\n", "docs/release/how-to.rst": "How\n===\n"}
    assert found(tmp_path, files) == []


def test_what_a_build_makes_cannot_be_read(tmp_path):
    with pytest.raises(CannotMeasure, match=r"docs/changelog.rst only includes ../ChangeLog, which is not tracked"):
        found(tmp_path, {"docs/changelog.rst": "Changes\n=======\n\n.. include:: ../ChangeLog\n   :start-line: 2\n"})
