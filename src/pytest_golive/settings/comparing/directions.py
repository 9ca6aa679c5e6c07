"""For each setting, which direction is looser: for comparing two releases."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

from pytest_golive.settings.tables import section_tables
from pytest_golive.settings.values.ways import Way

# For settings outside the sections. The first matching pattern counts; "*" also stands for the name of a target.
# Without a matching pattern, it is `ANY`.
WAYS: Mapping[str, Way] = {
    "*exclude": Way.ADDED,
    "critical": Way.REMOVED,
    "self_approved_waivers": Way.MORE,
    "checklist": Way.REMOVED,
    "occasions": Way.REMOVED,
    "strict": Way.LESS,
    "targets.*.production": Way.LESS,
    "targets.*.shares_address": Way.MORE,
    "targets.*.metrics.timeout": Way.NONE,
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
    "targets.*.traces.services": Way.REMOVED,
    "targets.*.slos.trusted": Way.ADDED,
    "targets.*.dashboards.trusted": Way.ADDED,
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
    "targets.*.replay": Way.ANY,  # words; 'noted' is looser
    "targets.*.shows*": Way.ANY,
    "targets.*.auth*.status": Way.ANY,  # no item means any, and one more item is looser
    "targets.*.api_keys.status": Way.ANY,
    "targets.*.logout_method": Way.ANY,
    "targets.*.logout": Way.GONE,
    "targets.*.revocation_url": Way.GONE,
    "targets.*.protected": Way.REMOVED,
    "targets.*.forbidden": Way.REMOVED,
    "targets.*.renews_session": Way.LESS,
    "targets.*.url_env": Way.ANY,
    "targets.*.client_certificate.*": Way.NONE,
    # Which credential goes to the address beside it.
    "targets.*.metrics.*_env": Way.ANY,
    "targets.*.traces.*_env": Way.ANY,
    "targets.*.alerts.*_env": Way.ANY,
    "targets.*.dashboards.*_env": Way.ANY,
    "targets.*_env": Way.GONE,
    "targets.*_command": Way.GONE,
    "artifacts": Way.NONE,
    "kind": Way.NONE,  # the rows that are not due are reported instead
}


def way_of(path: str) -> Way:
    """The direction of the setting at *path*, such as "targets.staging.transport.days"."""
    return next((way for pattern, way in all_ways().items() if fnmatchcase(path, pattern)), Way.ANY)


@cache
def all_ways() -> Mapping[str, Way]:
    """The directions of all settings, by pattern; the first matching pattern counts."""
    of_sections = {f"{table.KEY}.{key}": way for table in section_tables() for key, way in table.WAYS.items()}
    return {**of_sections, **WAYS}
