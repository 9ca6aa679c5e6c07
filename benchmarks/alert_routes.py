"""Random trees of routes and random alerts: whether ours reach the receivers that amtool names, for both generations.

    python benchmarks/alert_routes.py [--trees 1000] [--alerts 5] [--seed 0] [--generation old,new]

The programs are those of the integration tests (`tools/prometheus`). Each tree is written as a configuration and given
to ``amtool config routes test``; the order of receivers counts. Ends with status 1 if one alert goes another way.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "integration"))

from route_trees import config, labels
from servers.watching import program_of

from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.routes import cases


def theirs(amtool: str, file: Path, own: dict[str, str]) -> str:
    """The receivers that amtool names."""
    quoted = ['{}="{}"'.format(name, value.replace("\\", "\\\\").replace('"', '\\"')) for name, value in own.items()]
    command = [amtool, "config", "routes", "test", f"--config.file={file}", *quoted]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout.strip()


def campaign(generation: str, trees: int, alerts: int, first: int) -> int:
    """The number of alerts that go another way."""
    amtool, wrong, several, spent = program_of(generation, "amtool"), 0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alertmanager.yml"
        for seed in range(first, first + trees):
            chance = random.Random(seed)
            text = config(chance, utf8=generation == "new")
            file.write_text(text)
            found = read_config(text)
            for _ in range(alerts):
                own = labels(chance)
                began = time.perf_counter()
                ((_, hits),) = cases(found.route, Labels.of(own))
                spent += time.perf_counter() - began
                ours = ",".join(route.receiver for route in hits)
                several += len(hits) > 1
                if ours != (named := theirs(amtool, file, own)):
                    wrong += 1
                    print(f"WRONG  seed {seed}  {own}: ours {ours}, amtool's {named}", flush=True)
    count = trees * alerts
    print(
        f"{generation}: {count:,} alerts through {trees:,} trees, {several:,} to several receivers, {wrong} wrong, "
        f"{1e6 * spent / count:,.0f} us each",
        flush=True,
    )
    return wrong


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trees", type=int, default=1000)
    parser.add_argument("--alerts", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--generation", default="old,new")
    asked = parser.parse_args()
    wrong = sum(campaign(one, asked.trees, asked.alerts, asked.seed) for one in asked.generation.split(","))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
