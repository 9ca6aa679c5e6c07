"""What GitHub's rulesets and branch protection require of a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from pytest_golive.forge.asking.items import Item
from pytest_golive.forge.words import Required

CHECKS: Final = "required_status_checks"
WORKFLOWS: Final = "workflows"
# Rules about who may push what, and how: no check is needed to keep them. Any other rule may demand one.
WITHOUT_CHECKS: Final = frozenset({
    "branch_name_pattern", "commit_author_email_pattern", "commit_message_pattern", "committer_email_pattern",
    "copilot_code_review", "creation", "deletion", "file_extension_restriction", "file_path_restriction",
    "max_file_path_length", "max_file_size", "merge_queue", "non_fast_forward", "pull_request",
    "required_linear_history", "required_signatures", "tag_name_pattern", "update",
})  # fmt: skip


def demanded_by(rules: Iterable[Item], repository: Callable[[], int]) -> Required:
    """What *rules* require: several rulesets may name one check, and each must be kept.

    Args:
        rules: of a branch.
        repository: tells the number of the repository; workflows of others cannot be followed.
    """
    checks: dict[tuple[str, str], None] = {}
    workflows: dict[str, None] = {}
    unread: dict[str, None] = {}
    for rule in rules:
        kind = rule.text("type")
        if kind == CHECKS:
            for check in rule.item("parameters").items("required_status_checks"):
                checks[check.text("context"), _app(check, "integration_id")] = None
        elif kind == WORKFLOWS:
            for workflow in rule.item("parameters").items("workflows"):
                if workflow.number("repository_id") == repository():
                    workflows[workflow.text("path")] = None
                else:
                    unread[kind] = None
        elif kind not in WITHOUT_CHECKS:
            unread[kind] = None
    names = tuple(dict.fromkeys(name for name, _ in checks))
    reporters = tuple(each for each in checks if each[1])
    return Required(names, reporters=reporters, workflows=tuple(workflows), unread=tuple(unread))


def protection_of(branch: Item) -> list[tuple[str, str]] | None:
    """The checks that the protection of *branch* requires, each with the app that must report it; "" for any.

    None if the branch is protected, but the response does not say how.
    """
    if branch.truth("protected") and not branch.item("protection").values:
        return None
    said = branch.item("protection").item("required_status_checks")
    if not said.values or said.maybe_text("enforcement_level") == "off":
        return []
    listed = said.items("checks") if said.values.get("checks") else []
    apps = [(check.text("context"), _app(check, "app_id")) for check in listed]
    named = {name for name, _ in apps}
    return [*apps, *((name, "") for name in said.texts("contexts") if name not in named)]


def _app(check: Item, key: str) -> str:
    """The app that must report *check*; "" for any, which GitHub writes as null or -1."""
    number = check.maybe_number(key)
    return str(number) if number > 0 else ""
