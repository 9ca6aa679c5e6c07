"""Alerts of the last two hours, and what a real Prometheus and a real Alertmanager know of them."""

from __future__ import annotations

import datetime as dt

from servers.watching import until

GATE = "post_deploy::alerts_answered"
MINUTE = 60.0
LENGTH = 120  # minutes since the deployment
EPISODES = {  # of alerts that fire no longer, in minutes after the deployment
    "resolved": [(30, 40)],
    "flapping": [(10, 12), (50, 55), (90, 91)],
    "before": [(-30, -10)],
    "torn": [(30, 40)],
}
FIRING = ("firing", "silenced", "unexplained")
SETTINGS = """
[tool.golive]
default_target = "live"
[tool.golive.post_deploy]
day = 1
{own}
[tool.golive.targets.live]
url = "http://127.0.0.1:9"
[tool.golive.targets.live.metrics]
url = "{prometheus}"
selector = {{ job = "{job}" }}
[tool.golive.targets.live.alerts]
{switch}
{manager}
"""
MANAGER = '[tool.golive.targets.live.alerts.alertmanager]\nurl = "{url}"\n'


def rule(name, expression, job=""):
    return {"alert": name, "expr": expression, "labels": {"job": job} if job else {}}


def rules():
    always = [rule("Watchdog", "vector(1)"), rule("Torn", "vector(1)")]
    shop = [rule("ShopErrors", "vector(0) > 1", job) for job in EPISODES]
    shop += [rule("ShopErrors", "vector(1) + vector(0)", job) for job in FIRING]
    shop.append(rule("Paint", "vector(1) + vector(0)", "silenced"))
    shop.append(rule("Young", "vector(1)"))  # tells of the time since the past ends
    shop += [rule("ShopBroken", 'ALERTS{alertstate="firing"} * on() ALERTS{alertstate="firing"}', "broken")]
    return [{"name": "always", "interval": "60s", "rules": always}, {"name": "shop", "interval": "1s", "rules": shop}]


def past(deployed):
    """OpenMetrics of the series that these rules would have written."""
    lines = ["# TYPE ALERTS gauge"]
    for number in range(-60, LENGTH):
        at = deployed + MINUTE * number
        names = ["Watchdog"] if 40 <= number < 70 else ["Watchdog", "Torn"]
        lines += [f'ALERTS{{alertname="{name}",alertstate="firing"}} 1 {at:.3f}' for name in names]
        for job, episodes in EPISODES.items():
            state = "firing" if any(first <= number < last for first, last in episodes) else "pending"
            lines.append(f'ALERTS{{alertname="ShopErrors",alertstate="{state}",job="{job}"}} 1 {at:.3f}')
    samples = sorted(lines[1:], key=lambda line: (line.rpartition(" ")[0], line))
    return "\n".join([lines[0], *samples, "# EOF", ""])


def silence(manager, job, author, comment):
    now = dt.datetime.now(dt.UTC)
    said = {
        "matchers": [{"name": "job", "value": job, "isRegex": False, "isEqual": True}],
        "startsAt": now.isoformat(),
        "endsAt": (now + dt.timedelta(hours=4)).isoformat(),
        "createdBy": author,
        "comment": comment,
    }
    answer = manager.send("POST", "/api/v2/silences", json=said)
    assert answer.is_success, answer.text
    until(
        lambda: any(one["status"]["silencedBy"] for one in manager.ask("/api/v2/alerts", filter=f'job="{job}"')),
        "silent",
    )
