"""The right release answers: it passes, is breached, cannot measure; the instances that answered are counted."""

from __future__ import annotations

import json
import subprocess

import pytest
from serving import demo, target_table

from pytest_golive.demo.shop import Release

VERSION = "smoke::version"


def test_version_passes(shop, live):
    shop.passes(VERSION, "*answers of another release: 0*(n = 3, GET /version, 3 times)*")
    shop.judge(VERSION).stdout.fnmatch_lines(["*this release: 1.2.0, commit *"])


def test_version_is_breached(shop, live):
    live.answers["/version"] = [(200, {"version": "1.2.0"}), (200, {"version": "1.1.9", "instance": "b"})]
    shop.breaches(
        VERSION,
        "*answers of another release: 2, must be at most 0*",
        "*2 of 3 answers came from 1.1.9 (instance b), not from 1.2.0, commit *",
    )


def test_version_is_breached_by_too_few_instances(shop, live):
    shop.settings("instances = 2\n")
    shop.breaches(
        VERSION,
        "*instances that answered: 1, must be at least 2*",
        "*none of 3 answers says which instance it is from*",
    )


@pytest.mark.parametrize(
    ("body", "marker"),
    [
        ({"build": {"number": "1.2.0"}, "pod": {"uid": "HERE"}}, 'instance_json = "pod.uid"'),
        (b"1.2.0 from HERE", 'instance_pattern = "from (web-.)"\nversion_json = ""'),
        ({"build": {"number": "1.2.0"}, "host": "HERE"}, ""),
    ],
)
def test_version_counts_instances_by_any_marker(shop, live, body, marker):
    def from_(name):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return 200, text.replace(b"HERE", name)

    key = "" if isinstance(body, bytes) else 'version_json = "build.number"\n'
    shop.settings(f"instances = 2\n{key}{marker}\n".replace('version_json = ""\n', ""))
    live.answers["/version"] = [from_(b"web-1"), from_(b"web-2"), from_(b"web-1")]
    shop.passes(VERSION, "*instances that answered: 2, must be at least 2*", "*instances seen: web-1 (2), web-2 (1)*")


@pytest.mark.parametrize("said", ["deadbee-dirty", "gdeadbee1", "deadbeef+changes", "v1.2.0-4-gdeadbee", "0" * 64])
def test_version_is_breached_by_another_commit_in_any_spelling(shop, live, said):
    live.answers["/version"] = (200, {"version": "1.2.0", "commit": said})
    shop.breaches(VERSION, "*answers of another release: 3, must be at most 0*", "*came from 1.2.0, commit *")


def head(shop):
    command = ["git", "-C", shop.path, "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    "say",
    [
        lambda sha: {"git.commit.id.full": sha},
        lambda sha: {"git": {"commit": {"id": {"full": sha, "abbrev": sha[:7]}}}},
        lambda sha: {"version": "1.2.0", "commit": f"g{sha[:9]}"},
        lambda sha: {"version": f"v1.1.0-4-g{sha[:7]}"},
        lambda sha: {"gitSha": sha.upper()},
        lambda sha: {"version": f"1.2.0+{sha}"},
    ],
)
def test_version_passes_by_its_commit_in_any_spelling(shop, live, say):
    live.answers["/version"] = lambda: (200, say(head(shop)))
    shop.passes(VERSION, "*answers of another release: 0*")


def test_version_is_breached_by_what_was_built_from_a_changed_tree(shop, live):
    live.answers["/version"] = lambda: (200, {"version": "1.2.0", "commit": f"{head(shop)}-dirty"})
    shop.breaches(VERSION, "*3 of 3 answers came from 1.2.0, commit * built from a changed tree, not from 1.2.0*")


def test_version_tells_what_names_no_commit(shop, live):
    live.answers["/version"] = (200, {"version": "1.2.0", "commit": "unknown"})
    shop.passes(VERSION, "*not understood: commit says 'unknown', which names no commit*")


def test_version_cannot_measure_a_commit_that_is_none(shop, live):
    live.answers["/version"] = (200, {"version": "1.2.0", "commit": "banana"})
    shop.cannot_measure(
        VERSION, "*/version: commit says 'banana', which is no commit that can be understood*", "*git rev-parse HEAD*"
    )


def test_version_cannot_measure(shop, live):
    live.answers["/version"] = (200, {"name": "shop"})
    shop.cannot_measure(VERSION, "*/version: the body does not say which release it is*")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("old_version", "*20 of 20 answers came from 0.0.1, commit 0000000000 (instance demo-1), not from 1.2.0*"),
        ("mixed_versions", "*10 of 20 answers came from 0.0.1, commit 0000000000 (instance demo-older), not from*"),
        ("old_instance", "*10 of 20 answers came from 0.0.1, commit 0000000000 (instance demo-older), not from*"),
        ("dirty_build", "*20 of 20 answers came from 1.2.0, commit * built from a changed tree (instance demo-1)*"),
    ],
)
def test_version_is_breached_by_each_fault_of_the_reference_service(shop, fault, said):
    with demo() as running, running.faulty(fault):
        shop.settings("\n" + target_table("staging", running.table))
        running.shop.release = Release("1.2.0", "4f1c2ab9d0" * 4)
        shop.breaches(VERSION, said)
