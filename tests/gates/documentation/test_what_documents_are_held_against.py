"""Each gate on documents alone: what is compared with what, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.gates import documentation

FOUND = pytest.mark.parametrize("found", [(), (PLACE,)])
NOTES = (("told", "x"), ("told", "y"))
TOLD = [("told", "", "x", None), ("told", "", "y", None)]


def judged(name, found):
    return (name, "≤ 0", str(len(found)), not found)


def of_nothing(gate, **measured):
    """The gate cannot tell where nothing was looked at."""
    with pytest.raises(CannotMeasure, match=r"nothing was measured \(n = 0\)"):
        told(gate, **measured)


@FOUND
def test_documents_updated(found):
    readme = Seen(name="README.md", faults=(), told="x", doubt="", unsure="README.md may mean what changed: src/b.py")
    guide = Seen(name="docs/a.md", faults=found, told="changed with src/a.py", doubt="docs/a.md:3: no `pay`", unsure="")
    seen = Seen(documents=[readme, guide], since="v1.0.0", uncovered=["a.py", "b.py"], strict=False)
    said, judge = told(documentation.documents_updated, freshness=seen)
    assert said == [
        judged("README.md", ()),
        judged("docs/a.md", found),
        ("compared with", "", "v1.0.0", None),
        ("documents that are worth a look, and fail nothing", "", "1", None),
        ("worth a look", "", "docs/a.md:3: no `pay`", None),
        ("not judged", "", "README.md may mean what changed: src/b.py", None),
        ("new files that no document covers", "", "a.py, b.py", None),
    ]
    assert [(each.n, each.source) for each in judge.evidence[:2]] == [(1, "x"), (1, "changed with src/a.py")]
    first, _ = told(documentation.documents_updated, freshness=Seen(documents=[], since="", uncovered=[], strict=False))
    assert [(name, value.partition(":")[0]) for name, _, value, _ in first] == [
        ("compared with", "first release"),
        ("documents that are worth a look, and fail nothing", "0"),
    ]
    strict = Seen(documents=[guide], since="v1.0.0", uncovered=[], strict=True)
    said, _ = told(documentation.documents_updated, freshness=strict)
    assert said[2] == ("what is worth a look", "", 'all of it fails, as the settings say: worth_a_look = "fail"', None)


@FOUND
def test_code_standards_verified(found):
    seen = Seen(faults=found, statements=7, source="CONTRIBUTING.md")
    said, judge = told(documentation.code_standards_verified, standards_review=seen)
    assert said == [judged("statements that do not hold", found)]
    assert judge.evidence[0].n == 7
    of_nothing(documentation.code_standards_verified, standards_review=Seen(faults=(), statements=0, source=""))


@FOUND
def test_codebase_summary_current(found):
    seen = Seen(unnamed=found, gone=(), parts=3, names=1200, source="docs/x.md", notes=["a", "b"])
    said, judge = told(documentation.codebase_summary_current, summary_review=seen)
    assert said == [
        judged("parts that it does not name", found),
        judged("names in it that are gone", ()),
        ("not judged", "", "a", None),
        ("not judged", "", "b", None),
    ]
    assert [(each.n, each.source) for each in judge.evidence[:2]] == [
        (3, "docs/x.md"),
        (None, "1,200 names of code looked up"),
    ]
    seen = Seen(unnamed=(), gone=found, parts=3, names=1, source="", notes=[])
    said, _ = told(documentation.codebase_summary_current, summary_review=seen)
    assert said == [judged("parts that it does not name", ()), judged("names in it that are gone", found)]
    seen = Seen(unnamed=(), gone=(), parts=0, names=1, source="", notes=[])
    of_nothing(documentation.codebase_summary_current, summary_review=seen)


def sound(**other):
    build = Seen(command="sphinx-build -W", findings=(), why_not="")
    seen = {
        "broken": (),
        "unreadable": (),
        "code": (),
        "documents": 4,
        "source": "4 documents",
        "build": build,
        "doubts": (),
    }
    return Seen(**{**seen, "notes": NOTES, **other})


@FOUND
@pytest.mark.parametrize("kind", ["broken", "unreadable", "code", "build"])
def test_documents_sound(kind, found):
    build = Seen(command="sphinx-build -W", findings=found, why_not="")
    seen = sound(**{kind: build if kind == "build" else found})
    said, judge = told(documentation.documents_sound, soundness=seen, outside=None)
    names = {
        "broken": "links that lead nowhere",
        "unreadable": "text that cannot be read",
        "code": "code that cannot be read",
        "build": "warnings of the strict build",
    }
    assert said == [*(judged(name, found if each == kind else ()) for each, name in names.items()), *TOLD]
    assert (judge.evidence[0].n, judge.evidence[3].source) == (4, "sphinx-build -W")


def test_documents_sound_says_why_no_build_was_run_and_needs_a_document():
    seen = sound(build=Seen(command="", findings=(PLACE,), why_not="no docs/conf.py"), notes=())
    said, judge = told(documentation.documents_sound, soundness=seen, outside=None)
    assert said[3:] == [("strict build", "", "not run: no docs/conf.py", None)]
    assert judge.breaches() == []
    of_nothing(documentation.documents_sound, soundness=sound(documents=0), outside=None)


@FOUND
def test_links_to_other_sites(found):
    asked = []
    outside = Seen(
        links=5, known=3, gone=found, source="3 of 5", notes=lambda: NOTES, require_judged=lambda: asked.append(1)
    )
    said, judge = told(documentation.documents_sound, soundness=sound(notes=()), outside=outside)
    assert said[4:] == [*TOLD, judged("links to other sites that are dead", found)]
    assert (judge.evidence[-1].n, judge.evidence[-1].source, asked) == (3, "3 of 5", [1])
    unknown = Seen(**{**vars(outside), "known": 0})
    said, _ = told(documentation.documents_sound, soundness=sound(notes=()), outside=unknown)
    assert (said[4:], asked) == (TOLD, [1, 1])
    none = Seen(**{**vars(outside), "links": 0})
    said, _ = told(documentation.documents_sound, soundness=sound(notes=()), outside=none)
    assert (said[4:], asked) == (TOLD, [1, 1])


@FOUND
@pytest.mark.parametrize("kind", ["faults", "disagreeing"])
def test_changelog_updated(kind, found):
    seen = {"faults": (), "disagreeing": (), "version": "1.2.0", "source": "CHANGELOG.md", "places": 3, "notes": ["a"]}
    said, judge = told(documentation.changelog_updated, changelog_review=Seen(**{**seen, kind: found}))
    assert said == [
        ("version", "", "1.2.0", None),
        judged("faults of the changelog", found if kind == "faults" else ()),
        judged("places that name another version", found if kind == "disagreeing" else ()),
        ("not judged", "", "a", None),
    ]
    assert [each.source for each in judge.evidence[1:3]] == ["CHANGELOG.md", "3 looked at"]


@FOUND
@pytest.mark.parametrize("kind", ["wrong", "pointers", "examples", "failed"])
def test_readme_accurate(kind, found):
    seen = {"wrong": (), "pointers": (), "examples": (), "looked_at": 5, "source": "README.md", "notes": NOTES}
    readme = Seen(**{**seen, **({kind: found} if kind != "failed" else {})})
    sessions = Seen(examples=4, spared=2, failed=found if kind == "failed" else ())
    names = {
        "wrong": "commands that name what is not there",
        "pointers": "badges of something else",
        "examples": "imports that are not there",
    }
    expected = [judged(name, found if each == kind else ()) for each, name in names.items()]
    said, judge = told(documentation.readme_accurate, readme=readme, readme_sessions=sessions)
    assert said == [*expected, *TOLD, judged("sessions that answer otherwise", sessions.failed)]
    assert (judge.evidence[0].n, judge.evidence[-1].n) == (5, 4)
    assert judge.evidence[-1].source == "statements: 4; sessions left out as fragments: 2"
    said, _ = told(documentation.readme_accurate, readme=readme, readme_sessions=None)
    assert said == [*expected, *TOLD]
    nothing = Seen(examples=0, spared=2, failed=())
    of_nothing(documentation.readme_accurate, readme=Seen(**{**seen, "looked_at": 0}), readme_sessions=None)
    of_nothing(documentation.readme_accurate, readme=Seen(**seen), readme_sessions=nothing)


@FOUND
@pytest.mark.parametrize(
    ("gate", "measured", "notes"),
    [
        (
            documentation.api_documentation_current,
            "api_documentation",
            {"looks": lambda: NOTES[:1], "notes": NOTES[1:]},
        ),
        (documentation.migration_guide_complete, "breaking", {"told": lambda: NOTES}),
    ],
)
def test_api_documentation_and_migration_guide(gate, measured, notes, found):
    one = Seen(name="names", found=(), looked_at=9, source="docs", lesser=(PLACE,))
    other = Seen(name="options", found=found, looked_at=None, source="src", lesser=())
    said, judge = told(gate, **{measured: Seen(checks=lambda: [one, other], **notes)})
    assert said == [judged("names", ()), judged("options", found), *TOLD]
    assert [(each.n, each.source, each.lesser) for each in judge.evidence[:2]] == [
        (9, "docs", (PLACE,)),
        (None, "src", ()),
    ]
    nothing = Seen(name="names", found=(), looked_at=0, source="docs", lesser=())
    of_nothing(gate, **{measured: Seen(checks=lambda: [nothing], **notes)})
