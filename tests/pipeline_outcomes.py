"""By the name of a state what brings it about, and what it comes to; {words} are those of the forge."""

from __future__ import annotations

NEVER = "required, but never ran on this commit"

STATES = {
    "all green": (lambda s: s.ran("build", "lint"), "green, 2 of 2"),
    "one red": (lambda s: s.ran("build", "lint: red"), "lint: {red}"),
    "two red": (lambda s: s.ran("build: red", "lint: red"), "build: {red}; lint: {red}"),
    "cancelled": (lambda s: s.ran("build", "lint: cancelled"), "lint: {cancelled}"),
    "nothing ran": (lambda s: s.ran(), "? no check that counts has run on {release} in *"),
    "not pushed": (lambda s: s.forget(), "? * does not have the commit 3333333333, so nothing can have run on it"),
    "still running": (
        lambda s: s.ran("build", "lint: running"),
        "? 1 of 2 checks of {release} have not ended: lint ({running})",
    ),
    "queued": (lambda s: s.ran("build: queued"), "? 1 of 1 checks of {release} have not ended: build ({queued})"),
    "red beside running": (lambda s: s.ran("build: running", "lint: red"), "lint: {red}"),
    "another commit's green": (
        lambda s: (s.ran("build", on="before"), s.ran()),
        "? no check that counts has run on {release} in *",
    ),
    "skipped beside green": (lambda s: s.ran("build", "docs: skipped"), "green, 1 of 1"),
    "only skipped": (
        lambda s: s.ran("docs: skipped"),
        "? no check that counts has run on {release} in *; these do not count: docs (skipped)*",
    ),
    "run again, now green": (lambda s: s.ran("build: red", "lint", "build"), "green, 2 of 2"),
    "run again, now red": (lambda s: s.ran("build", "lint", "build: red"), "build: {red}"),
    "run again, still running": (lambda s: s.ran("build: red", "build: running"), "? 1 of 1 checks of *"),
    "red beside the required": (lambda s: (s.demands("build"), s.ran("build", "extra: red")), "green, 1 of 1"),
    "required never ran": (lambda s: (s.requires("build", "test"), s.ran("build")), f"test: {NEVER}"),
    "required, but left out by a path filter": (
        lambda s: (s.requires("test"), s.ran("docs"), s.ran("test", on="before")),
        f"test: {NEVER}; it ran on {{before}}, another commit",
    ),
    "required ran on another commit": (
        lambda s: (s.requires("build", "test"), s.ran("build"), s.ran("build", "test", on="before")),
        f"test: {NEVER}; it ran on {{before}}, another commit",
    ),
    "required and skipped": (
        lambda s: (s.requires("build", "test"), s.ran("build", "test: skipped")),
        "test: required, but skipped",
    ),
    "required by the settings alone": (
        lambda s: (s.says(required=("test",)), s.ran("build")),
        f"test: {NEVER}",
    ),
    "required by a pattern": (
        lambda s: (s.says(required=("test (*)",)), s.ran("test (3.11)", "test (3.12): red")),
        "test (3.12): {red}",
    ),
    "optional and red": (lambda s: (s.says(optional=("nightly*",)), s.ran("build", "nightly 1: red")), "green, 1 of 1"),
    "optional, but required": (
        lambda s: (s.says(optional=("nightly",), required=("nightly",)), s.ran("build", "nightly: red")),
        "nightly: {red}",
    ),
    "own job": (lambda s: (s.ran("build", "golive: running"), s.is_part_of("golive")), "green, 1 of 1"),
    "own job alone": (
        lambda s: (s.ran("golive: running"), s.is_part_of("golive")),
        "? no check that counts has run on {release} in *; this run's own job does not count: golive ({running})*",
    ),
    "a job that waits for the own": (
        lambda s: (s.ran("build", "golive: running", "deploy: queued"), s.is_part_of("golive", "deploy")),
        "green, 1 of 1",
    ),
    "a job that does not wait for the own": (
        lambda s: (s.ran("golive: running", "docs: running"), s.is_part_of("golive")),
        "? 1 of 1 checks of {release} have not ended: docs ({running})",
    ),
    "own job required": (
        lambda s: (s.requires("build", "golive"), s.ran("build", "golive: running"), s.is_part_of("golive")),
        "green, 1 of 1",
    ),
    "an own job that failed before": (
        lambda s: (s.ran("build", "golive: red"), s.is_part_of("golive")),
        "golive: {red}",
    ),
}
