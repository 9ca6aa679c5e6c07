"""golive init proposes what deploys, migrates and rolls back, by what lies in the repository; all of it loads."""

from __future__ import annotations

import re

import pytest

from pytest_golive.commands.init.command import init
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.loading import load_settings, settings_in
from pytest_golive.settings.rollback.table import Rollback

SERVICE = {
    "Dockerfile": "FROM python\nEXPOSE 80\n",
    "src/shop/app.py": "from flask import Flask\napp = Flask('shop')\n",
}
WORKLOAD = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
PLAY = "- name: Deploy the shop\n  hosts: web\n  tasks: []\n"
MAKE = ".PHONY: deploy rollback\nVERSION := 1\ntest:\n\tpytest\ndeploy: build\n\t./x\nrollback:\n\t./y\nmigrate e2e:\n\t./z\n"
CHART = {"charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n"}
PARTS = {"charts/shop/charts/db/Chart.yaml": "name: db\n", "charts/shop/templates/web.yaml": WORKLOAD}
OF_ONE = re.compile(r"# ((?:command|regression|backup|steps\.\w+|rehearsal) = .*)")


def written(root, run=()):
    """The settings that are written, and for each of their comments about a deployment those that it would make."""
    for name in run:
        (root / name).chmod(0o755)
    init(root)
    text = (root / "golive.toml").read_text()
    lines, tried = text.splitlines(), 0
    for number, line in enumerate(lines):
        if match := OF_ONE.fullmatch(line):
            key = match[1].partition(" = ")[0]
            table = next(head for head in reversed(lines[:number]) if head.startswith("["))
            inside = lines[lines.index(table) :]
            rest = [one for one in inside if not one.startswith(f"{key} = ")]
            whole = [*lines[: lines.index(table)], *rest]
            whole[whole.index(line)] = match[1]
            settings_in("\n".join(whole), "golive.toml")
            tried += 1
    assert tried >= 3
    return load_settings(root).settings, text


