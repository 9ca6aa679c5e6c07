"""What the gates about a live service measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

PLACE = 50  # in the checklist
SAID = (
    "smoke tests pass",
    "smoke test production",
)  # of the whole section
EXPLANATIONS: dict[str, Explanation] = {
    "healthy": Explanation(
        "The response to the target's health check: a status of 200 to 299, and no word in the body that contradicts "
        "it, for the whole or for a component. The row understands JSON of the common frameworks (Spring Actuator, "
        "ASP.NET Core, MicroProfile, Django, Terminus, go-health, health+json, …), text such as Kubernetes' `[-]etcd "
        "failed`, and short pages; an unknown word is an error. A warning is noted. The check is requested several "
        "times over new connections, to reach every one of several instances. Redirects are followed within the "
        "target and to the same path; a redirect to another origin, or from https to http, fails, and one to no web "
        "address is an error. While the service starts, the request is retried; the evidence says how often.",
        (
            *REACHING,
            "targets.NAME.health",
            "targets.NAME.health_json",
            "targets.NAME.health_well",
            "targets.NAME.health_ill",
            "targets.NAME.wait_interval",
        ),
        "See the log of the service for what is missing: the database, a queue, a secret. A health check must respond "
        "itself instead of redirecting; if it has another path, name that path in the target's health.",
        said=(
            "health check answers",
            "health endpoint returns 200",
            "service is up",
        ),
    ),
    "version": Explanation(
        "The version or commit that the target reports, over several new connections, so that every instance behind a "
        "load balancer is reached. If both sides name a commit, the commit decides; a build from a modified tree "
        "(4f1c2ab-dirty) is not a release, and an unreadable commit is an error. Instances are counted by what "
        "identifies them. A response from another origin says nothing about the target, and is an error.",
        (
            *REACHING,
            "targets.NAME.version",
            "targets.NAME.version_json",
            "targets.NAME.version_header",
            "targets.NAME.version_samples",
            "targets.NAME.instances",
            "targets.NAME.instance_json",
            "targets.NAME.instance_header",
            "targets.NAME.instance_cookie",
            "targets.NAME.instance_pattern",
            "release_tags",
        ),
        "Deploy this release to every instance, and take instances with the old release out of the load balancer.",
        said=(
            "version endpoint shows the new release",
            "deployed version is the right one",
        ),
    ),
    "critical_endpoints": Explanation(
        "Each of the target's endpoints: its status, and what the response must contain or must not: text and JSON of "
        "the body, headers, where it redirects to. If the status is a redirect, it must lead to a web address, and "
        "not from https to http; redirects are not followed, and a page that redirects browsers fails. On production, "
        "only read-only endpoints are requested.",
        (
            *REACHING,
            "targets.NAME.endpoints.path",
            "targets.NAME.endpoints.method",
            "targets.NAME.endpoints.status",
            "targets.NAME.endpoints.json",
            "targets.NAME.endpoints.text",
            "targets.NAME.endpoints.without_text",
            "targets.NAME.endpoints.headers",
            "targets.NAME.endpoints.without_headers",
            "targets.NAME.endpoints.location",
            "targets.NAME.endpoints.without_location",
        ),
        "Repeat the named request with its curl line, and see the log of the service at that time.",
        said=(
            "critical endpoints respond",
            "key pages answer as expected",
        ),
    ),
}
