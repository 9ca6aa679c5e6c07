"""Names of JSON members whose values report health, by the words at their beginning or end."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Last words of names whose value reports a state.
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
# Words beside a word of health, in texts of which every word must be known.
BESIDE = _set("message msg description output text detail note info")
# Names whose values do not report the present state; and first words of names of past states.
OTHER = _set(
    "level log logging severity mode policy action name label labels env environment tag tags type kind title color "
    "colour reason strategy role id help link links href url uri version"
)
PAST = _set("last previous prev on fallback")
STRONG = _set(
    "down fail failed failing failure error unhealthy critical unavailable ko broken dead offline unreachable timeout "
    "disconnected degraded crashed"
)
# Objects around the whole response.
AROUND = _set("data result response payload health healthcheck body service application app status")

# Dependencies: the value may be a word of health, true or false, or something else.
PARTS = _set(
    "db database databases redis memcached mongo mongodb postgres postgresql mysql rabbit rabbitmq kafka elasticsearch "
    "opensearch"
)
LISTS = _set("checks components services dependencies probes indicators backends")


def is_part(last: str, around: list[str]) -> bool:
    """Whether a name is that of a component, by itself or by the object that contains it."""
    return last in PARTS or bool(around and around[-1] in LISTS)
