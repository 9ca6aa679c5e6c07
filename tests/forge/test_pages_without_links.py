"""A full page is not the last one for want of a link: a proxy may take out the headers that lead on."""

from __future__ import annotations

import pytest
from faked_forges import FORGES, FakeGitea


@pytest.mark.security
@pytest.mark.parametrize("fake", FORGES, ids=lambda fake: fake.kind)
@pytest.mark.parametrize("there", [0, 7, 100, 130, 200])
def test_a_full_page_is_followed_by_another_request(serve, rest_of, fake, there):
    forge = fake(serve)

    def page(query):
        begin = (int(query.get("page", "1")) - 1) * 100
        return 200, {}, [{"id": number} for number in range(begin, min(begin + 100, there))]

    forge.answers["/things"] = page
    assert len(list(rest_of(forge).items("/things"))) == there
    short = there % 100 < (20 if fake is FakeGitea else 100) and there % 100 > 0
    assert len(forge.asked) == there // 100 + 1 + (there > 0 and there % 100 > 0 and not short)


@pytest.mark.security
def test_gitea_may_send_smaller_pages_than_it_is_asked_for(serve, rest_of):
    forge = FakeGitea(serve)
    forge.answers["/things"] = lambda query: (
        (200, {}, [{"id": 50 * int(query.get("page", "1")) + number} for number in range(50)])
        if int(query.get("page", "1")) < 3
        else (200, {}, [])
    )
    assert len(list(rest_of(forge).items("/things", size="limit"))) == 100
