"""The faults of the service, which can be switched on one by one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import StrEnum
from typing import Self

OF_METRICS = ("metrics_flow", "error_rate", "latency", "memory", "cpu", "queue_depth")


class Fault(StrEnum):
    """A fault by its name, with its effect and the gates that must find it."""

    meaning: str
    gates: tuple[str, ...]

    def __new__(cls, name: str, meaning: str, *gates: str) -> Self:
        """Make the member: *meaning* in one line, then the *gates* that it turns red."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.meaning = meaning
        member.gates = gates
        return member

    SLOW = "slow", "/products takes a second longer", "latency"
    FAILING = "failing", "/products answers 500", "critical_endpoints", "error_rate"
    ERRORS = "errors", "every fifth answer of /products is 500", "critical_endpoints", "error_rate", "trace_success"
    HANG = "hang", "/products never answers", "critical_endpoints"
    GARBAGE_BODY = "garbage_body", "/products says it is JSON and is not", "critical_endpoints"
    ENDLESS_BODY = "endless_body", "/products sends a body without end", "critical_endpoints"
    DRIPPING_BODY = "dripping_body", "/products sends a byte every 100 ms, without end", "critical_endpoints"
    REDIRECT_LOOP = "redirect_loop", "/products redirects to itself", "critical_endpoints"
    BOMB = "bomb", "/products sends 256 KB of gzip that unpack to 256 MB", "critical_endpoints"
    REDIRECT_ELSEWHERE = (
        "redirect_elsewhere",
        "/products, /orders and /stock redirect to another origin",
        "critical_endpoints",
        "auth_flows",
        "api_keys",
    )

    REDIRECT_DOWNGRADED = "redirect_downgraded", "over TLS, /catalogue redirects to plain http", "critical_endpoints"
    REDIRECT_NOWHERE = "redirect_nowhere", "/catalogue redirects to what is no web address", "critical_endpoints"
    HEALTH_ELSEWHERE = "health_elsewhere", "/healthz redirects to another origin", "healthy", "staging_deployed"
    HEALTH_SENDS_ON = (
        "health_sends_on",
        "/healthz is a page that tells browsers to go to another origin",
        "healthy",
        "staging_deployed",
    )
    HEALTH_WANDERS = "health_wanders", "/healthz redirects to a new query each time", "healthy", "staging_deployed"
    VERSION_ELSEWHERE = "version_elsewhere", "/version redirects to another origin", "version", "staging_deployed"

    UNHEALTHY = "unhealthy", "/healthz answers 503", "healthy", "staging_deployed"
    ILL_COMPONENT = (
        "ill_component",
        "/healthz answers 200, and says of its database that it is down",
        "healthy",
        "staging_deployed",
    )
    FLAPPING = "flapping", "every third answer of /healthz is 503", "healthy", "staging_deployed"
    OLD_VERSION = "old_version", "/version names an older release", "version", "staging_deployed"
    MIXED_VERSIONS = (
        "mixed_versions",
        "every other answer of /version is an older instance's",
        "version",
        "staging_deployed",
    )
    OLD_INSTANCE = (
        "old_instance",
        "every other request, whatever for, meets an instance that kept an older release",
        "version",
        "staging_deployed",
    )
    DIRTY_BUILD = "dirty_build", "/version names a commit of a changed tree", "version", "staging_deployed"

    AUTH_NOT_ENFORCED = "auth_not_enforced", "protected paths answer anybody", "auth_flows"
    WRONG_PASSWORD_ADMITTED = "wrong_password_admitted", "any password of a known user or client will do", "auth_flows"
    MALFORMED_ADMITTED = "malformed_admitted", "credentials that cannot be read are accepted", "auth_flows"
    EXPIRED_ADMITTED = "expired_admitted", "tokens are valid for ever", "auth_flows"
    REVOKED_ADMITTED = "revoked_admitted", "revoked tokens are accepted", "auth_flows"
    ROLE_NOT_ENFORCED = "role_not_enforced", "/admin is open to every user", "auth_flows"
    LOGOUT_INEFFECTIVE = "logout_ineffective", "logging out only deletes the cookie", "auth_flows"
    CSRF_NOT_CHECKED = "csrf_not_checked", "the log-in form needs no CSRF token", "auth_flows"
    JWT_NONE_ADMITTED = "jwt_none_admitted", "unsigned tokens (alg: none) are accepted", "auth_flows"
    JWT_SIGNATURE_UNCHECKED = "jwt_signature_unchecked", "tokens with any signature are accepted", "auth_flows"
    JWT_AUDIENCE_UNCHECKED = "jwt_audience_unchecked", "tokens for other services are accepted", "auth_flows"
    JWT_ISSUER_UNCHECKED = "jwt_issuer_unchecked", "tokens of other issuers are accepted", "auth_flows"
    JWT_CRIT_IGNORED = "jwt_crit_ignored", "unknown critical extensions of a token are ignored", "auth_flows"
    JWT_NOT_BEFORE_IGNORED = "jwt_not_before_ignored", "tokens are accepted before their time", "auth_flows"
    FORBIDDEN_AS_NOBODY = "forbidden_as_nobody", "/admin answers 401, not 403, to a user without the role", "auth_flows"
    REVOCATION_INEFFECTIVE = "revocation_ineffective", "/revoke answers 200, and revokes nothing", "auth_flows"
    REFUSED_WITH_DATA = "refused_with_data", "refusals of users have the right status, and the data", "auth_flows"
    LEAKING_HEADER = "leaking_header", "the header X-Debug repeats Authorization and Cookie", "auth_flows"

    KEY_NOT_ENFORCED = "key_not_enforced", "/stock needs no key", "api_keys"
    TRUNCATED_KEY_ADMITTED = "truncated_key_admitted", "a key without its end is enough", "api_keys"
    REVOKED_KEY_ADMITTED = "revoked_key_admitted", "revoked keys are accepted", "api_keys"
    OTHER_KEY_ADMITTED = "other_key_admitted", "keys of another environment are accepted", "api_keys"
    KEY_IN_QUERY_ADMITTED = "key_in_query_admitted", "a key in the query string is accepted", "api_keys"
    KEY_REFUSED_WITH_DATA = "key_refused_with_data", "refusals of keys have the right status, and the data", "api_keys"

    LIMITER_OFF = "limiter_off", "/search is not limited", "rate_limit"
    LIMITER_LATE = "limiter_late", "/search accepts twice as many requests as it says", "rate_limit"
    LIMITER_LIES = "limiter_lies", "Retry-After of /search is too short", "rate_limit"
    LIMITER_EPOCH = "limiter_epoch", "Retry-After of /search holds a time since 1970", "rate_limit"
    LIMITER_GLOBAL = "limiter_global", "one client's requests lock out all others", "rate_limit"

    METRICS_FAILING = "metrics_failing", "/metrics answers 500", *OF_METRICS
    METRICS_FLAPPING = (
        "metrics_flapping",
        "every other answer of /metrics is 500, as if one of two instances had none",
        *OF_METRICS,
    )
    METRICS_STUCK = (
        "metrics_stuck",
        "/metrics repeats its first answer for ever",
        "metrics_flow",
        "error_rate",
        "latency",
    )
    METRIC_RENAMED = "metric_renamed", "http_requests_total is called shop_requests_total", "metrics_flow", "error_rate"
    COUNTERS_STUCK = "counters_stuck", "requests are neither counted nor timed", "metrics_flow", "error_rate", "latency"
    BUCKETS_COARSE = "buckets_coarse", "the histogram of times has no bucket below a second", "latency"
    MEMORY_HIGH = "memory_high", "/metrics says that 95 % of the memory is in use", "memory"
    CPU_BUSY = "cpu_busy", "/metrics says that 95 % of the processors are in use", "cpu"
    QUEUE_LONG = "queue_long", "/metrics says that 5,000 orders wait to be sent", "queue_depth"

    TRACES_OFF = "traces_off", "no span is exported", "traces_flow"
    TRACES_UNSAMPLED = "traces_unsampled", "no trace is sampled, whatever the caller asks for", "traces_flow"
    SPAN_LOST = "span_lost", "the span of the request to the service of the stock is not exported", "traces_flow"
    CONTEXT_LOST = "context_lost", "the request to the service of the stock carries no traceparent", "traces_flow"

    INSECURE_COOKIE = "insecure_cookie", "cookies carry no Secure, HttpOnly and SameSite", "transport"
    MISSING_HEADERS = "missing_headers", "no security headers", "transport"


def named(names: Iterable[str]) -> set[str]:
    """The faults with these names.

    Raises:
        ValueError: for an unknown name; the message contains the most similar one.
    """
    return {_named(name) for name in names}


def _named(name: str) -> Fault:
    known = {fault.value: fault for fault in Fault}
    fault_name = name.strip().replace("-", "_")
    if fault_name in known:
        return known[fault_name]
    near = difflib.get_close_matches(fault_name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"
    raise ValueError(f"unknown fault {name!r}; {hint}")
