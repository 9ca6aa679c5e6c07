"""Hold watches over a shop in trouble, and compare what comes of each with what docs/watch.md says.

    python benchmarks/watch_troubles.py [--only error_rate reset …] [--interval 2]

A real Prometheus scrapes two instances of the reference service, which real clients ask; a real Alertmanager gets its
alerts. Each watch is a run of pytest of its own, in which one thing goes wrong after the second sample. Printed are the
outcome, the seconds from the fault to the end of the sample that ended the watch, and what each sample said of the
triggers: g good, f failed, i inconclusive, E error. A watch that passes is decided as hold: one row alone is no GO.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/integration")]

from servers.held import Outcome, Plan, Watch  # noqa: E402
from servers.shifting import shifting  # noqa: E402
from servers.troubled import Troubled  # noqa: E402
from servers.troubles import (  # noqa: E402
    Happens,
    Scene,
    added,
    dead,
    degrade,
    ill_once,
    in_one,
    nothing,
    quiet,
    removed,
    reset,
    restarted,
    slow,
    steal,
    unscraped,
    with_faults,
)

TRIGGERS = "rollback::no_trigger_fired"
LONG, USUALLY = 60, 'baseline = "10s"'
WITHOUT_ENDPOINTS = f'{USUALLY}\nnot_watched = {{ critical = "another case" }}'
OURS = f'{USUALLY}\ncritical = ["gates/test_shop.py::test_release"]'
MANY_ERRORS = "consecutive_error_limit = 100"


@dataclass
class Case:
    """One trouble: what happens, how it ends, and what the end must say."""

    name: str
    happens: Happens
    plan: Plan
    ends: str
    says: str = ""
    decision: str = "hold"


FIRED = "roll back: ./deploy.sh --version v1.1.0 and tell oncall, #shop"
TRIGGER = Plan(LONG, more=MANY_ERRORS)
FORGIVES_RATE = "[tool.golive.watch.signals]\n'monitoring::error_rate' = { failure_limit = 1000 }"
BY_RATE = Plan(LONG, more=f"{MANY_ERRORS}\n{FORGIVES_RATE}", rollback=WITHOUT_ENDPOINTS)
ONE_BAD = Plan(6, ("smoke::healthy",), f"failure_limit = 1\n{MANY_ERRORS}")
PATIENT = Plan(10, more=MANY_ERRORS)
FORGIVEN, MISSED = "forgiven: smoke::healthy: 1 sample failed", "could not be taken"
HEALTHY = Plan(8, more=MANY_ERRORS)
LONGER = Plan(LONG)
CASES = (
    Case("error_rate", with_faults("errors"), BY_RATE, "FAIL", FIRED, "roll back"),
    Case("latency", slow, replace(TRIGGER, rollback=""), "FAIL", FIRED, "roll back"),
    Case("endpoint", with_faults("garbage_body"), TRIGGER, "FAIL", FIRED, "roll back"),
    Case("gate_of_the_team", with_faults("old_version"), replace(TRIGGER, rollback=OURS), "FAIL", FIRED, "roll back"),
    Case("security", steal, TRIGGER, "FAIL", FIRED, "roll back"),
    Case("one_bad_sample", ill_once, ONE_BAD, "PASS", FORGIVEN),
    Case("slow_degradation", degrade, replace(TRIGGER, rollback='baseline = "250ms"'), "FAIL", FIRED, "roll back"),
    Case("restarted", restarted(pause=2), PATIENT, "PASS", MISSED),
    Case("wiped", restarted(pause=1, is_wiped=True), PATIENT, "PASS", MISSED),
    Case("dead", dead, LONGER, "ERROR", "the service could not be measured"),
    Case("metrics_ahead", nothing, replace(LONGER, url="ahead"), "ERROR", "ahead of"),
    Case("metrics_behind", nothing, replace(LONGER, url="behind"), "ERROR", "behind"),
    Case("added", added, HEALTHY, "PASS"),
    Case("removed", removed, HEALTHY, "PASS"),
    Case("removed_of_two", removed, replace(LONGER, target={"instances": 2}), "ERROR", "could not be measured"),
    Case("reset", reset, HEALTHY, "PASS"),
    Case("no_traffic", quiet, LONGER, "ERROR", "not proven"),
    Case("metrics_of_one", in_one("metrics_failing"), LONGER, "ERROR", "could not be measured"),
    Case("metrics_of_all", with_faults("metrics_failing"), LONGER, "ERROR", "could not be measured"),
    Case("targets_gone", unscraped, LONGER, "ERROR", "could not be measured"),
    Case("metrics_stuck", with_faults("metrics_stuck"), LONGER, "ERROR", ""),
)  # fmt: skip


def run(case: Case, shop: Troubled) -> Outcome:
    """Hold the watch of a case."""
    with ExitStack() as stack:
        plan = case.plan
        if plan.url:
            ahead = 300 if plan.url == "ahead" else -300
            plan = replace(plan, url=stack.enter_context(shifting(shop.prometheus.url, ahead)))

        def doing(watch: Watch) -> None:
            watch.after(0 if case.happens is nothing else 2)
            watch.fault()
            case.happens(Scene(shop, watch, stack))

        return shop.watch(doing, plan)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=[case.name for case in CASES], default=[])
    parser.add_argument("--interval", type=float, default=2.0)
    args = parser.parse_args()
    differ = 0
    with tempfile.TemporaryDirectory() as place, Troubled(Path(place), args.interval) as shop:
        for case in (one for one in CASES if not args.only or one.name in args.only):
            found = run(case, shop)
            told = (found.word, found.decision.get("decision"))
            is_right = told == (case.ends, case.decision) and case.says in " ".join(found.said.split())
            differ += not is_right
            phases = "".join("E" if one == "error" else one[0] for one in found.phases(TRIGGERS))
            took = "" if found.seen is None or found.word == "PASS" else f"{found.seen:.1f} s"
            print(f"{'ok ' if is_right else 'NOT'} {case.name:18} {told[0]:5} {told[1]} {took:8} {phases}", flush=True)
            if found.word != "PASS" or not is_right:
                print(f"    {found.reason[:400] or found.said[-600:]}", flush=True)
            shop.afresh()
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
