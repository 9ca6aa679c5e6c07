"""Each state of a pipeline comes to the same on a real Gitea as on the forges that only look like one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import permutations

import pytest
from pipeline_outcomes import STATES
from pipeline_states import RUN, WORDS, Stage

from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import Who
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.finding.tokens import Token
from pytest_golive.forge.opening import Forge

pytestmark = pytest.mark.integration


class OnRealGitea(Stage):
    kind = "gitea"
    is_protected = False

    def __init__(self, shop, token, number, bare) -> None:
        api = f"{shop.gitea.url}/api/v1"
        rest = Rest(Who("gitea", "127.0.0.1", Token(token, "GITEA_TOKEN")), api)
        commits = {"before": bare, "release": shop.write(f"release-{number}.txt", "two")}
        super().__init__(Forge(Located("gitea", Place(shop.gitea.url, shop.path), api), rest), commits)
        self.shop, self.number = shop, number
        self.told = {"before": 0, "release": 0}

    def report(self, on):
        if on == "before" and not self.told[on]:
            self.commits[on] = self.shop.write(f"before-{self.number}.txt", "one")
        for name, said in self.ran_on[on][self.told[on] :]:
            body = {"context": name, "state": said, "target_url": f"{self.shop.url}/actions/runs/{RUN}/jobs/0"}
            self.shop.ask("POST", f"/statuses/{self.commits[on]}", body)
        self.told[on] = len(self.ran_on[on])

    def requires(self, *names):
        rules = {"enable_status_check": True, "status_check_contexts": list(names), "enable_push": True}
        self.shop.ask("POST", "/branch_protections", {"rule_name": "main", **rules})
        self.is_protected = True

    def forget_rules(self):
        if self.is_protected:
            self.shop.ask("DELETE", "/branch_protections/main")


def orders(outcome):
    """The parts of *outcome* in each order: within one second Gitea tells the statuses of a commit in any."""
    return ["; ".join(parts) for parts in permutations(outcome.split("; "))] if outcome.count("; ") < 4 else [outcome]


def test_each_state_comes_to_its_outcome_on_a_real_gitea(gitea):
    shop = gitea.repository("states")
    bare, wrong = shop.head(), []
    for number, (state, (act, expected)) in enumerate(STATES.items()):
        stage = OnRealGitea(shop, gitea.tokens["ben"], number, bare)
        act(stage)
        words = WORDS["gitea"] | {name: commit[:10] for name, commit in stage.commits.items()}
        outcome = stage.outcome()
        if not any(fnmatchcase(told, expected.format(**words).replace("[", "[[]")) for told in orders(outcome)):
            wrong.append(f"{state}: {outcome}, not {expected}")
        stage.forget_rules()
    assert wrong == []
