"""What the gate about rate limits measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "rate_limit": Explanation(
        "One burst at the declared path: at most one request more than the declared number, many at once, ended by the "
        "first refusal. Then, by single requests: that other clients are admitted meanwhile (another address of a "
        "target on this machine, another API key, another user), and that the service admits again when Retry-After or "
        "the RateLimit fields say so, give or take their rounding to whole seconds. One other client that is admitted "
        "proves that the limit is not everybody's; none is a breach only if no limiter that tells clients apart could "
        "have refused them all. No other gate asks the service meanwhile.",
        (
            *REACHING,
            "targets.NAME.production",
            "targets.NAME.allow",
            "targets.NAME.rate_limit.path",
            "targets.NAME.rate_limit.method",
            "targets.NAME.rate_limit.requests",
            "targets.NAME.rate_limit.per",
            "targets.NAME.rate_limit.status",
            "targets.NAME.rate_limit.by",
            "targets.NAME.rate_limit.says_when",
            "targets.NAME.rate_limit.patience",
            "targets.NAME.api_keys.second_key_env",
        ),
        "Let the limiter count each client for itself, refuse with the declared status, and send a Retry-After that is "
        "no shorter than the wait (nginx: limit_req_status 429, and add_header Retry-After; or says_when = false).",
    ),
}
