"""Requests a second from one process, by bare locust and by ours, with the same scenario against the same nginx.

    python benchmarks/load_throughput.py [--users 20] [--seconds 6] [--rounds 5]

Both take turns, so that whatever else the machine does hits both. A closed loop without pauses, as fast as it goes.
nginx comes from Debian (apt-get install nginx-light) and is started by this script, on loopback.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.sending.running import run_load

CONFIG = """\
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 "ok"; }} }}
}}
"""
OWN = "ours, with the same locustfile"
BARE = """\
from locust import {kind}, constant, task

class Visitor({kind}):
    wait_time = constant(0)

    @task
    def visit(self):
        self.client.get("/a")
"""


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """A server quick enough not to be what is measured; its URL."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        sys.exit("nginx is needed: apt-get install nginx-light")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=port))
    process = subprocess.Popen([program, "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def by_locust(kind: str, url: str, users: int, seconds: float, folder: Path) -> float:
    """Requests a second of a plain locustfile."""
    scenario, report = folder / f"bare_{kind}.py", folder / "report"
    scenario.write_text(BARE.format(kind=kind))
    command = [sys.executable, "-m", "locust", "-f", str(scenario), "--host", url, "--headless", "--only-summary"]
    command += ["-u", str(users), "-r", str(users), "-t", f"{seconds:g}s", "--json-file", str(report)]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stats = json.loads(next(folder.glob("report*")).read_text())[0]
    return stats["num_requests"] / (stats["last_request_timestamp"] - stats["start_time"])


def by_ours(url: str, users: int, seconds: float, folder: Path, locustfile: str = "") -> float:
    """Requests a second of ours: of its own scenario, or of a team's locustfile under its recorder."""
    endpoints = () if locustfile else (Endpoint("GET /a", "GET", "/a"),)
    plan = Plan(url, users=users, warm_up=0.5, duration=seconds, endpoints=endpoints, locustfile=locustfile)
    place = Path(tempfile.mkdtemp(dir=folder))
    return run_load(plan, place, dict(os.environ), max_late=10_000).runs[0].total.rps


def main() -> None:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    found: dict[str, list[float]] = {"FastHttpUser": [], "HttpUser": [], "ours": [], OWN: []}
    with tempfile.TemporaryDirectory() as name, nginx(Path(name)) as url:
        folder = Path(name)
        for number in range(args.rounds):
            for kind in ("FastHttpUser", "HttpUser"):
                found[kind].append(by_locust(kind, url, args.users, args.seconds, folder))
            found["ours"].append(by_ours(url, args.users, args.seconds, folder))
            found[OWN].append(by_ours(url, args.users, args.seconds, folder, str(folder / "bare_FastHttpUser.py")))
            told = ", ".join(f"{kind} {values[-1]:,.0f}/s" for kind, values in found.items())
            print(f"round {number + 1}, load average {os.getloadavg()[0]:.1f}: {told}", flush=True)
    medians = {kind: median(values) for kind, values in found.items()}
    print(f"median: {', '.join(f'{kind} {value:,.0f}/s' for kind, value in medians.items())}")
    for kind in ("ours", OWN):
        ratio = medians[kind] / medians["FastHttpUser"]
        print(f"{kind}: {ratio:.2f} of bare FastHttpUser ({'good' if ratio >= 0.9 else 'TOO SLOW'}: 0.9 is wanted)")


if __name__ == "__main__":
    main()
