"""All that is measured of a README."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.readme import badges, examples, helping, installing, running
from pytest_golive.documents.readme.asking import Asking
from pytest_golive.documents.readme.commands import Command, commands_of, mentioned, unread_lines
from pytest_golive.documents.readme.project import Project, normal
from pytest_golive.documents.readme.result import ReadmeScan
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted
from pytest_golive.masking.foreign import spoken

NAME = re.compile(r"readme(?:\.(?:md|markdown|rst|rest))?", re.IGNORECASE)
ALIKE = 4  # letters at the beginning
RUNNERS = {("uv", "run"), ("poetry", "run"), ("pdm", "run"), ("hatch", "run"), ("pipx", "run"), ("rye", "run")}
PINNED = re.compile(r"\b(?:rev|ref|tag):\s*['\"]?v?(\d[\w.+-]*)|@v?(\d+\.\d+[\w.+-]*)\b")


def find_readme(library: Library, named: str = "") -> Document:
    """The README: the one that is *named*, or the one at the root.

    Raises:
        CannotMeasure: there is none, or it could not be read.
    """
    at_root = (path for path in library.by_path if NAME.fullmatch(path))
    found = library.by_path.get(named or next(at_root, ""))
    if found is None:
        raise CannotMeasure(
            f"{named or 'a README'} is not among what is tracked and read: {counted(len(library.by_path), 'document')}",
            "write a README.md, or name it: [tool.golive.documentation] readme",
        )
    if found.problem:
        raise CannotMeasure(found.problem, found.cure, path=found.path)
    return found


def check_readme(document: Document, asking: Asking) -> ReadmeScan:
    """Hold a README against the project.

    Args:
        document: the README.
        asking: the project, and how its own programs are asked.

    Raises:
        CannotMeasure: it is empty, or shows nothing that can be verified, or a program whose options it names does
            not answer.
    """
    if binary := next((fault for fault in document.faults if fault.rule == "binary"), None):
        raise CannotMeasure(
            f"{document.path}: {binary.message}",
            "write it as text, or name another: [tool.golive.documentation] readme",
            path=document.path,
        )
    if not document.headings and not document.passages and not document.blocks:
        raise CannotMeasure(
            f"{document.path} is empty, so it tells nobody anything", "write what it is and how it runs"
        )
    project = asking.project
    typed = (*commands_of(document), *mentioned(document, project.packages))
    commands = [*map(_without_runner, typed)]
    names = examples.Names(project)
    pointers = [*badges.badges_of(document)]
    shown = [block for block in document.blocks if block.language in examples.LANGUAGES]
    if not commands and not shown and not pointers:
        plain = next((block.line for block in document.blocks if not block.language), 0)
        named = f"; what the block at line {plain} is, nothing says" if plain else ""
        say = "say what it is: begin it with ```console, and its commands with $; or " if plain else ""
        raise CannotMeasure(
            f"{document.path} shows no command, no Python and no badge, so nothing in it can be verified{named}",
            f"{say}show how the project is installed and run, or say in [tool.golive.not_applicable] why it need not",
            path=document.path,
            line=plain,
        )
    unread = [*unread_lines(document)]
    return ReadmeScan(
        path=document.path,
        commands=len(commands),
        imports=len(shown),
        badges=len(pointers),
        wrong=tuple(_wrong(document, commands, asking)),
        pointers=tuple(
            _finding(document, line, "badge", said, said) for line, said in badges.faults(document, project)
        ),
        examples=tuple(
            _finding(document, line, "import", said, said)
            for block in shown
            for line, said in examples.faults(block, project, names)
        ),
        notes=(("commands not read", f"{len(unread):,}, with an open quote, the first in line {unread[0]}"),)
        if unread
        else (),
    )


def _without_runner(command: Command) -> Command:
    """``uv run shop`` runs shop."""
    if command.words[:2] in RUNNERS and len(command.words) > 2 and not command.words[2].startswith("-"):  # noqa: PLR2004
        return Command(command.words[2:], command.line, command.block)
    if command.words[0] in {"$", "%"} and len(command.words) > 1:
        return Command(command.words[1:], command.line, command.block)
    return command


def _wrong(document: Document, commands: list[Command], asking: Asking) -> Iterator[Finding]:
    project = asking.project
    programs = {*project.scripts, *({"pytest"} if project.pytest_plugins else ())}
    ours = [command for command in commands if command.program in programs]
    helps = asking.helps([command.words for command in ours if command.arguments])
    for command, folder in _with_folders(commands, project):
        problems: Iterable[tuple[str, str]]
        if installing.is_install(_pip(command)):
            problems = installing.faults(_pip(command), project)
        elif folder is None:
            problems = ()
        else:
            problems = running.faults(command.words, folder, project, _shown_before(document, command.line))
        problems = [*problems, *(helping.faults(command.words, helps) if command.program in programs else ())]
        problems += [*_program(command, programs, asking)]
        for rule, words in problems:
            yield _finding(document, command.line, rule, f"`{_shown(command)}`: {words}", f"{rule} {words}")


def _pip(command: Command) -> tuple[str, ...]:
    """``python -m pip install`` and ``uv pip install`` are pip install."""
    words = command.words
    if running.PYTHONS.match(words[0]) and words[1:3] == ("-m", "pip"):
        return ("pip", *words[3:])
    if words[:2] == ("uv", "pip"):
        return ("pip", *words[2:])
    return ("pip", *words[1:]) if posixpath.basename(words[0]) in {"pip", "pip3"} else words


def _with_folders(commands: Iterable[Command], project: Project) -> Iterator[tuple[Command, str | None]]:
    """Each command with the folder it is typed in; None where nobody knows."""
    block, folder = -1, ""
    known: str | None = ""
    clones: dict[str, str] = {}
    for command in commands:
        if command.block != block:
            block, known, clones = command.block, "", {}
        clones |= command.clones
        if command.program == "cd":
            target = command.arguments[0] if command.arguments else "~"
            folder = posixpath.normpath(posixpath.join(known or "", target))
            if not known and (clone := clones.get(target.rstrip("/"))):  # not our package of that name
                known = "" if normal(clone) in _own_names(project) else None
            elif folder in project.library.folders:
                yield command, known
                known = folder
            else:  # into the clone, or to somewhere else
                name = posixpath.basename(target.rstrip("/"))
                known = "" if normal(name) in _own_names(project) else None
            continue
        yield command, known


def _shown_before(document: Document, line: int) -> bool:
    """Whether code is shown before *line*, so that a reader may have been told to save it in a file."""
    return any(block.line < line and block.language in examples.LANGUAGES for block in document.blocks)


def _own_names(project: Project) -> set[str]:
    return {project.name, normal(project.library.root.name), *(normal(name) for _, name in project.repositories)} - {""}


def _program(command: Command, programs: set[str], asking: Asking) -> Iterator[tuple[str, str]]:
    """A program that looks like one of the project's, and is none."""
    program, project = command.program, asking.project
    if program in programs or not project.scripts or "/" in program or program in project.packages:
        return
    if any(name.startswith(f"{program}-") for name in project.scripts):
        return  # "jupyter nbconvert" runs jupyter-nbconvert
    near = difflib.get_close_matches(program, sorted(project.scripts), 1, 0.6)
    is_ours = program.startswith(tuple(f"{name}-" for name in _own_names(project)))
    if (is_ours or (near and _is_alike(program, near[0]))) and not asking.is_of_others(program):
        there = near[0] if near else ", ".join(sorted(project.scripts))
        yield "program", f"this project installs no program {program!r}; it installs {there}"


def _is_alike(one: str, other: str) -> bool:
    """Whether one name may be the other's old one, or its misspelling."""
    same = len(posixpath.commonprefix([one, other]))
    return same >= ALIKE or (same > 0 and difflib.SequenceMatcher(None, one, other).ratio() >= 0.8)  # noqa: PLR2004


def _shown(command: Command) -> str:
    text = spoken(str(command))
    return text if len(text) <= 80 else f"{text[:79]}\u2026"  # noqa: PLR2004


def _finding(document: Document, line: int, rule: str, message: str, key: str) -> Finding:
    return Finding(document.path, line, rule, message, key=key)
