"""Forges that answer as their published descriptions say, refuse what these do not have, and note each field that is read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from pytest_golive.service.bodies import json_reading

DATA = Path(__file__).parent / "data"
HEADERS = {"github": {"X-GitHub-Api-Version": "2022-11-28"}, "gitlab": {}}


def described(kind):
    """The description of each path: its query parameters, and a response."""
    return json.loads((DATA / f"{kind}_described.json").read_text(encoding="utf-8"))["paths"]


def part_of(name):
    """A part of GitHub's description besides its paths: "rules", by their types, or "protection"."""
    return json.loads((DATA / "github_described.json").read_text(encoding="utf-8"))[name]


def filled(shape):
    """Something of a described shape, with all of its fields."""
    if isinstance(shape, dict):
        return {key: filled(part) for key, part in shape.items()}
    return [filled(shape[0])] if isinstance(shape, list) else {"string": "a text", "integer": 1, "boolean": True}[shape]


class Described:
    """A forge whose interface begins at the root of its host."""

    def __init__(self, serve, kind) -> None:
        self.kind = kind
        self.paths = described(kind)
        self.server = serve(self._answer)
        self.api = self.server.url
        self.asked = set()
        self.patterns = {re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)): path for path in self.paths}
        self.missing = set()

    def _answer(self, request):
        method, url, headers, _ = request
        parts = urlsplit(url)
        found = next((found for pattern in self.patterns if (found := pattern.fullmatch(parts.path))), None)
        path = self.patterns[found.re] if found else ""
        faults = [f"no such path: {parts.path}"] if not found else []
        numbers = self.paths[path].get("integers", ()) if found else ()
        faults += [f"{name} of {path} is no number" for name in numbers if not found[name].isdecimal()]
        faults += [f"{method} would write"] if method != "GET" else []
        known = self.paths[path]["query"] if path else {}
        for name, (value, *_) in parse_qs(parts.query, keep_blank_values=True).items():
            allowed = known.get(name)
            if allowed is None or (isinstance(allowed, list) and value not in allowed):
                faults.append(f"{path} has no parameter {name}={value}")
            if allowed == "integer" and not value.isdecimal():
                faults.append(f"{name} is no number")
        if "application/json" not in headers.get("Accept", ""):
            faults.append("the only type that the description has for an answer is not accepted")
        faults += [f"{name} is not {value}" for name, value in HEADERS[self.kind].items() if headers.get(name) != value]
        if faults:
            return 422, {}, json.dumps({"message": "; ".join(faults)}).encode()
        self.asked.add(path)
        if path in self.missing:
            return 404, {}, b'{"message": "Not Found"}'
        answer = json.dumps(self._of_the_commit(path, unquote(parts.path), parts.query))
        return 200, {"Content-Type": "application/json"}, answer.encode()

    def _of_the_commit(self, path, asked, query):
        """The response, with its commit replaced by the requested one."""
        answer = self.paths[path]["example"]
        (commit,) = re.findall(r"[0-9a-f]{40}", f"{asked}?{query}")[:1] or [""]
        if path.endswith(("/commits/{ref}", "/commits/{sha}")):
            return {**answer, "sha" if self.kind == "github" else "id": commit}
        told = answer.get("check_runs") or answer.get("workflow_runs") if isinstance(answer, dict) else answer
        key = "head_sha" if isinstance(answer, dict) else "sha"
        if commit and told and key in told[0]:
            told[0] = {**told[0], key: commit}
        return answer


class Noted(dict):
    """An object of an answer that notes which keys are read without being there."""

    lacking: set[str] = set()  # noqa: RUF012 -- one for all objects of a test, which empties it

    def get(self, key, default=None):
        if key not in self:
            Noted.lacking.add(key)
        return super().get(key, default)


def noting(monkeypatch):
    """The set of keys that are read from a response although it lacks them, recorded from now on."""
    Noted.lacking = set()

    def read(body):
        return noted(json_reading.read_json(body))

    monkeypatch.setattr("pytest_golive.forge.asking.rest.read_json", read)
    return Noted.lacking


def noted(value):
    """*value*, whose objects note which keys are read without being there."""
    if isinstance(value, dict):
        return Noted({key: noted(part) for key, part in value.items()})
    return [noted(part) for part in value] if isinstance(value, list) else value
