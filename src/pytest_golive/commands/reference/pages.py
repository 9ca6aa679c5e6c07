"""The reference pages of the documentation, generated from the same facts as ``golive explain``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pytest_golive.commands.reference.catalogue import Gate
from pytest_golive.settings.wording.describing import Setting, all_settings

WIDTH = 118
WRITTEN_BY = "<!-- Written by: golive explain --markdown {} > docs/{}.md -->"
ABOUT_GATES = (
    "Every row of the checklist. `pytest golive/SECTION::GATE` runs one of them; `golive explain GATE` says the same "
    "as this page, with the settings of your project. How to declare a row not applicable, or to waive it for a while, "
    "is shown in [settings](settings.md)."
)
ABOUT_SETTINGS = (
    "They stand under `[tool.golive]` in `pyproject.toml`, or at the top of a `golive.toml`, where "
    "`[tool.golive.tests]` is spelled `[tests]`. All have defaults, but those marked *required*. Paths and globs are "
    "relative to the project's root and spelled with `/`. Every fault is reported in one go, and nothing runs before "
    "all are corrected: exit status 4."
)
EXCEPTIONS = """
## Exceptions

A row that does not apply is declared so, with a reason of at least ten characters. The row is shown with it, and does
not stand in the way of a GO. `golive init` writes reasons that begin with `REPLACE THIS` for rows it found nothing for;
such a row is not a GO until somebody has set it up or has written the reason.

```toml
[tool.golive.not_applicable]
"security::security_tests_pass" = "a command line tool for one user; access control does not apply"
```

A waiver is for a fault that may stay for a while. It covers the findings whose path, or whose fingerprint, `match`
names; without `match` it covers the whole gate. It ends after its last day, in UTC, and the row is red again. One that
covers nothing any more is itself a fault, so that none is forgotten.

```toml
[[tool.golive.waivers]]
gate = "code_quality::files_within_limit"
match = "src/shop/legacy.py"
reason = "split in v2.1, see #412"
owner = "payments team"
approver = "release manager"
expires = 2027-01-31
```"""


def gates_page(gates: Sequence[Gate]) -> str:
    """docs/gates.md."""
    return "\n".join(_gates_page(gates)) + "\n"


def settings_page() -> str:
    """docs/settings.md."""
    return "\n".join(_settings_page()) + "\n"


def _gates_page(gates: Sequence[Gate]) -> Iterator[str]:
    yield "# Gates"
    yield ""
    yield WRITTEN_BY.format("gates", "gates")
    yield ""
    yield textwrap.fill(ABOUT_GATES, WIDTH)
    section = ""
    for gate in gates:
        if gate.section != section:
            section = gate.section
            yield f"\n## {section}"
        yield from _gate(gate)


def _gate(gate: Gate) -> Iterator[str]:
    yield f"\n### {gate.key}"
    yield f"\n**{gate.title}.** {gate.why}"
    yield f"\n- Phase: {'; '.join(f'`{name}`, {meaning}' for name, meaning in gate.phases)}"
    if gate.kind:
        yield f"- Kind of project: {gate.kind}"
    yield f"- Measures: {gate.explanation.measures}"
    yield f"- To fix: {gate.explanation.fix}"
    yield f"- Settings: {', '.join(f'`{path}`' for path in gate.explanation.settings)}"


def _settings_page() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield WRITTEN_BY.format("settings", "settings")
    yield ""
    yield textwrap.fill(ABOUT_SETTINGS, WIDTH)
    table = None
    for setting in all_settings():
        if setting.table != table:
            table = setting.table
            yield from _head(setting)
        default = f"`{_cell(setting.default)}`" if setting.default else "*required*" if setting.is_required else ""
        yield f"| `{setting.name}` | {_cell(setting.description)} | {_cell(setting.allowed)} | {default} |"
    yield from EXCEPTIONS.splitlines()


def _head(setting: Setting) -> Iterator[str]:
    path = f"tool.golive.{setting.table}".rstrip(".")
    yield f"\n## `[[{path}]]`" if setting.is_repeated else f"\n## `[{path}]`"
    yield "\n| key | meaning | takes | default |"
    yield "|---|---|---|---|"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
