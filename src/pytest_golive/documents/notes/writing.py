"""Writes release notes: by the default template, or by the project's own."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from pytest_golive.documents.notes.facts import Break, Facts
from pytest_golive.errors import GoliveError
from pytest_golive.masking.printing import on_one_line
from pytest_golive.processes.limiting import within

NONE_BREAKS = "None - all public APIs are preserved"
NO_ACTION = "No action is required for existing users."
SECONDS: Final = 10  # of the processor; the usual notes take some thousandths
MEBIBYTES: Final = 512  # on top of what the process has
LONGEST: Final = 300  # characters of a reason
INSTALL = "pip install 'pytest-golive[notes]'"


def written(facts: Facts) -> str:
    """The notes in Markdown."""
    blocks = [
        f"# Release {facts.version}",
        "## Summary",
        summary(facts),
        "## Changes",
        *_changes(facts),
        *_listed("### Quality", (figure.words for figure in facts.figures)),
        *filter(None, (facts.measured,)),
        *_listed("### Deprecations", (f"`{path}`" for path in facts.deprecated)),
        "## Breaking Changes",
        _breaking(facts),
        "## Migration",
        _migration(facts),
        *_listed("## Known Gaps", facts.gaps),
        *_listed("## Issues Closed", facts.closed),
        *_listed("## Contributors", facts.people),
    ]
    return "\n\n".join(blocks) + "\n"


def by_template(facts: Facts, template: str, name: str) -> str:
    """The notes by the project's own Jinja template, rendered in Jinja's sandbox.

    Args:
        facts: each attribute is a variable of the template.
        template: the text of the template.
        name: the name of its file, for messages.

    Raises:
        GoliveError: Jinja is not installed, or the template is invalid, or takes too much time or memory.
    """
    try:
        from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound, select_autoescape
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError:
        raise GoliveError("templates need Jinja, which is not installed", INSTALL) from None
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({}),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=select_autoescape((), default_for_string=False),
    )
    values = {**asdict(facts), "breaks_nothing": facts.breaks_nothing, "default": written(facts)}
    try:
        with within(SECONDS, MEBIBYTES):
            return environment.from_string(template).render(values)
    except TemplateNotFound as error:
        cure = "write what it includes into the template itself: no other file is read"
        raise GoliveError(f"{name}: it asks for the file {error.name!r}", cure) from error
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place, why = f"{name}:{line}" if line else name, error.message or str(error)
    except (MemoryError, TimeoutError) as error:
        much = f"{SECONDS} s" if isinstance(error, TimeoutError) else f"{MEBIBYTES} MiB"
        raise GoliveError(f"{name}: it needs more than {much}", "make its loops and texts shorter") from None
    except Exception as error:  # noqa: BLE001 -- the template may divide by zero, or call anything wrongly
        place, why = _place(error, name), f"{type(error).__name__}: {error}"
    cure = f"correct the template; its variables are: {', '.join(sorted(values))}"
    raise GoliveError(f"{place}: {on_one_line(why)[:LONGEST]}", cure)


def _place(error: Exception, name: str) -> str:
    """The line of the template in which it failed."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return f"{name}:{lines[-1]}" if lines else name


def summary(facts: Facts) -> str:
    """One or two sentences: how much has changed, by how many people, and which measured values changed."""
    changes = sum(len(group.entries) for group in facts.groups)
    what = "1 change" if changes == 1 else f"{changes:,} changes"
    since = f" since {facts.previous}" if facts.previous else ": the first release"
    people = len(facts.people)
    by = f" by {people} {'person' if people == 1 else 'people'}" if people else ""
    commits = f"{facts.commits:,} {'commit' if facts.commits == 1 else 'commits'}"
    better = "; ".join(figure.words for figure in facts.figures[:3] if figure.before)
    return f"{what} in {commits}{by}{since}.{f' {better[:1].upper()}{better[1:]}.' if better else ''}"


def _changes(facts: Facts) -> Iterator[str]:
    for group in facts.groups:
        yield from _listed(f"### {group.title}" if group.title else "", group.entries)
    if not facts.groups:
        yield "No changes are on record."


def _breaking(facts: Facts) -> str:
    if facts.breaks:
        return "\n".join(f"- {_sentence(breaking)}" for breaking in facts.breaks)
    if facts.unmeasured:
        return f"Not known: {facts.unmeasured}."
    return f"{NONE_BREAKS} ({facts.compared})." if facts.compared else "None: this is the first release."


def _migration(facts: Facts) -> str:
    entries = dict.fromkeys(f"- {breaking.entry} ({breaking.place})" for breaking in facts.breaks if breaking.entry)
    if entries:
        return "\n".join(entries)  # one entry may cover several changes
    if facts.breaks:
        return "What users have to change is not written yet."
    return f"Not known: {facts.unmeasured}." if facts.unmeasured else NO_ACTION


def _sentence(breaking: Break) -> str:
    return f"{breaking.words} ({breaking.place})" if breaking.place else breaking.words


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    items = [f"- {line}" for line in lines]
    if items:
        yield from filter(None, (heading, "\n".join(items)))
