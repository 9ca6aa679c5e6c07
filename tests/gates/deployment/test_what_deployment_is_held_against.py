"""Each gate on merging, tagging, builds and announcements alone: what is compared with what, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.delivery.published.artifacts import Builds
from pytest_golive.errors import CannotMeasure
from pytest_golive.gates import deployment

BOTH = pytest.mark.parametrize(("one", "other"), [((), ()), ((PLACE,), ()), ((), (PLACE,))])


def judged(name, found):
    return (name, "≤ 0", str(len(found)), not found)


@BOTH
def test_reviewed(one, other):
    seen = Seen(unapproved=one, direct=other, total=3, source="forge", notes=lambda: [("reviews", "3")])
    said, judge = told(deployment.reviewed, reviewed_changes=seen)
    assert said == [
        judged("merged changes without approval", one),
        judged("commits pushed without a change", other),
        ("reviews", "", "3", None),
    ]
    assert [(each.n, each.source) for each in judge.evidence[:2]] == [(3, "forge"), (3, "")]
    nothing = Seen(**{**vars(seen), "total": 0, "unapproved": (), "direct": ()})
    with pytest.raises(CannotMeasure, match="merged changes without approval: nothing was measured"):
        told(deployment.reviewed, reviewed_changes=nothing)


@BOTH
def test_merged(one, other):
    merge, tree = Seen(missing=one, source="main", how="merged"), Seen(unclean=other, passed_over="build/ and dist/")
    said, judge = told(deployment.merged, merge=merge, working_tree=tree)
    assert said == [
        judged("release missing on the main branch", one),
        judged("files that differ from the commit", other),
        ("not looked at", "", "build/ and dist/: tools have hidden what they left there", None),
        ("where it is", "", "merged", None),
    ]
    assert [each.source for each in judge.evidence[:2]] == ["main", "git status"]
    bare = {"merge": Seen(missing=(PLACE,), source="main", how=""), "working_tree": Seen(unclean=(), passed_over="")}
    said, _ = told(deployment.merged, **bare)
    assert [name for name, *_ in said] == ["release missing on the main branch", "files that differ from the commit"]


@pytest.mark.parametrize("broken", ["here", "there", "signature", "contradicting", ""])
def test_tagged(broken):
    found = {each: (PLACE,) if each == broken else () for each in ("here", "there", "signature", "contradicting")}
    tag = Seen(here=found["here"], there=found["there"], version="1.2.0", source="origin", name="v1.2.0")
    contradicting = found["contradicting"]
    said, judge = told(
        deployment.tagged, release_tag=tag, tag_signature=found["signature"], contradicting=contradicting
    )
    assert said == [
        judged("faults of the release tag", found["here"]),
        judged("faults of it on the remote", found["there"]),
        judged("faults of its signature", found["signature"]),
        judged("records of other content under this version", contradicting),
        ("tag", "", "v1.2.0", None),
    ]
    assert [each.source for each in judge.evidence[:2]] == ["version 1.2.0", "origin"]


def test_a_tag_whose_signature_nobody_asks_for_has_no_row_of_it():
    tag = Seen(here=(PLACE,), there=(), version="1.2.0", source="origin", name="")
    said, _ = told(deployment.tagged, release_tag=tag, tag_signature=None, contradicting=())
    assert [name for name, *_ in said] == [
        "faults of the release tag",
        "faults of it on the remote",
        "records of other content under this version",
        "tag",
    ]
    assert said[-1] == ("tag", "", "none", None)


def test_announced():
    told_to = [("chat", "told at noon"), ("mail", "told at one")]
    for missing in ((), (PLACE,)):
        seen = Seen(missing=missing, audiences=2, source="receipts", told=told_to)
        said, judge = told(deployment.announced, announcements=seen)
        assert said == [
            judged("audiences that were not notified", missing),
            ("chat", "", "told at noon", None),
            ("mail", "", "told at one", None),
        ]
        assert (judge.evidence[0].n, judge.evidence[0].source) == (2, "receipts")
    with pytest.raises(CannotMeasure, match="nothing was measured"):
        told(deployment.announced, announcements=Seen(missing=(), audiences=0, source="", told=[]))


def test_same_artifact():
    one, other = "a" * 64, "b" * 64
    staging = Builds({one: "shop"}, "kubectl")
    said, judge = told(deployment.same_artifact, staging_builds=staging, production_builds=Builds({one: ""}, "a.yaml"))
    assert said == [judged("builds that staging does not run", ()), ("compared with", "", "kubectl", None)]
    assert (judge.evidence[0].n, judge.evidence[0].source) == (1, "a.yaml")
    going = Builds({one: "", other: "jobs"}, "a.yaml")
    said, judge = told(deployment.same_artifact, staging_builds=staging, production_builds=going)
    assert said[0] == ("builds that staging does not run", "≤ 0", "1", False)
    assert (judge.evidence[0].n, judge.evidence[0].found[0].key) == (2, "jobs")
    with pytest.raises(CannotMeasure, match="nothing was measured"):
        told(deployment.same_artifact, staging_builds=staging, production_builds=Builds())
