"""What a document no longer demands is told like a setting that was loosened."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.resolving import Catalogue, resolve
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of
from pytest_golive.rows.loosening import fewer_signers, loosened_rows
from pytest_golive.settings.comparing.choice import in_numbers

GATES = Catalogue({"security::headers": ("pre_deploy",), "smoke::health": ("smoke",)})
ROW = "- [ ] Reviewed by security <!-- golive: sign id=review{} -->\n"
BOUND = "- [ ] Headers <!-- golive: {} id=headers -->\n"


def checks(*rows, heading="Review"):
    text = f"# Go live\n\n## {heading}\n\n- [ ] Support knows <!-- golive: sign id=support -->\n{''.join(rows)}"
    found, faults = resolve(document_of(text_of(text.encode(), "docs/GO.md")), GATES)
    assert not faults
    return found


@pytest.mark.security
@pytest.mark.parametrize(
    ("before", "after", "told", "counted"),
    [
        (ROW.format(""), "", "row review is gone: Reviewed by security", "1 row removed"),
        (ROW.format(""), ROW.format("").replace("sign", "no-check"),
         "row review is no check any more: Reviewed by security", "1 row removed"),
        (ROW.format(""), ROW.format(" until=2099-01-01"), "row review: not due until 2099-01-01", "1 row not due"),
        (ROW.format(" until=2026-01-01"), ROW.format(" until=2099-01-01"),
         "row review: not due until 2099-01-01, was 2026-01-01", "1 row not due"),
        (ROW.format(" phase=post_deploy until=+2d"), ROW.format(" phase=post_deploy until=+49h"),
         "row review: not due until +49h, was +2d", "1 row not due"),
        (ROW.format(""), ROW.format(" phase=post_deploy"),
         "row review: due in post_deploy, no longer in pre_deploy", "1 row not due"),
        (ROW.format(""), ROW.format(" if=rollback"), "row review: due only after a rollback", "1 row not due"),
        (ROW.format(" role=manager"), ROW.format(""), "row review: role manager → anyone", "1 demand dropped"),
        (ROW.format(" role=manager"), ROW.format(" role=intern"), "row review: role manager → intern", "1 demand dropped"),
        (ROW.format(" approvers=3"), ROW.format(" approvers=2"), "row review: approvers 3 → 2", "1 demand dropped"),
        (ROW.format(""), ROW.format("").replace("sign", "security::headers"),
         "row review: people no longer sign it", "1 demand dropped"),
        (BOUND.format("security::headers smoke::health"), BOUND.format("smoke::health"),
         "row headers: no longer security::headers", "1 demand dropped"),
        (BOUND.format('"smoke::health"'), BOUND.format('"smoke::health#status"'),
         "row headers: no longer smoke::health", "1 demand dropped"),
        (BOUND.format("smoke::health"), BOUND.format("smoke::health count=3"),
         "row headers: 3 is a count, and no limit", "1 other change"),
        (ROW.format(""), ROW.format("").replace("by security", "by somebody"),
         "row review: 'Reviewed by security' → 'Reviewed by somebody'", "1 other change"),
    ],
)  # fmt: skip
def test_what_is_looser(before, after, told, counted):
    found = loosened_rows(checks(before), checks(after))
    assert told in [one.sentence for one in found]
    assert counted in in_numbers(found)
    assert not any(told == one.sentence for one in loosened_rows(checks(after), checks(before)))
    assert loosened_rows(checks(before), checks(before)) == []


@pytest.mark.security
def test_a_heading_that_makes_its_rows_due_later():
    (first, _) = loosened_rows(checks(), checks(heading="Review of revertible migrations"))
    assert first.sentence == "row support: due in rollback, no longer in pre_deploy"


@pytest.mark.security
def test_a_row_worded_anew_or_moved_is_the_same_row_and_asks_for_the_same_people():
    old, new = "- [ ] The security review is done{}\n", "- [ ] The security review was done{}\n"
    comment = " <!-- golive: sign role=manager approvers=2 -->"
    before = checks(old.format(comment))
    for after in (checks(new.format("")), checks(old.format(""), heading="Quality")):
        said = [one.sentence.partition(": ")[2] for one in loosened_rows(before, after)]
        assert "role manager → anyone" in said
        assert [one.partition(": ")[2] for one in fewer_signers(before, after)] == [
            "role manager → anyone",
            "approvers 2 → 1",
        ]
    assert list(fewer_signers(before, checks(new.format(comment)))) == []


@pytest.mark.parametrize("until", ["+7d", "+24h"])
def test_a_row_cannot_be_due_before_the_deployment_that_it_waits_for(until):
    for options, phase in ((f" until={until}", "pre_deploy"), (f" until={until} phase=deploy", "")):
        text = f"# Go live\n\n## Review\n\n{ROW.format(options)}"
        _, faults = resolve(document_of(text_of(text.encode(), "docs/GO.md")), GATES)
        what = f"until={until} counts from the deployment, and the row is due in {phase}, which comes before it"
        cure = "name a date, such as until=2027-01-31, or phase=post_deploy"
        assert [str(fault) for fault in faults] == ([f"{what}; {cure}"] if phase else [])
