"""Reports what the project's coverage configuration excludes; runs in the project's root, which affects the result."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any


def rules(paths: Iterable[str], source: Iterable[str]) -> dict[str, Any]:
    """The rules, and for each of *paths* that is excluded the rule that excludes it.

    Args:
        paths: relative to the working folder.
        source: folders to measure if the configuration names none.
    """
    import coverage

    # Only coverage distinguishes a missing file from a broken one.
    measuring = coverage.Coverage(data_file=None, config_file=os.environ.get("COVERAGE_RCFILE") or True)

    def option(name: str) -> list[str]:
        value = measuring.get_option(name)
        return [str(word) for word in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []

    left_out = _rule(option, tuple(source))
    found = {path: rule for path in paths if (rule := left_out(path))}
    return {
        "left_out": found,
        "exclude": _joined(option("report:exclude_lines")),
        "version": coverage.__version__,
    }


def _rule(option: Callable[[str], list[str]], source: tuple[str, ...]) -> Callable[[str], str]:
    from coverage.files import GlobMatcher, prep_patterns

    omit = GlobMatcher(prep_patterns([*option("run:omit"), *option("report:omit")]))
    includes = [GlobMatcher(prep_patterns(option(name))) for name in ("run:include", "report:include") if option(name)]
    named = [*option("run:source"), *option("run:source_pkgs"), *option("run:source_dirs")]
    places = [_place(word) for word in (named or source)]
    # coverage ignores include if it has a source.
    if named and option("run:include"):
        includes = includes[1:]

    def left_out(path: str) -> str:
        full = os.path.abspath(path)  # noqa: PTH100 -- as coverage itself does it
        if omit.match(full):
            return "omit"
        if places and not any(place(path) for place in places):
            return "source"
        return "" if all(include.match(full) for include in includes) else "include"

    return left_out


def _place(word: str) -> Callable[[str], bool]:
    """A test whether a path lies in what *word* names: a folder, a file, or a package anywhere."""
    if os.path.isdir(word) or os.path.isfile(word):  # noqa: PTH112, PTH113 -- strings in, strings out
        start = os.path.relpath(word)
        return lambda path: start in {".", path} or path.startswith(f"{start}/")
    package = word.replace(".", "/")
    return lambda path: f"/{package}/" in f"/{path}" or f"/{path}".endswith(f"/{package}.py")


def _joined(expressions: list[str]) -> str:
    return "|".join(f"(?:{expression})" for expression in expressions)


def main() -> None:
    """Read the job from standard input, and print the result."""
    job: Mapping[str, Any] = json.loads(sys.stdin.read())
    from coverage.exceptions import CoverageException

    try:
        answer = rules(job["paths"], job["source"])
    except CoverageException as error:
        answer = {"problem": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
