"""What the gate about rate limits measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "rate_limit": Explanation(
        "One burst to the declared path: at most one request more than the declared number, many at once, until the "
        "first rejection. Then single requests check that other clients are still accepted (another address of a "
        "target on this machine, another API key, another user), and that the service accepts requests again when "
        "Retry-After or the RateLimit fields say so, allowing for whole seconds. One other client that is accepted "
        "proves that the limit is not shared by everyone; if none is, the row fails only if no limiter that counts "
        "per client could have rejected all of them. No other gate sends requests meanwhile.",
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
        "Count each client separately, reject with the declared status, and send a Retry-After that is not shorter "
        "than the wait (nginx: limit_req_status 429 and add_header Retry-After; or says_when = false).",
        said=(
            "rate limiting enabled",
            "requests are throttled",
            "login attempts are limited",
        ),
    ),
}
