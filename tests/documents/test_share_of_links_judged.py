"""Links without a clear response: they do not count as good, and too many of them are an error."""

from __future__ import annotations

import pytest
from linking import PATIENT, gathered

from pytest_golive.documents.outside.review import Rules, ask_all
from pytest_golive.errors import CannotMeasure

REFUSED = "http://127.0.0.1:1"


def test_what_could_not_be_asked_is_not_good(site):
    review = ask_all(gathered(f"{REFUSED}/"), PATIENT, least=0)
    with pytest.raises(
        CannotMeasure, match=r"0 of 1 link .* judged, and nothing is proven: HEAD http://127.0.0.1:1/: "
    ):
        review.require_judged()
    some = ask_all(gathered(f"{REFUSED}/", site.says("/there", 200)), PATIENT, least=50)
    some.require_judged()
    assert some.known == 1
    assert dict(some.notes())["links to other sites of which nobody knows"].startswith("HEAD http://127.0.0.1:1/: ")


@pytest.mark.parametrize(("least", "is_enough"), [(0, True), (79.9, True), (80, True), (80.1, False), (100, False)])
def test_a_share_of_the_links_must_have_been_judged(site, least, is_enough):
    urls = [site.says(f"/there{number}", 200) for number in range(3)]
    review = ask_all(gathered(*urls, site.says("/gone", 404), f"{REFUSED}/a"), PATIENT, least=least)
    assert (review.links, review.known, len(review.gone)) == (5, 4, 1)
    if is_enough:
        review.require_judged()
        return
    with pytest.raises(CannotMeasure, match=rf"4 of 5 links .* and at least {least} % must be: HEAD http") as caught:
        review.require_judged()
    assert "(judged)" in caught.value.cure


def test_a_document_without_links_to_other_sites_needs_none_judged():
    ask_all(gathered(), PATIENT).require_judged()


def test_time_that_is_up_is_told(site):
    review = ask_all(gathered(site.says("/there", 200)), Rules(keep=60, timeout=1e-9, private=True))
    assert review.unknown == (f"{site.url}/there: there was no time left to ask",)
    assert site.seen == []
