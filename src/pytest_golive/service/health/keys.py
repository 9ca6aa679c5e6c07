"""Names of JSON members, by what their values say of health: the words that such a name ends or begins with."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What the last word of a name is whose value says how something is.
STATUS = _set("status state health outcome condition availability liveness readiness overall healthcheck healthiness")
# ... and of names whose value is true or false.
GOOD = _set(
    "healthy ok up alive live ready available success successful passing passed pass working operational reachable "
    "connected online serving"
)
COUNTED = _set("unhealthy down offline broken")
BAD = _set("unhealthy down failed failing error degraded broken offline unavailable maintenance draining unready")
TROUBLE = _set("error errors failure failures exception exceptions")
NUMBERS = frozenset({"statuscode", "httpstatus", "httpcode", "httpstatuscode", "code"})
# What only accompanies a word of health: the whole text must be one.
BESIDE = _set("message msg description output text detail note info")
# Whose words say nothing of how the service is; and those that begin what says how something was.
OTHER = _set(
    "level log logging severity mode policy action name label labels env environment tag tags type kind title color "
    "colour reason strategy role id help link links href url uri version"
)
PAST = _set("last previous prev on fallback")
STRONG = _set(
    "down fail failed failing failure error unhealthy critical unavailable ko broken dead offline unreachable timeout "
    "disconnected degraded crashed"
)
# Tables that stand around the whole answer.
AROUND = _set("data result response payload health healthcheck body service application app status")

# What a service depends on: its value is a word of health, true or false, or something else altogether.
PARTS = _set(
    "db database databases redis memcached mongo mongodb postgres postgresql mysql rabbit rabbitmq kafka elasticsearch "
    "opensearch"
)
LISTS = _set("checks components services dependencies probes indicators backends")


def is_part(last: str, around: list[str]) -> bool:
    """Whether a name is that of a part of the service, by itself or by the table that it stands in."""
    return last in PARTS or bool(around and around[-1] in LISTS)
