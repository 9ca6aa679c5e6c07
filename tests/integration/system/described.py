"""The settings of the team: its targets, its commands, and the rows that do not apply to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servers.checklists import toml

AWAY = {
    "deployment::reviewed": "the remote of this team is no forge",
    "deployment::same_artifact": "what is deployed is made from the tag on both targets",
    "deployment::team_briefed": "this team is one person",
    "release::notes_published": "nobody reads the notes of this shop",
    "rollback::rehearsed": "the rollback is tried by the tests of this system",
}
BY_SCRIPTS = (["./ops/deploy.sh", "{tag}"], ["./ops/rollback.sh", "{previous}"])
PLAYBOOK = ["ansible-playbook", "-i", "ops/hosts.ini", "ops/site.yml", "--tags"]


@dataclass(frozen=True)
class Described:
    """What differs between one system and another.

    Attributes:
        commands: how a release is deployed, and how it is rolled back.
        backup: program and arguments that make a backup.
        migrating: those that migrate the database.
        away: rows that do not apply, besides the usual ones.
        deployment: further keys of ``[tool.golive.deployment]``.
        more: further tables.
    """

    commands: tuple[list[str], list[str]] = BY_SCRIPTS
    backup: tuple[str, ...] = ("./ops/backup.sh",)
    migrating: tuple[str, ...] = ("./ops/migrate.sh",)
    away: Iterable[str] = ()
    deployment: Mapping[str, object] = field(default_factory=dict)
    more: str = ""


# Production alone: what staging would have seen goes live there.
OF_STAGING = tuple(f"deployment::{name}" for name in ("deployed_to_staging", "staging_regression", "staging_stable"))
ALONE = Described(away=OF_STAGING)
BY_ANSIBLE = Described(
    commands=([*PLAYBOOK, "deploy", "-e", "tag={tag}"], [*PLAYBOOK, "undo", "-e", "tag={previous}"]),
    backup=(*PLAYBOOK, "backup"),
    migrating=(*PLAYBOOK, "migrate"),
)


def settings(described: Described, targets: Mapping[str, tuple[str, list[int]]], backups: Path) -> str:
    """``[tool.golive]`` of the team.

    Args:
        described: what differs.
        targets: the address of each target, and the ports of its instances.
        backups: the folder of the backups.
    """
    deploy, back = described.commands
    backup = {"command": described.backup, "files": f"{backups}/*.dump", "shrinks": 90}
    deployment = {
        "command": deploy,
        "regression": ["sh", "ops/regression.sh", "{url}"],
        "probe_interval": "300ms",
        "probe_timeout": "10s",
        "settle": "4s",
        "appears_within": "20s",
        **described.deployment,
        "backup": backup,
        "steps": {
            "migrate": {
                "title": "Migrate the database",
                "command": described.migrating,
                "after": ["backup_created"],
                "before": ["deployed"],
            }
        },
    }
    away = {**AWAY, **dict.fromkeys(described.away, "not tried here")}
    tables = {
        "signing": {"signed_records": False},
        "phases.deploy": {"needs": "nothing"},
        "deployment": deployment,
        "rollback": {
            "command": back,
            "notify": ["team"],
            "not_watched": dict.fromkeys(("security", "latency", "critical"), "the watch and the smoke rows see it"),
        },
        "monitoring": {"fewest_requests": 10, "latency": "p(95)<1s"},
        "watch": {
            "duration": "16s",  # a busy machine has twice that for both samples
            "interval": "8s",
            "fewest_requests": 10,
            "probe_interval": "200ms",
            "probe_timeout": "10s",
            "gates": ["monitoring::error_rate", "monitoring::latency", "smoke::healthy", "smoke::version"],
        },
        "not_applicable": away,
        **{f"targets.{name}": _target(name, url, ports) for name, (url, ports) in targets.items()},
    }
    pytest_table = "[tool.pytest.ini_options]\naddopts = ['-p', 'no:randomly', '-p', 'no:cacheprovider']\n"
    return (
        pytest_table + "".join(_table(f"tool.golive.{name}", table) for name, table in tables.items()) + described.more
    )


def _target(name: str, url: str, ports: list[int]) -> Mapping[str, object]:
    table: dict[str, object] = {
        "url": url,
        "instances": len(ports),
        "version_samples": 12,
        "wait": "20s",
        "timeout": "30s",
        "rollback": "automatic",
        "stability": {"samples": 2, "interval": "500ms"},
        "endpoints": [{"path": "/products", "json": {"count": 3}}],
        "metrics": {
            "instances": [f"http://127.0.0.1:{port}" for port in ports],
            "scrape_for": "2s",
            "scrape_every": "500ms",
            "request_path": "/products",
            "memory_limit": "1GiB",
            "cpu_limit": 2,
        },
    }
    return table | ({"production": True, "allow": ["deploy"]} if name == "prod" else {})


def _table(name: str, values: Mapping[str, object]) -> str:
    return f"[{name}]\n" + "".join(f"{_key(key)} = {toml(value)}\n" for key, value in values.items()) + "\n"


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() else f'"{key}"'
