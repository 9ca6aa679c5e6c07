"""Published release notes, compared with the facts: what is missing, and what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_notes_written import FACTS, NOTES

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.breaking.promises import Promise
from pytest_golive.documents.breaking.result import Breaking
from pytest_golive.documents.notes.published import Notes, review

DEMANDED = ("Summary", "Changes", "Breaking Changes", "Migration")
REMOVED = Change("object-removed", "shop.refund", "was removed", "src/shop.py", 3)
BREAKING = Breaking("v1.1.0", 9, 8, (REMOVED,), Guides(), Promise(None, None, "none"))


def faults(text, facts=FACTS, breaking=BREAKING):
    found = review(Notes("notes.md", text), facts, breaking, DEMANDED)
    return [f"{one.line}: {one.message}" for one in (*found.missing, *found.contradictions)]


def changed(old, new):
    assert old in NOTES
    return NOTES.replace(old, new)


def test_what_golive_writes_holds():
    assert faults(NOTES) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("## Migration", "## How to", ["0: there is no section 'Migration'"]),
        ("- Removed `refund`: write to us. (CHANGELOG.md:9)\n", "", ["21: the section 'Migration' is empty"]),
        ("- p95: 120 ms", "- TBD", ["14: the placeholder 'TBD' is not filled in"]),
        ("# Release 2.0.0", "# Release v1.9", ["1: they are about 1.9, but this release is 2.0.0"]),
        ("- `shop.old`", "None.", ["17: they say that nothing is deprecated, but this release deprecates shop.old"]),
        ("71 % to 83 %\n- p95", "71 % to 90 %\n- p95", ["13: they say 90 % for line coverage, but line coverage from 71 % to 83 % was measured"]),
        ("p95: 120 ms", "p95 under 90 ms", ["14: they say 90 ms for p95, but p95: 120 ms was measured"]),
        ("- shop.refund was removed (CHANGELOG.md:9)", "None - all public APIs preserved.", ["22: they say 'None - all public APIs preserved.', but shop.refund was removed"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(old, new, told):
    found = faults(changed(old, new))
    assert [one.partition(": ")[2] for one in found] == [one.partition(": ")[2] for one in told]


def test_a_breaking_change_that_they_do_not_name_is_told():
    text = changed("- shop.refund was removed (CHANGELOG.md:9)", "- Much.").replace(
        "- Removed `refund`: write to us. (CHANGELOG.md:9)", "- Ask."
    )
    assert faults(text) == ["0: they do not say that shop.refund was removed"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("1 change in 3 commits by 2 people since v1.1.0.", ""), ("77 changes in 99 commits by 1 person since v1.1.0.", "77 changes in this release, but there are 1"),
        ("1 change in 99 commits.", "99 commits in this release, but there are 3"), ("1 change in 1 commit by 2 people since v1.1.0.", "1 commits in this release, but there are 3"),
        ("1 change in 2 commits by 1 person since v1.1.0.", ""), ("3 commits by 9 people since v1.1.0", "9 people in this release, but there are 2"),
        ("It squashes 12 commits into one.", ""),
    ],
)  # fmt: skip
def test_counts_are_those_of_the_release(said, wrong):
    text = changed("1 change in 3 commits by 2 people since v1.1.0.", said)
    found = review(Notes("notes.md", text), FACTS, BREAKING, DEMANDED, own=1).contradictions
    assert [one.message for one in found] == ([f"they say {wrong}"] if wrong else [])


def test_rounded_numbers_and_those_of_other_units_are_no_contradiction():
    facts = replace(FACTS, figures=(replace(FACTS.figures[0], now="83.42 %"),))
    assert faults(changed("71 % to 83 %\n- p95: 120 ms", "71 % to 83.4 % (#12, 3 files)"), facts) == []
    assert faults(changed("71 % to 83 %\n- p95", "71 % to 80 %+\n- p95"), facts) == []


def test_what_commits_tell_counts_too():
    facts = replace(FACTS, breaks=(replace(FACTS.breaks[0], words="no v1", place="#3", entry="no v1"),))
    text = changed("- shop.refund was removed (CHANGELOG.md:9)", "None.")
    nothing = replace(BREAKING, changes=())
    assert faults(text, facts, nothing) == ["22: they say that nothing breaks, but #3 says: no v1"]


@pytest.mark.parametrize(
    "denial",
    [
        "There are no breaking changes.", "Fully backward compatible.", "**None**", "_None_", "Keine.", "\u2705 None", "&nbsp;None",
        "Zero.",
        "<b>None</b>", "&#78;one.", "N\u200bone.", "Absolutely none.", "There aren't any.", "Not a single one.", "It has none.",
        "Aucun.", "Nessuna.", "Ninguno.", "\u0411\u0435\u0437 \u0438\u0437\u043c\u0435\u043d\u0435\u043d\u0438\u0439.", "\u306a\u3057", "\u65e0", "0",
        "We broke nothing; prices are as ever.", "Prices: does not break anything.", "All good: nobody has to change anything.",
        "This release is a drop-in replacement, also for prices.", "Users of prices need not do anything.",
    ],
)  # fmt: skip
def test_a_denial_is_seen_however_it_is_written(denial):
    facts = replace(FACTS, breaks=(replace(FACTS.breaks[0], words="prices are in cents", place="#3", entry="prices are in cents"),))  # fmt: skip
    text = changed("- shop.refund was removed (CHANGELOG.md:9)", denial)
    (found,) = faults(text, facts, replace(BREAKING, changes=()))
    assert found.endswith("they say that nothing breaks, but #3 says: prices are in cents")


@pytest.mark.parametrize(
    "words",
    [
        "Nobody can ask for prices in euros any more.", "Without a currency, prices are refused.", "null is no price: prices are refused.",
        "It is not a drop-in replacement: prices are in cents.", "Prices are in cents. Nothing else breaks.", "0.9 users: prices are in cents.",
        "No longer gives prices in euros.", "Nothing but prices changes.",
    ],
)  # fmt: skip
def test_what_describes_a_change_is_no_denial(words):
    facts = replace(FACTS, breaks=(replace(FACTS.breaks[0], words="prices are in cents", place="#3", entry="prices are in cents"),))  # fmt: skip
    assert (
        faults(changed("- shop.refund was removed (CHANGELOG.md:9)", words), facts, replace(BREAKING, changes=())) == []
    )


def test_words_that_are_in_any_sentence_describe_no_change():
    facts = replace(FACTS, breaks=(replace(FACTS.breaks[0], words="this must have a currency", place="#3", entry="this must have a currency"),))  # fmt: skip
    text = changed("- shop.refund was removed (CHANGELOG.md:9)", "All that you have must work.")
    (found,) = faults(text, facts, replace(BREAKING, changes=()))
    assert found.endswith("they omit the breaking change of #3: this must have a currency; name it or describe it")


def test_what_commits_tell_is_named_by_its_number_or_its_subject():
    facts = replace(FACTS, breaks=(replace(FACTS.breaks[0], words="prices are in cents", place="#3", entry="prices are in cents"),))  # fmt: skip
    nothing = replace(BREAKING, changes=())
    told = "they omit the breaking change of #3: prices are in cents; name it or describe it"
    assert [one.partition(": ")[2] for one in faults(NOTES, facts, nothing)] == [told]
    for words in ("See #3.", "All Prices changed.", "No longer gives prices in euros."):
        assert faults(changed("- shop.refund was removed (CHANGELOG.md:9)", words), facts, nothing) == []


@pytest.mark.parametrize(
    "words",
    [
        "`shop.refund` keeps working as before.", "The removal of `refund` is not a breaking change.",
        "`shop.refund` was never removed.", "`shop.refund` is not removed.", "`shop.refund`: no change.",
        "We kept `shop.refund`; it is fully supported.", "`shop.refund` works like before.", "`shop.refund` is fully supported.",
    ],
)  # fmt: skip
def test_that_a_removed_function_works_on_is_a_contradiction(words):
    text = changed("- shop.refund was removed (CHANGELOG.md:9)", words)
    assert [one.partition(": ")[2] for one in faults(text)] == [f"they say {words!r}, but shop.refund was removed"]
    for words_on in ("`shop.refund` is gone; `shop.pay` keeps working.", "The removal of `refund` is a breaking change.", "`refund` does not work unless you install shop-refunds."):  # fmt: skip
        assert faults(text.replace(words, words_on)) == []


def test_the_version_may_stand_in_the_second_heading():
    both = "# Release notes\n\n## 1.0.0"
    assert faults(changed("# Release 2.0.0", both)) == ["3: they are about 1.0.0, but this release is 2.0.0"]
    assert faults(changed("# Release 2.0.0", both.replace("1.0.0", "[2.0.0] - 2026-11-26"))) == []


def test_that_no_figures_were_compared_is_told():
    found = review(Notes("n.md", NOTES), replace(FACTS, figures=()), BREAKING, DEMANDED)
    assert found.notes == (("figures", "not compared: no record of this release has a value that changed"),)


def test_what_could_not_be_compared_is_told():
    found = review(Notes("n.md", NOTES), replace(FACTS, unmeasured="griffe is broken"), None, DEMANDED)
    assert found.notes == (("breaking changes", "not compared with the code: griffe is broken"),)
