"""Links of the changelog in notes that stand in another folder."""

from __future__ import annotations

import pytest

from pytest_golive.documents.markup.moving import moved


@pytest.mark.parametrize(
    ("text", "moved_text"),
    [
        ("see [CI](docs/ci.md).", "see [CI](../ci.md)."),
        ("see [CI](docs/ci.md#cache), [more](docs/guide/)", "see [CI](../ci.md#cache), [more](../guide/)"),
        ("![all](docs/pictures/go.svg 'a title')", "![all](../pictures/go.svg 'a title')"),
        ("[page]: README.md\n", "[page]: ../../README.md\n"),
        ("[a](https://a.example/b) [b](#top) [c](/c.md) [d](mailto:a@b.example) [e](?q)", None),
        ("call `f(docs/ci.md)` with [brackets] (docs/ci.md)", None),
    ],
)
def test_relative_links_lead_where_they_did(text, moved_text):
    assert moved(text, "", "docs/releases") == (moved_text or text)


def test_a_changelog_in_a_folder_of_its_own():
    assert moved("[a](ci.md) [b](../README.md)", "docs", "docs/releases") == "[a](../ci.md) [b](../../README.md)"
    assert moved("[a](ci.md)", "docs", ".") == "[a](docs/ci.md)"
