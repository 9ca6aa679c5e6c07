"""The gate on release notes alone: what is compared with what, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.documents.notes.places import fits
from pytest_golive.errors import CannotMeasure
from pytest_golive.gates import release


@pytest.mark.parametrize(("missing", "contradictions"), [((), ()), ((PLACE,), ()), ((), (PLACE,))])
def test_notes_published(missing, contradictions):
    seen = Seen(missing=missing, contradictions=contradictions, sections=4, place="GitHub", source="facts")
    seen = Seen(**vars(seen), version="1.2.0", notes=[("read", "x"), ("read", "y")])
    said, judge = told(release.notes_published, notes_review=seen)
    assert said == [
        ("sections that are missing", "≤ 0", str(len(missing)), not missing),
        ("statements that the facts contradict", "≤ 0", str(len(contradictions)), not contradictions),
        ("version", "", "1.2.0", None),
        ("read", "", "x", None),
        ("read", "", "y", None),
    ]
    assert [(each.n, each.source) for each in judge.evidence[:2]] == [(4, "GitHub"), (None, "facts")]
    with pytest.raises(CannotMeasure, match="sections that are missing: nothing was measured"):
        told(release.notes_published, notes_review=Seen(**{**vars(seen), "missing": (), "sections": 0}))


def test_the_notes_of_a_tag_of_another_version_are_not_those_of_this_release():
    for tag in ("v0.9.0", "v3.3.3", "v1.0.0rc1"):
        with pytest.raises(CannotMeasure) as caught:
            fits(tag, "1.0.0", "the tag's message")
        what = f"the tag's message, but the tag on this commit is {tag}, and this release is 1.0.0; tag this commit"
        assert what in str(caught.value)
    for tag in ("v1.0.0", "shop-v1.0", "blue", ""):
        fits(tag, "1.0.0", "the tag's message")