@pytest.mark.parametrize(
    ("files", "run", "sure", "guessed"),
    [
        ({}, (), {}, ['# command = ["./deploy.sh", "{target}", "{version}"]', '# steps.migrate = { command = ["./bin/mi']),
        (
            {"deploy.sh": "#!/bin/sh\n", "scripts/rollback.sh": "#!/bin/sh\n", "bin/backup": "#!/bin/sh\n"},
            ("deploy.sh", "scripts/rollback.sh", "bin/backup"),
            {"deploy": ("./deploy.sh",), "rollback": ("./scripts/rollback.sh",)},
            ['command = ["./deploy.sh"]  # found: deploy.sh: review it', '# backup = { command = ["./bin/backup"], files', "# found: bin/backup: review it, and say where it puts its files"],
        ),
        ({"deploy.sh": "#!/bin/sh\n"}, (), {}, ['# command = ["./deploy.sh", "{target}", "{version}"]']),
        (
            {"Makefile": MAKE, "alembic.ini": "[alembic]\n"},
            (),
            {"deploy": ("make", "deploy"), "rollback": ("make", "rollback")},
            [
                '# steps.migrate = { command = ["make", "migrate"], after = "backup_created", before = "deployed" }',
                '# steps.migrate = { command = ["alembic", "upgrade", "head"]',
                '# regression = ["make", "e2e"]  # found: Makefile: review it',
            ],
        ),
        (
            {"Makefile": "deploy-staging deploy-prod:\n\t./x\n"},
            (),
            {},
            ['# command = ["make", "deploy-{target}"]  # found: Makefile: review it'],
        ),
        (
            {"Makefile": "deploy:\n\t./deploy.sh\n", "deploy.sh": "#!/bin/sh\n"},
            ("deploy.sh",),
            {},
            ['# command = ["./deploy.sh"]  # found: deploy.sh', '# command = ["make", "deploy"]  # found: Makefile'],
        ),
        (
            {"ansible/deploy.yml": PLAY, "ansible/inventory/staging.ini": "[web]\n", "ansible/roles/x.yml": "- x\n"},
            (),
            {},
            [
                '# command = ["ansible-playbook", "-i", "ansible/inventory/{target}.ini", "ansible/deploy.yml", "-e", ',
                '"version={version}"]  # found: ansible/deploy.yml: review it',
                '"version={previous_version}"]',
            ],
        ),
        (
            {**CHART, **PARTS},
            (),
            {},
            [
                '# command = ["helm", "upgrade", "--install", "shop", "./charts/shop", "--set", "image.tag={version}", ',
                '# command = ["helm", "rollback", "shop", "--wait"]  # found: charts/shop/Chart.yaml: review it',
            ],
        ),
        (
            {"k8s/web.yaml": WORKLOAD, "k8s/service.yaml": "kind: Service\n"},
            (),
            {},
            ['# command = ["kubectl", "apply", "-f", "k8s"]', '# command = ["kubectl", "rollout", "undo", "-f", "k8s"]'],
        ),
        (
            {"k8s/base/kustomization.yaml": "", "k8s/overlays/staging/kustomization.yaml": "", "k8s/base/x.yaml": WORKLOAD},
            (),
            {},
            ['# command = ["kubectl", "apply", "-k", "k8s/overlays/{target}"]  # found: k8s/overlays/staging/kustomizatio'],
        ),
        (
            {"docker-compose.yml": "services: {}\n", "manage.py": "", "tests/e2e/test_orders.py": "", "shop/pay.py": ""},
            (),
            {},
            [
                '# command = ["docker", "compose", "-f", "docker-compose.yml", "up", "--detach", "--wait"]',
                '# steps.migrate = { command = ["python", "manage.py", "migrate", "--no-input"]',
                '# regression = ["pytest", "tests/e2e"]',
            ],
        ),
    ],
    ids=["none", "scripts", "no permission", "make", "of targets", "two", "ansible", "helm", "kubectl", "kustomize", "compose"],
)  # fmt: skip
def test_what_deploys_is_proposed(repository, files, run, sure, guessed):
    settings, text = written(repository({**SERVICE, **files}), run)
    given = {"deploy": settings.of(Deployment).command, "rollback": settings.of(Rollback).command}
    assert {what: command for what, command in given.items() if command is not None} == sure
    assert not [line for line in guessed if line not in text], text


@pytest.mark.parametrize(
    "files",
    [
        {"bin/{release}/deploy.sh": "#!/bin/sh\n", "k8s/{{name}}/web.yaml": WORKLOAD, "charts/sh op/Chart.yaml": "name: x\n"},
        {"Makefile": b"\xff\xfe\x00deploy\xff:\n", "charts/shop/Chart.yaml": b"\xff\xfename: {x}\n", "ansible/site.yml": b"\x00"},
        {"Makefile": "", "compose.yaml": "", "kustomization.yaml": "", "Chart.yaml": "name: top\n"},
        {"tests/deploy.sh": "#!/bin/sh\n", "vendor/Makefile": "deploy:\n", "examples/k8s/web.yaml": WORKLOAD},
        {"Makefile": "deploy:" * 300_000, "-k/deploy.sh": "#!/bin/sh\n", "k8s/web.yaml": "kind: Deployment\n" * 200_000},
    ],
    ids=["braces and blanks", "binary", "empty", "aside", "huge"],
)  # fmt: skip
def test_what_is_no_deployment_is_not_proposed_and_all_of_it_loads(repository, files):
    root = repository({**SERVICE, **files})
    scripts = [name for name in files if name.endswith(".sh")]
    settings, _ = written(root, scripts)
    assert settings.of(Deployment).command is None
    assert settings.of(Rollback).command is None


def test_what_was_guessed_is_told(repository):
    root = repository({**SERVICE, "Makefile": MAKE})
    said = init(root).report
    assert "  review   deploy: make deploy, guessed from Makefile" in said
    assert "  review   rollback: make rollback, guessed from Makefile" in said
