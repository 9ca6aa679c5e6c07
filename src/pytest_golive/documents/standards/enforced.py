"""What the project's own configuration enforces: limits, strictness, and which tools are set up or run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.delivery.declared.formats import json_table, toml
from pytest_golive.documents.standards.vocabulary import RUN
from pytest_golive.documents.tracked import Texts

# Files that configure or run tools, in any folder.
RUNNERS: Final = re.compile(
    r"(?:.*/)?(?:\.github/(?:workflows|actions)/.*\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci/config\.ya?ml|azure-pipelines\.ya?ml|"
    r"\.pre-commit-config\.ya?ml|\.travis\.ya?ml|Jenkinsfile|tox\.ini|noxfile\.py|Makefile|makefile|GNUmakefile|justfile|"
    r"Taskfile\.ya?ml|tasks\.py|setup\.cfg|pyproject\.toml|package\.json|hatch\.toml|pixi\.toml|lefthook\.ya?ml|\.husky/.*|"
    r"(?:dev[-_]?)?requirements[^/]*\.(?:txt|in)|requirements/.*\.(?:txt|in)|\.ci/[^/]*|ci/[^/]*|scripts?/[^/]*|tools?/[^/]*|"
    r"bin/[^/]*|\.golangci\.ya?ml|Cargo\.toml|conftest\.py|build\.gradle(?:\.kts)?|pom\.xml)"
)
CONFIGURED: Final = re.compile(
    r"(?:.*/)?\.?(?:(?P<ruff>ruff\.toml)|(?P<flake8>flake8)|(?P<pylint>pylintrc(?:\.toml)?)|(?P<mypy>mypy\.ini)|"
    r"(?P<pyright>pyrightconfig\.json)|(?P<prettier>prettierrc.*|prettier\.config\..*)|(?P<eslint>eslintrc.*|eslint\.config\..*)|"
    r"(?P<biome>biome\.jsonc?)|(?P<stylelint>stylelintrc.*|stylelint\.config\..*)|(?P<golangci>golangci\.ya?ml)|"
    r"(?P<rustfmt>rustfmt\.toml)|(?P<clang>clang-format)|(?P<rubocop>rubocop\.yml)|(?P<yamllint>yamllint.*)|"
    r"(?P<markdownlint>markdownlint.*)|(?P<precommit>pre-commit-config\.ya?ml)|(?P<isort>isort\.cfg)|(?P<style>style\.yapf)|"
    r"(?P<codespell>codespellrc)|(?P<bandit>bandit.*))"
)
OTHERS: Final = frozenset({".editorconfig", "tsconfig.json", "codecov.yml", ".codecov.yml", "setup.py"})
EDITED: Final = ((".py", "python"), ("py}", "python"), (".js", "javascript"), (".ts", "javascript"), (".md", "prose"))
OF_PYTHON: Final = frozenset(
    {"pyproject.toml", "setup.cfg", "tox.ini", ".flake8", "ruff.toml", ".ruff.toml", ".pylintrc"}
)
NAMES: Final = {"golangci": "golangci-lint", "clang": "clang-format", "precommit": "pre-commit", "style": "yapf"}
# How files that are read line by line write their numbers.
PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("line length", re.compile(r"(?:max[-_])?line[-_]length(?:\s?[=:]| )\s{0,9}[\"']?(\d+)", re.IGNORECASE)),
    ("line length", re.compile(r"(?:--print-width|\"?printWidth\"?|max_width|ColumnLimit)(?:\s?[=:]| )\s{0,9}(\d+)")),
    ("line length", re.compile(r"black\b.{0,200}\s-l[ =]?(\d+)")),
    ("line length", re.compile(r"[\"']?max-len[\"']?\s*:\s*\[[^\]]{0,200}?(\d{2,3})")),
    ("file length", re.compile(r"max[-_]module[-_]lines(?:\s?[=:]| )\s{0,9}(\d+)", re.IGNORECASE)),
    ("file length", re.compile(r"[\"']max-lines[\"']\s*:\s*\[[^\]]{0,200}?(\d{2,5})")),
    ("complexity", re.compile(r"max[-_]complexity(?:\s?[=:]| )\s{0,9}(\d+)", re.IGNORECASE)),
    ("complexity", re.compile(r"[\"']complexity[\"']\s*:\s*\[[^\]]{0,200}?(\d{1,2})")),
    ("coverage", re.compile(r"(?:fail[-_]under|minimum_coverage)(?:\s?[=:]| )\s{0,9}(\d+(?:\.\d+)?)")),
    ("strict types", re.compile(r"mypy\b.{0,200}--strict\b()")),
)  # fmt: skip
LANGUAGE: Final = {".py": "python", ".toml": "", ".js": "javascript"}


@dataclass(frozen=True, slots=True)
class Enforced:
    """One limit or tool that is enforced.

    Attributes:
        kind: the same kinds as of a `Statement`.
        value: the number, the version, or the tool's name.
        tool: the tool that enforces it; "" if unknown.
        place: "pyproject.toml:12".
        language: the language whose files it concerns; "" for any.
    """

    kind: str
    value: str
    tool: str
    place: str
    language: str = ""


def enforced(texts: Texts, own: Sequence[Enforced] = ()) -> list[Enforced]:
    """Everything that is enforced.

    Args:
        texts: the tracked files.
        own: the limits that the checklist itself enforces.
    """
    found = [*own, *_python_tables(texts), *_editorconfig(texts), *_json_files(texts)]
    for path in texts.paths:
        if _is_configuration(path) and _is_ours(path):
            found += _lines(path, texts.read(path))
        if match := CONFIGURED.fullmatch(path):
            name = match.lastgroup or ""
            found.append(Enforced("tool", NAMES.get(name, name), NAMES.get(name, name), path))
    return list(dict.fromkeys(found))


def is_read(path: str) -> bool:
    """Whether a file may enforce something."""
    name = path.rpartition("/")[2]
    return _is_configuration(path) or name in OTHERS


def _is_ours(path: str) -> bool:
    return not {"node_modules", "vendor", "third_party", "tests", "examples"}.intersection(path.split("/")[:-1])


def _is_configuration(path: str) -> bool:
    return RUNNERS.fullmatch(path) is not None or CONFIGURED.fullmatch(path) is not None or path.endswith(".coveragerc")


def _lines(path: str, text: str) -> Iterator[Enforced]:
    """What the lines of a file that configures or runs tools enforce; comments are skipped."""
    language = _language_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("#", ";", "//")):
            continue
        place = f"{path}:{number}"
        for kind, pattern in PATTERNS:
            if match := pattern.search(line):
                yield Enforced(kind, match[1] or "strict", "", place, language)
        for name, pattern in RUN.items():
            if pattern.search(line):
                yield Enforced("tool", name, name, place)


def _language_of(path: str) -> str:
    name = path.rpartition("/")[2]
    if name.startswith((".eslintrc", "eslint", ".prettier", "prettier", "package.json")):
        return "javascript"
    if name in OF_PYTHON:
        return "python"
    return {"rustfmt.toml": "rust", ".rustfmt.toml": "rust", ".golangci.yml": "go", ".clang-format": "c"}.get(name, "")


def _python_tables(texts: Texts) -> Iterator[Enforced]:
    """Defaults of tools that are configured without a number, and settings that are not a number on their own line."""
    for path in texts.paths:
        if path.rpartition("/")[2] == "pyproject.toml":
            yield from _pyproject(path, toml(texts.read(path)))
    for path in ("mypy.ini", ".mypy.ini", "setup.cfg"):
        if re.search(r"^strict\s*=\s*true", texts.read(path), re.MULTILINE | re.IGNORECASE):
            yield Enforced("strict types", "strict", "mypy", path, "python")
    for path in ("setup.py", "setup.cfg"):
        if match := re.search(r"python_requires\s*=\s*[\"']?\s*>=\s*(\d+\.\d+)", texts.read(path)):
            yield Enforced("python", match[1], "", path)


def _pyproject(path: str, table: dict[str, Any]) -> Iterator[Enforced]:
    tools = table.get("tool")
    tools = tools if isinstance(tools, dict) else {}
    for name in ("black", "ruff"):
        if isinstance(tools.get(name), dict) and "line-length" not in tools[name]:
            yield Enforced("line length", "88", f"{name}'s default", path, "python")
    for name, key, value in (("mypy", "strict", True), ("pyright", "typeCheckingMode", "strict")):
        if _at(tools, name, key) == value:
            yield Enforced("strict types", "strict", name, path, "python")
    if _at(tools, "ruff", "format") is not None:
        yield Enforced("tool", "ruff format", "ruff", path)
    yield from (Enforced("tool", name, name, path) for name in tools)
    requirement = _at(table, "project", "requires-python") or _at(tools, "poetry", "dependencies", "python")
    if match := re.search(r"(?:>=|\^|~=?)\s*(\d+\.\d+)", str(requirement or "")):
        yield Enforced("python", match[1], "", path)


def _editorconfig(texts: Texts) -> Iterator[Enforced]:
    """Each ``max_line_length``, for the languages of its section."""
    language = ""
    for number, line in enumerate(texts.read(".editorconfig").splitlines(), 1):
        if line.startswith("["):
            language = next((name for ending, name in EDITED if ending in line), "")
        elif match := re.match(r"max_line_length\s*=\s*(\d+)", line):
            yield Enforced("line length", match[1], "editorconfig", f".editorconfig:{number}", language)


def _json_files(texts: Texts) -> Iterator[Enforced]:
    for path in texts.paths:
        name = path.rpartition("/")[2]
        if name == "tsconfig.json" and re.search(r'"strict"\s*:\s*true', texts.read(path)):
            yield Enforced("strict types", "strict", "tsc", path, "javascript")
        if name == "package.json" or name.startswith("jest.config"):
            limits = _at(json_table(texts.read(path)), "jest", "coverageThreshold", "global")
            for value in dict.fromkeys(map(json.dumps, limits.values() if isinstance(limits, dict) else ())):
                yield Enforced("coverage", value, "jest", path, "javascript")
        if name in {"codecov.yml", ".codecov.yml"}:
            for match in re.finditer(r"target:\s*[\"']?(\d+(?:\.\d+)?)%?", texts.read(path)):
                yield Enforced("coverage", match[1], "codecov", path)


def _at(table: Any, *keys: str) -> Any:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table
