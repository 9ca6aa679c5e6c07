"""What the rows of a document are bound to; a binding without a match gets an error with a suggestion."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.phases import phase_of
from pytest_golive.checklist.binding.resolving import Catalogue, resolve
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of

CATALOGUE = Catalogue(
    {
        "code_quality::coverage": ("pre_deploy",),
        "code_quality::tests_pass": ("pre_deploy",),
        "security::auth_flows": ("pre_deploy", "smoke"),
        "smoke::healthy": ("smoke",),
        "gates/own.py::pays": ("deploy",),
    }
)


@pytest.fixture
def bound():
    def of(markdown, **more):
        return resolve(document_of(text_of(markdown.encode(), "GO.md")), CATALOGUE, **more)

    return of


def test_rows_have_ids_gates_and_phases(bound):
    checks, faults = bound(
        "# Go\n## Code\n- [ ] Coverage >= 80% <!-- golive: code_quality::coverage -->\n"
        "- [ ] Tests and auth <!-- golive: code_quality::tests_pass, security::auth_flows#bearer id=both -->\n"
        "- [ ] Payments <!-- golive: gates/own.py::pays -->\n"
    )
    assert faults == []
    assert [(check.id, dict(check.gates), check.phases) for check in checks] == [
        ("code/coverage-at-least-80-percent", {"code_quality::coverage": ("",)}, ("pre_deploy",)),
        (
            "both",
            {"code_quality::tests_pass": ("",), "security::auth_flows": ("bearer",)},
            ("pre_deploy",),
        ),
        ("code/payments", {"gates/own.py::pays": ("",)}, ("deploy",)),
    ]


def test_sections_and_phases_mean_all_their_gates(bound):
    checks, faults = bound(
        "- [ ] Code <!-- golive: section:code_quality -->\n- [ ] Smoke <!-- golive: phase:smoke -->\n"
    )
    assert faults == []
    assert [tuple(check.gates) for check in checks] == [
        ("code_quality::coverage", "code_quality::tests_pass"),
        ("security::auth_flows", "smoke::healthy"),
    ]


def test_a_task_that_nobody_bound_is_for_people(bound):
    checks, faults = bound(
        "# Go\n## Deployment Day\n- [ ] Team briefed\n- [ ] Party <!-- golive: no-check -->\n"
        "- [ ] Backup <!-- golive: sign role=dba phase=deploy -->\n"
    )
    assert faults == []
    assert [(check.needs_people, check.is_check, check.phases) for check in checks] == [
        (True, True, ("deploy",)),
        (False, False, ("deploy",)),
        (True, True, ("deploy",)),
    ]


@pytest.mark.parametrize(
    ("comment", "what", "cure"),
    [
        ("code_quality::coverge", "there is no gate 'code_quality::coverge'", "did you mean code_quality::coverage?"),
        ("quality::tests_pass", "there is no gate 'quality::tests_pass'", "did you mean code_quality::tests_pass?"),
        ("x::y", "there is no gate 'x::y'", "golive explain --list shows all of them"),
        ("section:codequality", "there is no section 'codequality'", "did you mean code_quality?"),
        ("phase:smok", "there is no phase 'smok'", "did you mean smoke?"),
        ("nonsense", "'nonsense' binds to nothing", "write section::gate"),
        ("smoke::healthy --><!-- golive: sign", "the row has a second binding", "put everything into one comment"),
    ],
)
def test_bindings_that_fit_nothing(bound, comment, what, cure):
    _, (fault,) = bound(f"# T\n\n- [ ] row <!-- golive: {comment} -->\n")
    assert (fault.line, fault.what) == (3, what)
    assert fault.cure.startswith(cure)


def test_the_same_id_twice_is_told_with_both_places(bound):
    _, faults = bound("# T\n## A\n- [ ] Deploy\n- [ ] other\n## B\n- [ ] ok\n## A\n- [ ] Deploy!\n")
    assert [(fault.line, fault.what) for fault in faults] == [(8, "the id a/deploy is also the id of line 3")]
    assert not bound("# T\n## A\n- [ ] Deploy\n## A\n- [ ] Deploy! <!-- golive: sign id=again -->\n")[1]


def test_faults_of_the_document_and_of_bindings_come_together_in_order(bound):
    _, faults = bound("- [ ] a <!-- golive: x::y -->\n-[ ] b\n- [ ] c <!-- golive: nonsense -->\n")
    assert [fault.line for fault in faults] == [1, 2, 3]


@pytest.mark.parametrize(
    ("headings", "phase"),
    [
        (("Phase 6: Go-Live Prep & Deployment", "Pre-Deployment Checklist", "Code Quality Gate"), "pre_deploy"),
        (("P", "Deployment Steps", "Pre-Deployment (T-1 day)"), "deploy"),
        (("P", "Deployment Steps", "Deployment Day"), "deploy"),
        (("P", "Deployment Steps", "Post-Deployment (T+1 day)"), "post_deploy"),
        (("P", "Rollback Plan", "Rollback Steps"), "rollback"),
        (("P", "Post-Go-Live", "Immediate (24h)"), "post_deploy"),
        (("P", "Success Criteria"), "post_deploy"),
        (("P", "Smoke tests"), "smoke"),
        (("P", "Anything"), "pre_deploy"),
        (("P", "Release night"), "deploy"),
        (("P", "3. Deployment 🚀"), "deploy"),
        (("P", "Deployment", "Tests"), "deploy"),
        (("P", "Deployment documents"), "pre_deploy"),
        (("Deployment", "Tests"), "pre_deploy"),
        (("Deployment",), "pre_deploy"),
        ((), "pre_deploy"),
    ],
)
def test_headings_say_when_a_row_is_due(headings, phase):
    assert phase_of(headings) == phase


def test_the_teams_own_headings_come_first():
    assert phase_of(("Los", "Am Tag danach"), {"tag danach": "post_deploy"}) == "post_deploy"
    assert phase_of(("Los", "Smoke"), {"smoke": "deploy"}) == "deploy"


def test_a_phase_of_the_binding_takes_nothing_from_the_heading(bound):
    (row,), _ = bound("# T\n## Short-term (1 week)\n- [ ] Look <!-- golive: sign phase=post_deploy -->\n")
    assert dict(row.terms) == {"phase": "post_deploy"}
    (row,), _ = bound("# T\n## Rollback steps\n- [ ] Look <!-- golive: sign phase=pre_deploy -->\n")
    assert dict(row.terms) == {"phase": "pre_deploy"}
