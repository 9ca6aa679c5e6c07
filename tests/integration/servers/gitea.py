"""A real Gitea on loopback, with an owner and a reviewer, read and changed through its own REST interface."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from servers.processes import ServerProcess, free_port

TOOL = Path(__file__).parents[3] / "tools" / "gitea"
BUILD_LIMIT = 3600.0
MERGE_LIMIT = 60.0
INI = """\
APP_NAME = Forge of the tests
RUN_MODE = prod
WORK_PATH = {folder}
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = {port}
ROOT_URL = http://127.0.0.1:{port}/
DISABLE_SSH = true
OFFLINE_MODE = true
STATIC_ROOT_PATH = {source}
[database]
DB_TYPE = sqlite3
PATH = {folder}/gitea.db
[repository]
ROOT = {folder}/repositories
DEFAULT_BRANCH = main
[security]
INSTALL_LOCK = true
PASSWORD_HASH_ALGO = pbkdf2$1$1
[service]
DISABLE_REGISTRATION = true
[indexer]
ISSUE_INDEXER_TYPE = db
[actions]
ENABLED = false
[log]
LEVEL = warn
[cron]
ENABLED = false
"""
TOKEN = re.compile(r"created\.{3} ([0-9a-f]{40})|\b([0-9a-f]{40})\b")


class Gitea:
    """The server, and what its users do there."""

    def __init__(self, folder: Path) -> None:
        built = subprocess.run([TOOL], capture_output=True, text=True, check=False, timeout=BUILD_LIMIT)
        if built.returncode:
            pytest.fail(
                f"there is no Gitea: {built.stderr[-2000:]}; or leave these tests out with -m 'not integration'"
            )
        home = Path(built.stdout.strip().splitlines()[-1])
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ini = folder / "app.ini"
        self.ini.write_text(INI.format(folder=folder, port=self.port, source=(home / "source").resolve()))
        self.environment = {"GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT": "true", "HOME": str(folder), "USER": "git"}
        self.program = home / "gitea"
        command = [str(self.program), "web", "--config", str(self.ini)]
        self.process = ServerProcess(command, port=self.port, log=folder / "gitea.log", environment=self.environment)
        self.tokens: dict[str, str] = {}
        self.client = httpx.Client(timeout=60, trust_env=False)  # one for all: each reads the machine's authorities

    def start(self) -> None:
        """Make the database and two users, and serve."""
        self._run("migrate")
        for name in ("ann", "ben"):
            said = self._run(
                *("admin", "user", "create", "--username", name, "--password", f"{name}-of-the-tests-1"),
                *("--email", f"{name}@shop.example", "--must-change-password=false", "--access-token"),
                *(["--admin"] if name == "ann" else []),
            )
            found = TOKEN.search(said)
            assert found, said
            self.tokens[name] = found[1] or found[2]
        self.process.start()

    def _run(self, *args: str) -> str:
        done = subprocess.run(
            [self.program, *args, "--config", self.ini],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, method: str, path: str, body: Any = None, *, who: str = "ann", status: int = 0) -> Any:
        """What it answers to one request of *who*; any success if no status is expected."""
        owner = {"Authorization": f"token {self.tokens.get(who) or self.tokens['ann']}"}
        headers = owner if who in self.tokens else owner | {"Sudo": who}  # whom the administrator acts for
        answer = self.client.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers)
        assert answer.status_code == status if status else answer.is_success, (
            method,
            path,
            answer.status_code,
            answer.text,
        )
        return answer.json() if answer.content else None

    def user(self, name: str) -> None:
        """A further account, for which ann acts."""
        body = {"username": name, "email": f"{name}@shop.example", "password": f"{name}-of-the-tests-1"}
        self.ask("POST", "/admin/users", {**body, "must_change_password": False})

    def token(self, who: str, *scopes: str) -> str:
        """A further token of *who*, which may do no more than *scopes*."""
        url, body = f"{self.url}/api/v1/users/{who}/tokens", {"name": "-".join(scopes), "scopes": list(scopes)}
        answer = self.client.post(url, json=body, auth=(who, f"{who}-of-the-tests-1"))
        assert answer.is_success, answer.text
        return str(answer.json()["sha1"])

    def repository(self, name: str) -> Repository:
        """A new repository of ann's, in which ben may write, with one commit."""
        self.ask("POST", "/user/repos", {"name": name, "auto_init": True, "default_branch": "main"})
        self.ask("PUT", f"/repos/ann/{name}/collaborators/ben", {"permission": "write"})
        return Repository(self, f"ann/{name}")


class Repository:
    """One repository, and what happens in it."""

    def __init__(self, gitea: Gitea, path: str) -> None:
        self.gitea = gitea
        self.path = path
        self.url = f"{gitea.url}/{path}"

    def ask(self, method: str, path: str, body: Any = None, *, who: str = "ann", status: int = 0) -> Any:
        """A request below the repository."""
        return self.gitea.ask(method, f"/repos/{self.path}{path}", body, who=who, status=status)

    def head(self, branch: str = "main") -> str:
        """The last commit of a branch."""
        return str(self.ask("GET", f"/branches/{branch}")["commit"]["id"])

    def status(self, commit: str, context: str, state: str) -> None:
        """Report a status."""
        self.ask("POST", f"/statuses/{commit}", {"context": context, "state": state, "target_url": self.url})

    def write(self, file: str, text: str, *, branch: str = "main", new: str = "", who: str = "ann") -> str:
        """Commit a new file; the commit."""
        body: dict[str, Any] = {
            "content": base64.b64encode(text.encode()).decode(),
            "message": f"write {file}\n\nIt says {text!r}." if " " in text else f"write {file}",
            "branch": branch,
            **({"new_branch": new} if new else {}),
        }
        return str(self.ask("POST", f"/contents/{file}", body, who=who)["commit"]["sha"])

    def change(self, name: str, *, who: str = "ann") -> int:
        """Propose a new file from a separate branch; returns the number of the change."""
        self.write(f"{name}.txt", name, new=name, who=who)
        body = {"head": name, "base": "main", "title": f"Add {name}"}
        return int(self.ask("POST", "/pulls", body, who=who)["number"])

    def review(self, number: int, event: str = "APPROVED", *, who: str = "ben", status: int = 0) -> None:
        """Review a change as it is now."""
        self.ask("POST", f"/pulls/{number}/reviews", {"event": event, "body": "read"}, who=who, status=status)

    def merge(self, number: int, how: str = "squash") -> str:
        """Merge a change once the server knows that it can; the last commit of main."""
        until = time.monotonic() + MERGE_LIMIT
        while True:
            headers = {"Authorization": f"token {self.gitea.tokens['ann']}"}
            url = f"{self.gitea.url}/api/v1/repos/{self.path}/pulls/{number}/merge"
            answer = self.gitea.client.post(url, json={"Do": how}, headers=headers)
            if answer.is_success:
                return self.head()
            assert answer.status_code == 405, answer.text
            assert time.monotonic() < until, answer.text
            time.sleep(0.2)

    def clone(self, folder: Path, git: Any) -> Path:
        """A clone whose remote is the forge."""
        git(folder.parent, "clone", "--quiet", f"{self.url}.git", str(folder))
        return folder
