"""Published release notes: only what a reader sees is said, in whatever markup it is written."""

from __future__ import annotations

import pytest
from test_notes_held_against_facts import BREAKING, DEMANDED, changed, faults
from test_notes_written import FACTS, NOTES

from pytest_golive.documents.markup.visible import visible
from pytest_golive.documents.notes.published import Notes, review


def test_what_only_a_comment_says_is_not_said():
    name = "- shop.refund was removed (CHANGELOG.md:9)"
    entry = "- Removed `refund`: write to us. (CHANGELOG.md:9)"
    hidden = changed(name, f"<!-- {name} -->All is well.").replace(entry, "- Ask.\n<!--\nshop.refund\n-->")
    assert faults(hidden) == ["0: they do not say that shop.refund was removed"]
    assert [one for one in faults(f"<!--\n{NOTES}\n-->") if "there is no section" in one][3:] == [
        "0: there is no section 'Migration'"
    ]
    shown = changed("## Changes\n", "## Changes\n\nTemplates may hold `<!--`.\n\n```html\n<!-- this\n```\n")
    assert faults(shown) == []


def test_elements_of_code_are_shown_as_code_and_others_are_not():
    assert visible("Run <code>x</code> <b>now</b>.\n", "notes.md") == "Run `x` now.\n"


@pytest.mark.parametrize(
    "words",
    [
        "[//]: # (shop.refund is removed)", "[comment]: <> (shop.refund is removed)", "<div hidden>shop.refund is removed</div>",
        "`<!-- shop.refund is removed -->", '<a title="shop.refund is removed">Well.</a>', "[all](https://x/shop.refund) is well",
        "![well](x.png 'shop.refund is removed')", "<style>shop.refund</style>", "<?shop.refund?> Well.", "<!doctype shop.refund>Well.",
        "<div style='display: none'>\n\n- shop.refund is removed\n\n</div>", "<div> <!--\n\nshop.refund is removed\n\n--></div>",
        "<template>\n\n```\nshop.refund\n```\n\n</template>", "<img alt='shop.refund is removed' src='x'>",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_not_said(words):
    name, entry = "- shop.refund was removed (CHANGELOG.md:9)", "- Removed `refund`: write to us. (CHANGELOG.md:9)"
    text = changed(name, f"{words}\n\nAll is well.").replace(entry, "- Ask.")
    assert "0: they do not say that shop.refund was removed" in faults(text)
    hidden = changed("## Summary", "<div hidden>\n\n## Summary").replace("## Known Gaps", "</div>\n\n## Known Gaps")
    assert "0: there is no section 'Migration'" in faults(hidden)


def test_markup_of_any_kind_shows_what_it_holds():
    assert faults(changed("## Breaking Changes", "Breaking Changes\n---")) == []
    assert faults(changed("## Breaking Changes", "<h2>Breaking Changes</h2>\n")) == []
    for words in ("<details><summary>All</summary>\n\n- shop.refund\n\n</details>", "| a |\n|---|\n| `refund` |", "<code>refund</code>", "[^1]: shop.refund"):  # fmt: skip
        assert faults(changed("- shop.refund was removed (CHANGELOG.md:9)", words)) == []


def test_comments_of_other_markup_are_not_said_either():
    name, entry = "- shop.refund was removed (CHANGELOG.md:9)", "- Removed `refund`: write to us. (CHANGELOG.md:9)"
    for path, words in (("notes.rst", ".. shop.refund is removed\n   and refund\n\n   too\n"), ("notes.adoc", "// shop.refund\n////\nrefund\n////\n")):  # fmt: skip
        text = changed(name, f"{words}\nMuch.").replace(entry, "- Ask.")
        (found,) = review(Notes(path, text), FACTS, BREAKING, DEMANDED).contradictions
        assert found.message == "they do not say that shop.refund was removed"
    assert visible(".. note:: a\n\n   b\n\n.. _place:\n\nc", "n.rst") == ".. note:: a\n\n   b\n\n.. _place:\n\nc"


@pytest.mark.parametrize("body", ["-", ".", "&nbsp;", "---", "<br>", "<!-- later -->"])
def test_a_section_without_a_word_is_empty(body):
    (found,) = faults(changed("- Removed `refund`: write to us. (CHANGELOG.md:9)", body))
    assert found.endswith("the section 'Migration' is empty")


@pytest.mark.parametrize(
    ("head", "other"),
    [
        ("# Notes\n\n**Version 1.0.0**", "1.0.0"), ("# Notes\n\nVersion: 1.9", "1.9"), ("# shop v1", "1"), ("<h1>shop 1.0.0</h1>", "1.0.0"),
        ("# shop 2.0.0rc1", "2.0.0rc1"), ("---\ntitle: shop 1.0.0\n---\n", "1.0.0"), ("---\nversion: 1.0.0\n---\n\n# Notes", "1.0.0"),
        ("# Release 2.0.0", ""), ("# shop v2", ""), ("# Notes\n\n**Version 2.0.0**\n\nVersion 1.0.0 was bad.", ""), ("# 2.0", ""),
    ],
)  # fmt: skip
def test_notes_of_another_version_are_told_however_they_name_it(head, other):
    found = [one.partition(": ")[2] for one in faults(changed("# Release 2.0.0", head))]
    assert found == ([f"they are about {other}, but this release is 2.0.0"] if other else [])
