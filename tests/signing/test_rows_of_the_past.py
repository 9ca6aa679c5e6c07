"""Whom a row asked for in the previous release, it asks for until those who could sign before approve the change."""

from __future__ import annotations

import pytest

from pytest_golive.context.past import loosened_in
from pytest_golive.rows.loosening import Documents
from pytest_golive.rows.plan import Plan, catalogue_of
from pytest_golive.settings.loading import load_settings

pytestmark = pytest.mark.security
ROW = "- [ ] Reviewed <!-- golive: sign id=review role=manager approvers=2 -->\n"


@pytest.fixture
def reviewed(shop):
    """The shop after a release whose document asks for two managers."""
    shop.rules = '[tool.golive]\nchecklist = "docs/GO.md"\n\n'
    shop.settle()
    shop.write("docs/GO.md", f"# Go live\n\n{ROW}")
    shop.commit("ann")
    shop.release("v1.1.0")
    return shop


def loosened(shop, text):
    shop.write("docs/GO.md", f"# Go live\n\n{text}")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("bob")
    return shop.signatures(production=True)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (ROW.replace(" approvers=2", ""), ("review: approvers 2 → 1",)),
        (ROW.replace("manager", "engineer"), ("review: role manager → engineer",)),
        (ROW.replace("id=review role=manager", "id=seen"), ("seen: role manager → anyone",)),
        (ROW.replace("Reviewed", "Reviewed by two"), ()),
        (ROW.replace("=2", "=3"), ()),
    ],
)
def test_who_loosens_what_a_row_asks_for_needs_an_approval(reviewed, text, changes):
    there = loosened(reviewed, text)
    assert there.trusted.changes == changes
    assert reviewed.signatures().trusted.changes == ()  # for other targets it is only told
    if changes:
        assert not there.people_approved().is_signed
        reviewed.sign("ann", "signing/people", key="ann")
        assert reviewed.signatures(production=True).people_approved().is_signed


def test_the_document_of_the_release_before_is_compared(reviewed):
    loosened(reviewed, ROW.replace("sign", "no-check").replace(" role=manager approvers=2", ""))
    plan = Plan(reviewed.path, load_settings(reviewed.path))
    catalogue = catalogue_of([])
    here = Documents(tuple(plan.paths), [line.check for line in plan.resolved(catalogue)[0]], catalogue)
    there = reviewed.signatures(production=True)
    found = loosened_in(there.repository, there.baseline.commit, here)
    assert [one.sentence for one in found] == ["row review is no check any more: Reviewed"]
    assert loosened_in(there.repository, "HEAD", here) == []
    assert loosened_in(there.repository, "v1.0.0", here) == []  # there was no document yet
