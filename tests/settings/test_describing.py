from __future__ import annotations

import pytest

from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.model import Settings
from pytest_golive.settings.wording.describing import all_settings, spelled, value_at


def setting(path):
    return next(found for found in all_settings() if found.path == path)


def test_every_setting_is_described():
    assert [found.path for found in all_settings() if not found.description or not found.allowed] == []
    assert len({found.path for found in all_settings()}) == len(all_settings())


@pytest.mark.parametrize(
    ("path", "allowed", "default"),
    [
        ("critical", "a list of globs such as 'src/**/*.py'", "[]"),
        ("release_tags", "a list of texts in quotes", "[]"),
        ("code_quality.max_lines", "a whole number, at least 1", "200"),
        ("code_quality.coverage", "a number from 0 to 100", "80"),
        ("code_quality.count", "one of 'loc', 'sloc'", '"loc"'),
        ("tests.command", "a list of texts in quotes, not empty", ""),
        ("tests.timeout", "a duration such as '30m'", '"30m"'),
        ("targets.NAME.production", "true or false", "false"),
        ("not_applicable", "a table", ""),
        ("waivers.expires", "a date such as 2027-01-31", ""),
    ],
)
def test_settings_say_what_they_take(path, allowed, default):
    found = setting(path)
    assert (found.allowed, found.default) == (allowed, default)


def test_what_must_be_given_is_known():
    required = {found.path for found in all_settings() if found.is_required}
    assert required == {
        "announcements.audiences.NAME.kind",
        *(f"deployment.steps.NAME.{name}" for name in ["request.url", "retries.count", "retries.reason"]),
        *(f"deployment.backup.{name}" for name in ["restic.repository", "pgbackrest.stanza"]),
        *(f"deployment.freezes.{name}" for name in ["from", "until", "reason"]),
        *(f"targets.NAME.{name}" for name in ["endpoints.path", "auth.scheme", "auth.protected"]),
        *(f"targets.NAME.{name}" for name in ["auth.lesser.forbidden", "api_keys.protected", "slos.files"]),
        "targets.NAME.traces.services",
        *(f"rollback.rehearsal.{name}" for name in ["write", "verify"]),
        *(f"targets.NAME.rate_limit.{name}" for name in ["path", "requests"]),
        "watch.business.NAME.query",
        *(f"watch.objectives.burns.NAME.{name}" for name in ["rate", "long", "short"]),
        *(f"trial.NAME.{name}" for name in ["until", "owner", "approver", "reason"]),
        *(f"waivers.{name}" for name in ["gate", "reason", "owner", "approver", "expires"]),
    }


def test_values_are_spelled_as_toml():
    pattern = r"TODO\(#\d+\)"
    assert spelled((pattern, "a'\\", 'say "hi"')) == r"""['TODO\(#\d+\)', "a'\\", "say \"hi\""]"""
    assert (spelled(80.0), spelled(79.5), spelled(False), spelled(None)) == ("80", "79.5", "false", "")


# Tables that mean something as soon as they are there.
CHOSEN = (
    *(
        "targets",
        "waivers",
        "security.dependencies",
        "deployment.artifact",
        "deployment.lock",
        "deployment.freezes",
        "rollback.rehearsal",
    ),
    *("deployment.backup", "rollback.artifact", "watch.baseline"),
)


def test_every_default_may_be_written_as_it_is_spelled():
    tables: dict[str, list[str]] = {}
    for found in all_settings():
        is_chosen = found.table.startswith(CHOSEN)
        if found.default and "NAME" not in found.table and not is_chosen:
            tables.setdefault(found.table, []).append(f"{found.name} = {found.default}")
    text = "".join(f"[{table}]\n" * bool(table) + "\n".join(lines) + "\n" for table, lines in tables.items())
    assert settings_in(text, "golive.toml").settings == Settings()


def test_values_are_found_by_their_path():
    assert value_at(Settings(), "code_quality.max_lines") == 200
    assert value_at(Settings(), "gates") == "gates"
