"""Forges on loopback: each answers the paths that a test gives it, with the pages, headers and faults of the real ones."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from people_on_github import PeopleOnGitHub
from people_on_gitlab import PeopleOnGitLab

SHA = "1" * 40
OLDER = "2" * 40


class FakeForge:
    """Answers by path; a value is JSON, or (status, headers, body), or a list of such in turn, or a function of the query."""

    def __init__(self, serve, base: str) -> None:
        self.answers: dict[str, object] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.base = base
        self.server = serve(self._answer)
        self.url = self.server.url
        self.api = f"{self.url}{base}"

    def _answer(self, request):
        method, url, headers, _ = request
        assert method == "GET", f"{method} would write"
        parts = urlsplit(url)
        path = parts.path.removeprefix(self.base)
        self.asked.append(url.removeprefix(self.base))
        self.headers.append({name.lower(): value for name, value in headers.items()})
        said = self.answers.get(path, (404, {}, {"message": "Not Found"}))
        if isinstance(said, Turns):
            said = said.pop(0) if len(said) > 1 else said[0]
        if callable(said):
            said = said({name: values[0] for name, values in parse_qs(parts.query).items()})
        status, more, body = said if isinstance(said, tuple) else (200, {}, said)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return status, {"Content-Type": "application/json", **more}, data


class Turns(list):
    """Answers in turn; the last again and again."""


class FakeGitHub(PeopleOnGitHub, FakeForge):
    """A GitHub Enterprise server with the repository shop/shop."""

    kind = "github"

    def __init__(self, serve) -> None:
        super().__init__(serve, "/api/v3")
        page = f"{self.url}/shop/shop"
        self.answers["/repos/shop/shop"] = {"full_name": "shop/shop", "default_branch": "main", "html_url": page}
        self.answers["/repos/shop/shop/rules/branches/main"] = []
        self.answers["/repos/shop/shop/releases"] = []
        self.answers["/repos/shop/shop/commits"] = []  # of the author who is asked for
        self.answers["/repos/shop/shop/branches/main"] = {"name": "main", "protection": {"enabled": False}}
        self.answers["/repos/shop/shop/actions/runs"] = {"total_count": 0, "workflow_runs": []}

    def requires(self, *names, app=0):
        self.answers["/repos/shop/shop/rules/branches/main"] = [
            {
                "type": "required_status_checks",
                "parameters": {
                    "required_status_checks": [
                        {"context": name, **({"integration_id": app} if app else {})} for name in names
                    ]
                },
            }
        ]

    def has(self, commit, *runs, statuses=()):
        """A commit with check runs and statuses: (name, said), and (name, said, more) for the runs."""
        root = f"/repos/shop/shop/commits/{commit}"
        made = [{"head_sha": commit, **check_run(number, *each)} for number, each in enumerate(runs, 1)]
        told = [{"context": name, "state": said, "target_url": None} for name, said in statuses]
        self.answers[root] = {"sha": commit}
        self.answers[f"{root}/check-runs"] = {"total_count": len(made), "check_runs": made}
        self.answers[f"{root}/status"] = {"state": "pending", "total_count": len(told), "statuses": told}


def check_run(number, name, said, more=()):
    status = "completed" if said not in {"queued", "in_progress", "waiting"} else said
    return {
        "id": number,
        "name": name,
        "status": status,
        "conclusion": said if status == "completed" else None,
        "html_url": f"https://git.example/shop/shop/actions/runs/7/job/{number}",
        "app": {"id": 15368},
        "check_suite": {"id": 70},
        **dict(more),
    }


class FakeGitLab(PeopleOnGitLab, FakeForge):
    """A GitLab with the project shop/shop."""

    kind = "gitlab"

    def __init__(self, serve) -> None:
        super().__init__(serve, "/api/v4")
        page = f"{self.url}/shop/shop"
        self.root = "/projects/shop%2Fshop"
        self.answers[self.root] = {
            "id": 4,
            "path_with_namespace": "shop/shop",
            "default_branch": "main",
            "web_url": page,
        }
        self.answers[f"{self.root}/pipelines"] = []

    def has(self, commit, *jobs, pipelines=((9, "success"),)):
        """A commit with jobs (name, said) or (name, said, more), and pipelines (number, said) or (number, said, more)."""
        self.answers[f"{self.root}/repository/commits/{commit}"] = {"id": commit}
        self.answers[f"{self.root}/repository/commits/{commit}/statuses"] = [
            {
                "id": number,
                "sha": commit,
                "ref": "main",
                "name": name,
                "status": said,
                "pipeline_id": 9,
                "allow_failure": False,
                **dict(*more),
            }
            for number, (name, said, *more) in enumerate(jobs, 1)
        ]
        self.answers[f"{self.root}/pipelines"] = [
            {
                "id": number,
                "sha": commit,
                "status": said,
                "ref": "main",
                "source": "push",
                "web_url": f"{self.url}/p/{number}",
                **dict(*more),
            }
            for number, said, *more in pipelines
        ]
        self.answers |= {f"{self.root}/pipelines/{number}/bridges": [] for number, *_ in pipelines}


class FakeGitea(FakeForge):
    """A Gitea with the repository shop/shop."""

    kind = "gitea"

    def __init__(self, serve) -> None:
        super().__init__(serve, "/api/v1")
        page = f"{self.url}/shop/shop"
        self.answers["/repos/shop/shop"] = {"full_name": "shop/shop", "default_branch": "main", "html_url": page}
        self.answers["/repos/shop/shop/branches/main"] = {"name": "main", "enable_status_check": False}
        self.answers["/repos/shop/shop/releases"] = []

    releases = PeopleOnGitHub.releases
    proposes = PeopleOnGitHub.proposes
    reviewed = PeopleOnGitHub.reviewed

    def requires(self, *names):
        more = {"enable_status_check": True, "status_check_contexts": list(names)}
        self.answers["/repos/shop/shop/branches/main"] = {"name": "main", **more}

    def has(self, commit, *statuses):
        """A commit with statuses (context, said), the later ones newer."""
        self.answers[f"/repos/shop/shop/git/commits/{commit}"] = {"sha": commit}
        url = f"{self.api}/repos/shop/shop/statuses/{commit}"
        self.answers[f"/repos/shop/shop/statuses/{commit}"] = [
            {"id": number, "context": context, "status": said, "target_url": "", "url": url}
            for number, (context, said) in enumerate(statuses, 1)
        ]


FORGES = (FakeGitHub, FakeGitLab, FakeGitea)
