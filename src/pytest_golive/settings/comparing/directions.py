"""In which direction each setting is looser: for a comparison of two releases."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase


class Way(StrEnum):
    """What a setting lets through when it changes."""

    MORE = "a higher value is looser"
    LESS = "a lower value is looser"
    ADDED = "each further item is looser"
    REMOVED = "each item that is gone is looser"
    LIMITS = "limits such as 'p(95)<200ms'"
    ANY = "nobody can tell, so every change is shown"
    GONE = "what is not given any more is not tried any more"
    NONE = "it decides nothing about what is good"


# The first pattern that fits counts; "*" stands for the name of a target, too. What fits none is `ANY`.
WAYS: Mapping[str, Way] = {
    "code_quality.coverage_of_changes_from": Way.MORE,
    "code_quality.coverage*": Way.LESS,
    "code_quality.min_*": Way.LESS,
    "code_quality.*max_*": Way.MORE,
    "code_quality.count": Way.MORE,  # "loc", then "sloc"
    "code_quality.allow": Way.ADDED,
    "*exclude": Way.ADDED,
    "critical": Way.REMOVED,
    "code_quality.include": Way.REMOVED,
    "code_quality.*_words": Way.REMOVED,
    "security.bandit_*": Way.MORE,
    "security.secrets_confidence": Way.MORE,
    "security.secrets_engines": Way.REMOVED,
    "security.test_paths": Way.REMOVED,
    "security.history": Way.LESS,
    "security.history_commits": Way.NONE,  # more commits cannot be measured, which is never a pass
    "tests.reuse": Way.MORE,
    "tests.timeout": Way.NONE,
    "deployment.timeout": Way.NONE,
    "deployment.probe_interval": Way.MORE,
    "deployment.probe_timeout": Way.MORE,
    "deployment.settle": Way.LESS,
    "performance.limits": Way.LIMITS,
    "performance.endpoint_limits.*": Way.LIMITS,
    "performance.max_*": Way.MORE,
    "performance.rate": Way.LESS,
    "performance.users": Way.ANY,
    "performance.duration": Way.LESS,
    "performance.runs": Way.LESS,
    "performance.workers": Way.NONE,
    "performance.master": Way.NONE,
    "performance.expect_workers": Way.NONE,
    "performance.machine": Way.NONE,
    "performance.pass_env": Way.ADDED,
    "targets.*.production": Way.LESS,
    "targets.*.shares_address": Way.MORE,
    "targets.*.allow": Way.ADDED,
    "targets.*.instances": Way.LESS,
    "targets.*.version_samples": Way.LESS,
    "targets.*.health_well": Way.ADDED,
    "targets.*.health_ill": Way.REMOVED,
    "targets.*.wait*": Way.NONE,
    "targets.*.max_body": Way.NONE,
    "targets.*.connect_timeout": Way.NONE,
    "targets.*.timeout": Way.MORE,
    "targets.*.max_redirects": Way.MORE,
    "targets.*.endpoints": Way.REMOVED,
    "targets.*.transport.headers": Way.REMOVED,
    "targets.*.transport.cookies_for_scripts": Way.ADDED,
    "targets.*.transport.http_port": Way.ANY,
    "targets.*.transport.path": Way.REMOVED,
    "targets.*.transport.*": Way.LESS,
    "targets.*.stability.*": Way.LESS,
    "targets.*.rate_limit.requests": Way.MORE,
    "targets.*.rate_limit.per": Way.LESS,
    "targets.*.rate_limit.says_when": Way.LESS,
    "targets.*.rate_limit.patience": Way.NONE,
    "targets.*.lesser.allowed": Way.REMOVED,
    "targets.*.replay": Way.ANY,  # words, of which 'noted' is looser
    "targets.*.shows*": Way.ANY,
    "targets.*.auth*.status": Way.ANY,  # none is any, and one more is looser
    "targets.*.api_keys.status": Way.ANY,
    "targets.*.logout_method": Way.ANY,
    "targets.*.logout": Way.GONE,
    "targets.*.revocation_url": Way.GONE,
    "targets.*.protected": Way.REMOVED,
    "targets.*.forbidden": Way.REMOVED,
    "targets.*.renews_session": Way.LESS,
    "targets.*.url_env": Way.ANY,
    "targets.*.client_certificate.*": Way.NONE,
    "targets.*_env": Way.GONE,
    "targets.*_command": Way.GONE,
    "artifacts": Way.NONE,
}


def way_of(path: str) -> Way:
    """The direction of the setting at *path*, such as "targets.staging.transport.days"."""
    return next((way for pattern, way in WAYS.items() if fnmatchcase(path, pattern)), Way.ANY)
