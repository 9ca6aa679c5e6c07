"""What several releases have left undone, as one answer that says of which release each part is."""

from __future__ import annotations

import datetime as dt

from pytest_golive.rows.forgotten import Forgotten, Task, finding, later, together

NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
ROADMAP = Task("post_deploy::roadmap_updated", "post_deploy::roadmap_updated", "Roadmap", dt.timedelta(30), True)


def left(release):
    return finding(release, ROADMAP, NOON, "not signed", "sign it")


def test_a_row_of_another_release_is_another_finding():
    assert left("v1.1.0").fingerprint != left("v1.0.0").fingerprint
    assert left("v1.1.0").fingerprint == finding("v1.1.0", ROADMAP, NOON, "it failed", "mend it").fingerprint
    assert left("v1.1.0").message == (
        "post_deploy::roadmap_updated (Roadmap) of v1.1.0, due since 2026-01-31 12:00 UTC: not signed"
    )


def test_what_all_releases_have_left_counts_together():
    last = Forgotten((left("v1.1.0"),), 14, "v1.1.0 at abc1234", {"not due yet": "a"})
    found = together(
        last,
        [
            ("v1.0.0", Forgotten((left("v1.0.0"),), 13, "v1.0.0 at def5678", {"not due yet": "b"})),
            ("v0.9.0", "no record"),
            ("v0.8.0", Forgotten((), 2, "v0.8.0 at 0123456")),
        ],
    )
    assert found.found == (left("v1.1.0"), left("v1.0.0"))
    assert found.due == 29
    assert found.source == "v1.1.0 at abc1234; and before it v1.0.0, v0.8.0"
    assert found.said == {
        "not due yet": "a",
        "not due yet, of earlier releases": "v1.0.0: b",
        "releases that were not looked at": "v0.9.0 (no record)",
    }


def test_the_last_release_alone_stays_as_it_is():
    last = Forgotten((left("v1.1.0"),), 14, "v1.1.0 at abc1234", {"not due yet": "a"})
    assert together(last, []) == last


def test_what_is_not_due_yet_is_told_in_a_few_names():
    assert later([], NOON) == ""
    row = "post_deploy::roadmap_updated"
    assert later([ROADMAP] * 5, NOON) == f"{row}, {row}, {row} and 2 more, the first at 2026-03-02 12:00 UTC"
    assert later([ROADMAP] * 3, NOON) == f"{row}, {row}, {row}, the first at 2026-03-02 12:00 UTC"
