"""The gate on open bugs alone: what is compared with what, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.gates.post_deploy import measured


@pytest.mark.parametrize(("bugs", "advisories"), [((), ()), ((PLACE,), ()), ((), (PLACE,))])
def test_no_critical_bugs(bugs, advisories):
    seen = Seen(found=bugs, source="forge", advisories=3, open_advisories=advisories, notes=lambda: [("asked", "x")])
    said, judge = told(measured.no_critical_bugs, critical_bugs=seen)
    assert said == [
        ("open critical bugs", "≤ 0", str(len(bugs)), not bugs),
        ("open security advisories", "≤ 0", str(len(advisories)), not advisories),
        ("asked", "", "x", None),
    ]
    assert judge.evidence[0].source == "forge"
    without = Seen(**{**vars(seen), "advisories": None})
    said, _ = told(measured.no_critical_bugs, critical_bugs=without)
    assert [name for name, *_ in said] == ["open critical bugs", "asked"]
