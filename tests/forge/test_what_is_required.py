"""What a forge's rules require: by app, by workflow, by several rulesets, and what no check proves."""

from __future__ import annotations

import pytest
from faked_forges import SHA, FakeGitHub

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.pipeline.judging import Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.own import Own

pytestmark = pytest.mark.security
ACTIONS = 15368
RULES = "/repos/shop/shop/rules/branches/main"
BRANCH = "/repos/shop/shop/branches/main"
AUDIT = ".github/workflows/audit.yml"
SPOOF = {"statuses": [("build", "success")]}


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    forge.answers["/repos/shop/shop"]["id"] = 4
    opened = Forge(Located("github", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))

    def outcome(own=None, **rules):
        found = measure(opened, [SHA], (), "", Rules(**rules), own or Own(), Wait())
        if found.not_green:
            return "; ".join(one.message.partition(" (http")[0] for one in found.not_green)
        number, doubt = found.total, found.doubt()
        return (
            f"? {doubt.what}; {doubt.cure}"
            if doubt
            else f"{number} green{''.join(f'; {a}: {b}' for a, b in found.notes())}"
        )

    return forge, outcome


def needs(name, app=0):
    check = {"context": name, **({"integration_id": app} if app else {})}
    return {"type": "required_status_checks", "parameters": {"required_status_checks": [check]}}


def workflow(path=AUDIT, repository=4):
    return {"type": "workflows", "parameters": {"workflows": [{"path": path, "repository_id": repository}]}}


def runs(forge, *each):
    base = {"head_sha": SHA, "event": "push", "head_branch": "main", "html_url": "", "check_suite_id": None}
    told = [
        {**base, "id": number, "workflow_id": number, "path": path, "name": path, "status": status, "conclusion": said}
        for number, path, status, said in each
    ]
    forge.answers["/repos/shop/shop/actions/runs"] = {"total_count": len(told), "workflow_runs": told}


def protects(forge, *checks, contexts=("build",)):
    said = {"enforcement_level": "everyone", "contexts": list(contexts), "checks": list(checks)}
    forge.answers[BRANCH] = {"protected": True, "protection": {"required_status_checks": said}}


def test_the_app_that_branch_protection_names_must_report_the_check(github):
    forge, outcome = github
    protects(forge, {"context": "build", "app_id": ACTIONS})
    other = "build: not reported by app 15368, as the rule requires"
    forge.has(SHA, **SPOOF)
    assert outcome() == other
    forge.has(SHA, ("build", "success", {"app": {"id": 7}}))
    assert outcome() == other
    forge.has(SHA, ("build", "success"))
    assert outcome() == "1 green"
    for app in (None, -1):
        protects(forge, {"context": "build", "app_id": app})
        forge.has(SHA, **SPOOF)
        assert outcome() == "1 green"
    protects(forge, {"context": "lint", "app_id": None}, contexts=())
    assert outcome() == "lint: required, but never ran on this commit"


@pytest.mark.parametrize("order", [1, -1])
def test_each_of_several_rules_on_one_check_must_be_kept(github, order):
    forge, outcome = github
    forge.answers[RULES] = [needs("build", ACTIONS), needs("build")][::order]
    forge.has(SHA, **SPOOF)
    assert outcome() == "build: not reported by app 15368, as the rule requires"
    forge.answers[RULES] = [needs("build", ACTIONS), needs("build", 7)][::order]
    forge.has(SHA, ("build", "success"))
    assert outcome() == "build: not reported by app 7, as the rule requires"
    protects(forge, {"context": "build", "app_id": 8})
    forge.answers[RULES] = [needs("build")]
    assert outcome() == "build: not reported by app 8, as the rule requires"


