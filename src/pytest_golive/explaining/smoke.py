"""What the gates about a live service measure, which settings they obey, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

PLACE = 50  # in the checklist
EXPLANATIONS: dict[str, Explanation] = {
    "healthy": Explanation(
        "The answer to the target's health check: a status of 200 to 299, and no word in its body that says otherwise, "
        "be it of the whole or of a component. Read are JSON of the common frameworks (Spring Actuator, ASP.NET Core, "
        "MicroProfile, Django, Terminus, go-health, health+json, …), text such as Kubernetes' `[-]etcd failed`, and "
        "pages that hold little else; a word that is not understood is an error. A warning is noted. It is asked "
        "several times over new connections, so that an ill one of several instances is met. Redirects are followed "
        "within the target and to the same path; one to another origin, or from https to http, is red, and one to no "
        "web address an error. While the service starts it is asked again; how often is in the evidence.",
        (
            *REACHING,
            "targets.NAME.health",
            "targets.NAME.health_json",
            "targets.NAME.health_well",
            "targets.NAME.health_ill",
            "targets.NAME.wait_interval",
        ),
        "See the log of the service for what it lacks: the database, a queue, a secret. A check must answer itself, "
        "not redirect elsewhere; if it has another path, name that in the target's health.",
    ),
    "version": Explanation(
        "The version or commit that the target names, over several new connections, so that every instance behind a "
        "load balancer is met. A commit, where both sides name one, is the closer word; one of a changed tree "
        "(4f1c2ab-dirty) is no release, and one that cannot be understood is an error. The instances that answered are "
        "counted by what names them. An answer from another origin says nothing of the target, and is an error.",
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
        "Deploy this release to every instance, and take those that kept the old one out of the load balancer.",
    ),
    "critical_endpoints": Explanation(
        "Each of the target's endpoints: status, and what must be there, or must not: texts and JSON of the body, "
        "headers, where it redirects to. Where the status is a redirect, it must "
        "lead to a web address, and not from https to http; redirects are not followed, and a page that sends browsers "
        "on is red. On production only read-only ones are asked.",
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
        "Repeat the named request with its curl line, and see the log of the service for that moment.",
    ),
}
