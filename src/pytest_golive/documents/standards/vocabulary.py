"""The tools and languages that standards mention."""

from __future__ import annotations

import re
from typing import Final

# What each does; how a sentence names it where that is not its name alone; how commands and configuration name it.
_KNOWN: Final[tuple[tuple[str, str, str], ...]] = (
    ("black", "formatter", r"`?\bBlack\b`?(?! (?:box|list|friday))|(?:by|with|run|use|using) `?black\b"),
    ("ruff format", "formatter", r"\bruff[ -]format(?:ter)?\b"),
    ("ruff", "linter", ""),
    ("isort", "imports", ""),
    ("autopep8", "formatter", ""),
    ("yapf", "formatter", ""),
    ("flake8", "linter", ""),
    ("pylint", "linter", ""),
    ("pycodestyle", "linter", ""),
    ("pydocstyle", "linter", ""),
    ("mypy", "types", ""),
    ("pyright", "types", ""),
    ("basedpyright", "types", ""),
    ("pytype", "types", ""),
    ("bandit", "security", r"\bbandit\b(?! king)"),
    ("prettier", "formatter", r"\bPrettier\b|(?:by|with|run|use|using|npx) `?prettier\b"),
    ("eslint", "linter", ""),
    ("biome", "linter", r"\bBiome\b|(?:run|npx) `?biome\b"),
    ("stylelint", "linter", ""),
    ("golangci-lint", "linter", ""),
    ("clippy", "linter", r"\bclippy\b"),
    ("rustfmt", "formatter", r"\brustfmt\b|\bcargo fmt\b"),
    ("clang-format", "formatter", ""),
    ("rubocop", "linter", ""),
    ("shellcheck", "linter", ""),
    ("yamllint", "linter", ""),
    ("markdownlint", "linter", ""),
    ("codespell", "spelling", ""),
    ("pre-commit", "hooks", r"\bpre-commit\b(?! hook script)"),
)
ROLES: Final = {name: role for name, role, _ in _KNOWN}
# As prose names them, and as configuration and commands do.
# As prose names them, and as configuration and commands do.
TOOLS: Final = {
    name: re.compile(said) if said else re.compile(rf"(?<![\w./-]){re.escape(name)}(?![\w/-]|\.[a-z])", re.IGNORECASE)
    for name, _, said in _KNOWN
}
RUN: Final = {
    name: re.compile(rf"(?<![\w.]){'[ -]'.join(map(re.escape, name.split(' ')))}(?!\w)", re.IGNORECASE)
    for name, _, _ in _KNOWN
} | {"rustfmt": re.compile(r"\brustfmt\b|\bcargo fmt\b")}
LANGUAGES: Final = {
    "python": re.compile(r"\b(?:Python|py|PEP ?8|Black|ruff|flake8|pylint)\b", re.IGNORECASE),
    "javascript": re.compile(r"\b(?:JavaScript|TypeScript|JS|TS|JSX|TSX|Prettier|ESLint|React|Vue)\b", re.IGNORECASE),
    "go": re.compile(r"\b(?:Go|Golang|gofmt)\b"),
    "rust": re.compile(r"\b(?:Rust|rustfmt)\b"),
    "c": re.compile(r"\b(?:C\+\+|clang-format)(?!\w)|\bin C\b"),
    "css": re.compile(r"\b(?:CSS|SCSS|Sass|Less)\b"),
    "html": re.compile(r"\b(?:HTML|templates?)\b"),
}
