"""What the kill campaign kills: a project whose tests, service and deployment start daemons that ignore SIGTERM."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Two forks and a session of its own; what a signal asks politely is ignored.
DAEMON = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
"""
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *_): pass

server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
exec(open("daemon.py").read().replace("time.sleep(600)", "server.serve_forever()"))
"""
TESTS = """
import subprocess, sys, time

def test_a():
    subprocess.run([sys.executable, "daemon.py"])
    time.sleep(600)
"""
SETTINGS = """
[tool.golive.performance]
rate = 20
duration = "10m"
runs = 1
[tool.golive.deployment]
command = ["sh", "-c", "{python} daemon.py; sleep 600"]
[tool.golive.targets.staging]
url = "http://127.0.0.1:0"
start = ["{{python}}", "server.py", "{{port}}"]
endpoints = [{{ path = "/" }}]
wait = "60s"
"""


def project(folder: Path) -> None:
    """A small project with all that the runs need."""
    files = {
        "daemon.py": DAEMON,
        "server.py": SERVER,
        "test_slow.py": TESTS,
        "pyproject.toml": f'[project]\nname = "k"\nversion = "1.0.0"\n{SETTINGS.format(python=sys.executable)}',
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    git = ("git", "-c", "user.name=k", "-c", "user.email=k@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "all")):
        subprocess.run((*git, *words), cwd=folder, check=True)


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """A service that is there for all runs."""
    (folder / "server.py").write_text(SERVER.partition("exec(")[0] + "server.serve_forever()")
    return subprocess.Popen([sys.executable, "server.py", str(port)], cwd=folder, stderr=subprocess.DEVNULL)