@pytest.mark.parametrize("rules", [[workflow()], [workflow(), needs("build", ACTIONS)]])
def test_a_required_workflow_must_have_run_and_be_green(github, rules):
    forge, outcome = github
    forge.answers[RULES] = rules
    forge.has(SHA, ("build", "success"))
    assert outcome() == f"workflow {AUDIT}: required, but never ran on this commit"
    for said in ("failure", "skipped"):
        runs(forge, (5, AUDIT, "completed", said))
        words = "required, but skipped" if said == "skipped" else said
        assert f"workflow {AUDIT}: {words}" in outcome()
    runs(forge, (5, f"shop/shop/{AUDIT}@main", "in_progress", None))
    assert "have not ended: " in outcome()
    assert f"workflow {AUDIT} (in_progress)" in outcome()
    runs(forge, (5, f"{AUDIT}@main", "completed", "success"), (7, "other.yml", "completed", "success"))
    assert " green" in outcome()


def test_a_required_workflow_that_this_job_is_part_of_counts_by_its_other_jobs(github):
    forge, outcome = github
    forge.answers[RULES] = [workflow(), needs("build", ACTIONS)]
    own = Own("GitHub Actions", run=7, names=frozenset({"golive"}))
    runs(forge, (7, AUDIT, "in_progress", None))
    forge.has(SHA, ("build", "success"), ("golive", "in_progress"), ("docs", "skipped"))
    assert outcome(own).startswith("1 green")
    forge.has(SHA, ("build", "success"), ("golive", "in_progress"), ("scan", "failure"))
    assert outcome(own) == "scan: failure"


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ({"type": "code_scanning", "parameters": {"code_scanning_tools": [{"tool": "CodeQL"}]}}, "code_scanning"),
        ({"type": "required_deployments", "parameters": {}}, "required_deployments"),
        ({"type": "of_tomorrow"}, "of_tomorrow"),
        (workflow(repository=9), "workflows"),
    ],
)
def test_a_rule_that_no_check_proves_is_named_and_not_proven(github, rule, kind):
    forge, outcome = github
    forge.has(SHA, ("build", "success"))
    for rules in ([rule, needs("build", ACTIONS)], [rule]):
        forge.answers[RULES] = rules
        said = outcome()
        assert said.startswith(f"? the rules of main demand {kind}, which no check of {SHA[:10]} proves; ")
        assert f"[tool.golive.pipeline] exceptions = {{{kind} = " in said
        assert outcome(exceptions={kind: "Ben looks"}) == (
            f"1 green; a rule that no check proves: {kind}, excepted by the settings: Ben looks"
        )
    forge.has(SHA, ("build", "failure"))
    assert outcome() == "build: failure"


def test_rules_about_pushes_demand_no_check(github):
    forge, outcome = github
    forge.answers[RULES] = [{"type": "deletion"}, {"type": "pull_request", "parameters": {}}, {"type": "merge_queue"}]
    forge.has(SHA, ("build", "success"))
    assert outcome() == "1 green"


def test_unreadable_rulesets_are_noted_and_all_checks_count(github):
    forge, outcome = github
    forge.answers[RULES] = 403, {}, {"message": "Resource not accessible by integration"}
    protects(forge, contexts=("build", "lint"))
    forge.has(SHA, ("build", "success"), ("e2e", "failure"))
    assert outcome() == "e2e: failure; lint: required, but never ran on this commit"
    forge.has(SHA, ("build", "success"), ("lint", "success"))
    note = "this token may not read the rulesets, or the plan has none; so all checks count"
    assert outcome() == f"2 green; what the forge requires is unknown: {note}"


@pytest.mark.parametrize("answer", [(404, {}, {}), {"protected": True}])
def test_an_unreadable_branch_hides_no_ruleset(github, answer):
    forge, outcome = github
    forge.answers[RULES] = [needs("build", ACTIONS)]
    forge.answers[BRANCH] = answer
    forge.has(SHA, ("lint", "success"))
    assert outcome() == "build: required, but never ran on this commit"
    forge.has(SHA, ("build", "success"), ("lint", "failure"))
    assert outcome() == "lint: failure"


def test_a_check_that_nobody_can_require_is_an_error(github):
    forge, outcome = github
    forge.answers[RULES] = [{"type": "workflows", "parameters": {"workflows": [{"path": 3, "repository_id": 4}]}}]
    forge.has(SHA, ("build", "success"))
    with pytest.raises(CannotMeasure, match="a text 'path' is expected"):
        outcome()
