"""When each row is due, and what it needs permission for."""

from __future__ import annotations

from pytest_golive.sections import parts, sections


def test_each_row_has_its_phases_and_its_permission():
    def marks(module, function):
        found = [*([module.pytestmark] if hasattr(module, "pytestmark") else []), *function.pytestmark]
        permission = next((mark.kwargs.get("permission", "") for mark in found if mark.name == "gate"), "")
        return " ".join(sorted({mark.name for mark in found} - {"gate"})) + (f" {permission}" if permission else "")

    rows = {
        name: marks(module, function)
        for section in sections()
        for module in parts("gates", section)
        for name, function in vars(module).items()
        if hasattr(function, "pytestmark") and getattr(function, "__module__", "") == module.__name__
    }
    both = "pre_deploy smoke"
    assert rows == {
        "files_within_limit": "pre_deploy",
        "critical_files_modular": "pre_deploy",
        "tests_pass": "pre_deploy",
        "coverage": "pre_deploy",
        "no_todo_in_critical_paths": "pre_deploy",
        "no_fixme_or_hack": "pre_deploy",
        "documents_updated": "pre_deploy",
        "code_standards_verified": "pre_deploy",
        "codebase_summary_current": "pre_deploy",
        "documents_sound": "pre_deploy",
        "changelog_updated": "pre_deploy",
        "readme_accurate": "pre_deploy",
        "api_documentation_current": "pre_deploy",
        "migration_guide_complete": "pre_deploy",
        "security_tests_pass": "pre_deploy",
        "no_exposed_secrets": "pre_deploy",
        "no_vulnerable_code": "pre_deploy",
        "no_vulnerable_dependencies": "pre_deploy",
        "auth_flows": both,
        "api_keys": both,
        "rate_limit": f"{both} rate_limit",
        "transport": both,
        "pipeline_green": "pre_deploy",
        "staging_deployed": "pre_deploy",
        "performance_acceptable": "pre_deploy",
        "traces_flow": "pre_deploy",
        "alerting_configured": "pre_deploy",
        "trace_success": "post_deploy",
        "metrics_flow": "pre_deploy",
        **dict.fromkeys(("error_rate", "latency", "memory", "cpu", "queue_depth", "slos_defined"), "post_deploy"),
        "nothing_forgotten": "pre_deploy",
        **dict.fromkeys(("backup_created", "merged"), "deploy"),
        "tagged": "deploy",
        "reviewed": "deploy",
        "same_artifact": "deploy",
        "announced": "post_deploy",
        "deployed_to_staging": "deploy",
        "staging_regression": "deploy",
        "staging_stable": "deploy",
        "team_briefed": "deploy",
        "deployed": "deploy",
        "smoke_passed": "deploy",
        "zero_downtime": "deploy",
        "stable_after_deploy": "deploy",
        "healthy": "smoke",
        "version": "smoke",
        "critical_endpoints": "smoke",
        "notes_published": "deploy",
        "error_rate_of_the_day": "post_deploy",
        "performance_within_baseline": "post_deploy",
        "no_critical_bugs": "post_deploy",
        "dashboards_live": "post_deploy",
        "alerts_answered": "post_deploy",
        "lessons_documented": "post_deploy",
        "dashboards_reviewed": "post_deploy",
        "team_feedback_collected": "post_deploy",
        "user_feedback_collected": "post_deploy",
        "team_acknowledged": "post_deploy",
        "performance_optimised": "post_deploy",
        "user_bugs_fixed": "post_deploy",
        "documentation_refined": "post_deploy",
        "improvement_measured": "post_deploy",
        "next_cycle_planned": "post_deploy",
        "roadmap_updated": "post_deploy",
        "no_trigger_fired": "deploy post_deploy",
        "emergency_settled": "post_deploy pre_deploy",
        **dict.fromkeys(("previous_release_available", "migrations_reversible", "rehearsed"), "deploy pre_deploy"),
        **dict.fromkeys(("team_notified", "reverted", "previous_version_serving", "post_mortem_written"), "rollback"),
    }
