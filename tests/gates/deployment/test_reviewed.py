"""The gate about reviews: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitHub

GATE = "deployment::reviewed"


@pytest.fixture
def on_github(shop, serve, git):
    """A shop with a release and one commit after it, on a GitHub where that commit is pull request 12."""
    forge = FakeGitHub(serve)
    shop.settings(f'[tool.golive.forge]\nurl = "{forge.url}/shop/shop"\nkind = "github"\npatience = "1ms"\n')
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    shop.write("src/shop/pay.py", "def pay(cents):\n    return cents\n")
    shop.commit()
    forge.head = git(shop.path, "rev-parse", "HEAD").strip()
    forge.proposes(forge.head, 12, author="ann", head="a" * 40)
    return forge


def test_reviewed_passes(shop, on_github):
    on_github.reviewed(12, ("ben", "APPROVED", "a" * 40))
    shop.passes(
        GATE, "*merged changes without approval: 0, must be at most 0 (n = 1, merged changes in * since v1.1.0 at *"
    )


def test_reviewed_is_breached(shop, on_github):
    on_github.reviewed(12, ("ben", "APPROVED", "b" * 40))
    shop.breaches(
        GATE, "*#12 Change 12: approved by ben, but before the last push*", "*somebody else review the named change*"
    )


def test_reviewed_cannot_measure(shop, on_github):
    on_github.answers["/repos/shop/shop/pulls/12/reviews"] = 403, {}, {"message": "Resource not accessible"}
    shop.cannot_measure(
        GATE, "*GitHub at 127.0.0.1 answers 403 to GET *", "*set the variable that *token_env names to a token*"
    )
