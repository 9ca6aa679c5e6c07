"""What already deploys, rolls back and migrates, found in a repository: scripts, targets of make, charts, manifests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.code.arguments import arguments_of
from pytest_golive.commands.init.observed import ASIDE, content_of, found_in
from pytest_golive.settings.wording.describing import spelled

PLAIN: Final = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_./-]{0,200}")  # no placeholder, and no option
FOLDER: Final = r"(?:(?:scripts?|bin|ops|tools|deploy(?:ment)?|ci)/)?"
TARGET: Final = re.compile(rb"^([A-Za-z0-9_. -]{1,200}):(?![=:])", re.MULTILINE)
PLAYS: Final = re.compile(rb"^-[ \t]{1,8}(?:name:[^\n]{0,200}\n[ \t]{1,8})?hosts:", re.MULTILINE)
WORKLOAD: Final = re.compile(rb"^kind:[ \t]{0,8}[\"']?(?:Deployment|StatefulSet|DaemonSet)\b", re.MULTILINE)
NAME: Final = re.compile(rb"^name:[ \t]{0,8}[\"']?([a-z0-9][a-z0-9-]{0,60})[\"']?[ \t]{0,8}\r?$", re.MULTILINE)
COMPOSE: Final = re.compile(r"(?:deploy(?:ment)?/|ops/)?(?:docker-)?compose(?:\.prod(?:uction)?)?\.ya?ml")
PLAYBOOK: Final = re.compile(
    r"(?:(?:ansible|ops|deploy(?:ment)?|playbooks)/){0,2}(?:deploy\w{0,20}|site|playbook)\.ya?ml"
)
INVENTORY: Final = re.compile(
    r"((?:.{1,200}/)?(?:inventory|inventories|hosts)/)(?:staging|prod(?:uction)?)(\.(?:ini|ya?ml))?(?:/.{1,200})?"
)
MANIFEST: Final = re.compile(r"(?:k8s|kubernetes|manifests|deploy(?:ment)?|kube|ops)/(?:.{0,200}/)?[^/]{1,100}\.ya?ml")
KUSTOMIZED: Final = re.compile(r"(?:.{1,200}/)?kustomization\.ya?ml")
DATABASES: Final = {
    "alembic.ini": ("alembic", "upgrade", "head"),
    "manage.py": ("python", "manage.py", "migrate", "--no-input"),
    "flyway.conf": ("flyway", "migrate"),
    "flyway.toml": ("flyway", "migrate"),
}
TRIALS: Final = re.compile(r"((?:.{1,100}/)?tests?/(?:regression|e2e|end_to_end|acceptance))/.{1,200}")
DOINGS: Final = ("deploy", "rollback", "migrate", "backup", "regression")
SCRIPT: Final = re.compile(rf"{FOLDER}({'|'.join(DOINGS)})(?:\.sh)?")
OTHER_NAMES: Final = {"roll-back": "rollback", "e2e": "regression", "db-migrate": "migrate", "upgrade-db": "migrate"}
UNSURE: Final = frozenset({"backup", "migrate"})  # nobody knows where to, and what deploys may do it
MOST: Final = 3_000  # files that are read


@dataclass(frozen=True, slots=True)
class Way:
    """A command that probably does something.

    Attributes:
        command: program and arguments.
        file: where it was found, POSIX, relative to the root.
        is_sure: whether its name says just that, so that only its arguments need a review.
    """

    command: tuple[str, ...]
    file: str
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """How the project is deployed, as far as its files tell.

    Attributes:
        ways: by what they do, "deploy", "rollback", "migrate", "backup", "regression"; the likeliest first.
    """

    ways: Mapping[str, Sequence[Way]] = field(default_factory=dict)

    def lines(self, what: str, key: str, otherwise: Sequence[str]) -> Iterator[str]:
        """A key whose value is a command: as a setting if it is sure, else as comments.

        Args:
            what: what the command does.
            key: the key.
            otherwise: the command of an example, where nothing was found.
        """
        found = self.ways.get(what, ())
        for number, way in enumerate(found):
            mark = "" if way.is_sure and not number else "# "
            yield f"{mark}{key} = {spelled(way.command)}{found_in((way.file,))}: review it"
        if not found:
            yield f"# {key} = {spelled(otherwise)}"

    @property
    def sure(self) -> list[tuple[str, Way]]:
        """Those that stand in the settings and not in comments, and what they do."""
        return [(what, found[0]) for what, found in self.ways.items() if found and found[0].is_sure]


UNKNOWN: Final = Delivered()


def delivered_in(root: Path, paths: Iterable[str]) -> Delivered:
    """How the files *paths* below *root* deploy."""
    plain = [path for path in paths if PLAIN.fullmatch(path) and not ASIDE.search(path)]
    ways: dict[str, list[Way]] = {what: [] for what in DOINGS}
    for what, way in (
        *_scripts(root, plain), *_made(root, plain), *_played(root, plain), *_charted(root, plain),
        *_applied(root, plain), *_composed(plain), *_databases(plain), *_tried(paths),
    ):  # fmt: skip
        ways[what].append(way)
    return Delivered({what: _surest_first(found) for what, found in ways.items()})


def _surest_first(found: Sequence[Way]) -> list[Way]:
    """The only sure one first, once each; where several are, nobody knows which."""
    several = sum(way.is_sure for way in found) > 1
    known = {way.command: Way(way.command, way.file, way.is_sure and not several) for way in found}
    return sorted(known.values(), key=lambda way: not way.is_sure)


def _scripts(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    for path in paths:
        if (match := SCRIPT.fullmatch(path)) and (root / path).is_file() and os.access(root / path, os.X_OK):
            words, is_known = arguments_of(match[1], content_of(root / path))
            yield match[1], Way((f"./{path}", *words), path, is_sure=is_known and match[1] not in UNSURE)


def _made(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    """What targets of make say they do."""
    file = next((path for path in paths if path in {"Makefile", "makefile", "GNUmakefile"}), "")
    found = TARGET.findall(content_of(root / file)) if file else []
    targets = [name for names in found for name in names.decode().split()]
    for name in dict.fromkeys(targets):
        what = OTHER_NAMES.get(name, name)
        if what in DOINGS:
            yield what, Way(("make", name), file, is_sure=name == what and what not in UNSURE)
        for doing in ("deploy", "rollback"):
            if name == f"{doing}-staging" and f"{doing}-prod" in targets:
                yield doing, Way(("make", f"{doing}-{{target}}"), file)


def _played(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    """Playbooks of Ansible."""
    inventories = (match for path in paths if (match := INVENTORY.fullmatch(path)))
    inventory = next((f"{match[1]}{{target}}{match[2] or ''}" for match in inventories), "")
    of_hosts = ("-i", inventory) if inventory else ()
    for path in paths:
        if PLAYBOOK.fullmatch(path) and PLAYS.search(content_of(root / path)):
            for what, value in (("deploy", "{version}"), ("rollback", "{previous_version}")):
                yield what, Way(("ansible-playbook", *of_hosts, path, "-e", f"version={value}"), path)


def _charted(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    """Charts of Helm that are no part of another one."""
    charts = [path for path in paths if path.rpartition("/")[2] == "Chart.yaml" and "/" in path]
    for path in charts:
        folder = path.rpartition("/")[0]
        within = any(path.startswith(f"{other.rpartition('/')[0]}/charts/") for other in charts)
        name = NAME.search(content_of(root / path))
        if not within and name is not None:
            release, version = name[1].decode(), "image.tag={version}"
            upgrade = ("helm", "upgrade", "--install", release, f"./{folder}", "--set", version, "--wait")
            yield "deploy", Way(upgrade, path)
            yield "rollback", Way(("helm", "rollback", release, "--wait"), path)


def _applied(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    """Manifests of Kubernetes, as they are or put together by Kustomize."""
    charts = tuple(path.removesuffix("Chart.yaml") for path in paths if path.rpartition("/")[2] == "Chart.yaml")
    layers = {path.rpartition("/")[0]: path for path in paths if KUSTOMIZED.fullmatch(path) and "/" in path}
    overlays = [layer for layer in layers if layer.rpartition("/")[2] in {"staging", "prod", "production"}]
    if layers:
        layer = min(overlays or layers)
        folder = f"{layer.rpartition('/')[0]}/{{target}}".lstrip("/") if overlays else layer
        yield "deploy", Way(("kubectl", "apply", "-k", folder), layers[layer])
        return
    manifests = [path for path in paths if MANIFEST.fullmatch(path) and not path.startswith(charts or ("\0",))]
    folders = {path.rpartition("/")[0]: path for path in manifests[:MOST] if WORKLOAD.search(content_of(root / path))}
    for folder, path in folders.items():
        yield "deploy", Way(("kubectl", "apply", "-f", folder), path)
        yield "rollback", Way(("kubectl", "rollout", "undo", "-f", folder), path)


def _composed(paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    for path in filter(COMPOSE.fullmatch, paths):
        yield "deploy", Way(("docker", "compose", "-f", path, "up", "--detach", "--wait"), path)


def _databases(paths: Sequence[str]) -> Iterator[tuple[str, Way]]:
    for path in paths:
        if path in DATABASES:
            yield "migrate", Way(DATABASES[path], path)


def _tried(paths: Iterable[str]) -> Iterator[tuple[str, Way]]:
    folders = {match[1]: path for path in paths if (match := TRIALS.fullmatch(path)) and PLAIN.fullmatch(match[1])}
    for folder, path in folders.items():
        if path.endswith(".py"):
            yield "regression", Way(("pytest", folder), path)
