"""The tests of projects in Go, Rust and Java: what their usual tools write."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.suites.suite import REPORTS, Suite, text_of

PROFILE: Final = f"{REPORTS}/cover.out"
NEXTEST: Final = re.compile(r"^\[profile\.([\w-]{1,60})\.junit\]", re.MULTILINE)
NO_NEXTEST: Final = (
    'cargo test writes no report: install cargo-nextest, write [profile.ci.junit] path = "junit.xml" into '
    ".config/nextest.toml, and take the comment marks off the command and junit in [{tests}]"
)
NO_LLVM_COV: Final = (
    "let CI run cargo llvm-cov nextest --lcov --output-path lcov.info, and name the file in [{tests}] coverage_data"
)
JACOCO: Final = re.compile(r"\bjacoco\b", re.IGNORECASE)
NO_JACOCO: Final = "add JaCoCo to the build, let it write XML, and name that file in [{tests}] coverage_data"
POMS: Final = 50  # of modules, that are read


def of_go(_: Path, paths: Collection[str]) -> Iterator[Suite]:
    """The ``go test -json`` of a module at the top: its events are read, and its profile is the coverage."""
    if "go.mod" in paths:
        command = ("go", "test", "-count=1", "-json", f"-coverprofile={PROFILE}", "-coverpkg=./...", "./...")
        yield Suite(command, "go.mod", coverage=PROFILE)


def of_rust(root: Path, paths: Collection[str]) -> Iterator[Suite]:
    """The nextest of a project with Cargo, which writes JUnit for a profile that asks for it."""
    if "Cargo.toml" not in paths:
        return
    config = ".config/nextest.toml"
    asks = NEXTEST.search(text_of(root, config)) if config in paths else None
    profile, why = (asks[1], config) if asks else ("ci", "Cargo.toml")
    command = ("cargo", "nextest", "run", "--workspace", "--profile", profile)
    junit = (f"target/nextest/{profile}/junit.xml",)
    yield Suite(command, why, junit, lacks="" if asks else NO_NEXTEST, lacks_coverage=NO_LLVM_COV)


def of_java(root: Path, paths: Collection[str]) -> Iterator[Suite]:
    """The tests of Maven and of Gradle, which write JUnit by themselves."""
    builds = {"pom.xml", "build.gradle", "build.gradle.kts"} & {*paths}
    if "pom.xml" in builds:
        poms = sorted(path for path in paths if path.rpartition("/")[2] == "pom.xml")[:POMS]
        has_jacoco = any(JACOCO.search(text_of(root, pom)) for pom in poms)
        is_single = len(poms) == 1
        coverage = "target/site/jacoco/jacoco.xml" if has_jacoco and is_single else ""
        program = _wrapper(root, paths, "mvnw", "mvn")
        goal = "verify" if coverage else "test"  # JaCoCo reports after the tests
        yield Suite((program, "-B", goal), "pom.xml", ("**/target/surefire-reports/TEST-*.xml",), coverage,
                    lacks_coverage="" if coverage else NO_JACOCO)  # fmt: skip
    for build in sorted(builds - {"pom.xml"}):
        program = _wrapper(root, paths, "gradlew", "gradle")
        yield Suite((program, "test"), build, ("**/build/test-results/**/TEST-*.xml",), lacks_coverage=NO_JACOCO)


def _wrapper(root: Path, paths: Collection[str], wrapper: str, otherwise: str) -> str:
    return f"./{wrapper}" if wrapper in paths and os.access(root / wrapper, os.X_OK) else otherwise
