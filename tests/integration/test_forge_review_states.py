"""What people do with changes comes to the same on a real Gitea as on the forges that only look like one."""

from __future__ import annotations

import pytest
from review_outcomes import NOBODY, STATES
from review_states import Stage

from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import Who
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.finding.tokens import Token
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.judging import Commit

pytestmark = pytest.mark.integration

WRITERS = ("dan", "cem", "lint-bot")
# Names that no account of Gitea may have, one that is gone, and what others show as well.
NOT_HERE = (
    *("approved by an app", "a bot's change that nobody approved", "a bot's change that the settings let through"),
    *("author's account is deleted", "direct push of a trusted bot", "approved by two", "several changes"),
    *("approved before by one, after by another", "approved by the author and by another", "one of two approvals"),
)
EVENTS = {"approves": "APPROVED", "objects": "REQUEST_CHANGES", "comments": "COMMENT"}
ALONE = {"self-approval": NOBODY}  # nobody may approve a change of their own


class OnRealGitea(Stage):
    """One repository, which all states share; each looks at its own commits alone."""

    kind = "gitea"

    def __init__(self, shop, number) -> None:
        api = f"{shop.gitea.url}/api/v1"
        rest = Rest(Who("gitea", "127.0.0.1", Token(shop.gitea.tokens["ben"], "GITEA_TOKEN")), api)
        super().__init__(Forge(Located("gitea", Place(shop.gitea.url, shop.path), api), rest), shop)
        self.shop, self.name, self.merged = shop, f"state-{number}", []

    def tell(self, made):
        name = f"{self.name}-{made.number}"
        number = self.shop.change(name, who=made.author)
        self.rename(made.number, number)
        for who in made.writers:
            self.shop.write(f"{name}-{who}.txt", "more", branch=name, who=who)
        for early in (True, False):
            for who, what, was_early in made.said:
                if was_early is early:
                    self.say(number, who, what, made.author)
            if early and any(was_early for *_, was_early in made.said):
                self.shop.write(f"{name}-later.txt", "pushed", branch=name)
        self.merged.append(self.shop.merge(number, ("squash", "merge", "rebase-merge")[number % 3]))

    def say(self, number, who, what, author):
        if what == "takes back":
            reviews = self.shop.ask("GET", f"/pulls/{number}/reviews")
            mine = next(one["id"] for one in reviews if one["user"]["login"] == who)
            self.shop.ask("POST", f"/pulls/{number}/reviews/{mine}/dismissals", {"message": "on second thoughts"})
        else:
            self.shop.review(number, EVENTS[what], who=who, status=422 if who == author else 0)

    def rename(self, ours, theirs):
        """The settings except changes by the numbers that the forge gives."""
        found = {f"#{theirs}": why for key, why in self.rules.exceptions.items() if key == f"#{ours}"}
        self.rules = type(self.rules)(self.rules.approvals, self.rules.bots, self.rules.trusted, found)

    def tell_push(self, commit):
        self.merged.append(self.shop.write(f"{self.name}-pushed.txt", "nobody saw this"))

    def commits(self):
        return [Commit(sha, "ann@shop.example", "Hurry") for sha in self.merged]


def test_each_state_comes_to_its_outcome_on_a_real_gitea(gitea):
    shop = gitea.repository("states-of-reviews")
    for name in (*WRITERS, "stranger"):
        gitea.user(name)
    for name in WRITERS:
        shop.ask("PUT", f"/collaborators/{name}", {"permission": "write"})
    wrong = []
    for number, (state, (act, expected, _)) in enumerate(STATES.items()):
        if state in NOT_HERE:
            continue
        stage = OnRealGitea(shop, number)
        act(stage)
        if (outcome := stage.outcome()) != ALONE.get(state, expected):
            wrong.append(f"{state}: {outcome}, not {expected}")
    assert wrong == []
