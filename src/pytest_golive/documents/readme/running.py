"""Commands that run a part of the project: files, modules, targets, environments and scripts."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pytest_golive.documents.reading.words import words_of
from pytest_golive.documents.readme.project import Project
from pytest_golive.documents.soundness.nearest import Nearest

PYTHONS = re.compile(r"(?:.*/)?python[\d.]*$")
SAVED = re.compile(r"\w[\w-]*\.\w+")
READERS = words_of(
    "cat less more head tail source . sh bash zsh cp diff python ruby node pytest ruff mypy black flake8 cd"
)
USUAL = words_of(
    "setup.py noxfile.py tasks.py conftest.py manage.py make.py build.py install.sh build.sh run.sh test.sh"
)
MANAGING = re.compile(r"(?!tests?/)(?:.*/)?manage\.py")
# Created by a command, and in no repository.
MADE = words_of(".venv venv env .env node_modules build dist target out site .tox .nox htmlcov reports /tmp ~ .git")
NPM = words_of("npm pnpm yarn bun")
NPM_OWN = words_of(
    "install i ci add remove init publish test start run exec audit update upgrade version login link pack dlx create "
    "global config cache info view outdated workspace workspaces set why dedupe prune stop restart"
)


def faults(words: Sequence[str], folder: str, project: Project, has_code: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001
    """What a command runs or reads that does not exist: rule and message.

    Args:
        words: the words of the command.
        folder: the folder in which it is typed, relative to the root.
        project: the project.
        has_code: whether the README shows code before it, which readers may have saved under any name.
    """
    program, arguments = words[0], list(words[1:])
    if program.startswith(("./", "../")) or ("/" in program and not program.startswith(("/", "~", "$", "."))):
        yield from _path(program, folder, project)
    arguments = [word for word in arguments if not (has_code and SAVED.fullmatch(word))]
    if PYTHONS.match(program):
        yield from _python(arguments, folder, project)
    elif program == "make" and not any(word.startswith(("-C", "-f", "--")) for word in arguments):
        yield from _make(arguments, folder, project)
    elif program == "tox":
        yield from _tox(arguments, project)
    elif program in NPM:
        yield from _npm(program, arguments, folder, project)
    elif program in READERS:
        if program == "cp" and len([*_plain(arguments)]) > 1:
            arguments.pop()  # files that it creates
        for word in arguments:
            yield from _path(word.partition("::")[0], folder, project)


def _python(arguments: Sequence[str], folder: str, project: Project) -> Iterator[tuple[str, str]]:
    for number, word in enumerate(arguments):
        if word == "-m":
            module = arguments[number + 1] if number + 1 < len(arguments) else ""
            yield from _module(module, project)
            return
        if word == "-c":
            return
        if not word.startswith("-"):
            yield from _path(word, folder, project)
            return


def _module(module: str, project: Project) -> Iterator[tuple[str, str]]:
    top, _, rest = module.partition(".")
    if top not in project.packages:
        if near := difflib.get_close_matches(top, project.packages, 1, 0.8):
            yield "module", f"there is no module {module}; the nearest is {near[0]}"
        return
    place = "/".join(filter(None, (project.packages[top], rest.replace(".", "/"))))
    tracked = project.library.tracked
    if f"{place}.py" in tracked or place in tracked:
        return
    if place not in project.library.folders:
        yield "module", f"there is no module {module}: neither {place}.py nor {place}/ is tracked"
    elif f"{place}/__main__.py" not in tracked:
        yield "module", f"{module} cannot be run: {place}/__main__.py is missing"


def _path(word: str, folder: str, project: Project) -> Iterator[tuple[str, str]]:
    """A fault if *word* can only be a file or a folder of the repository, and does not exist there."""
    if word.startswith(("-", "/", "~", "http")) or any(sign in word for sign in "$<>{}*=@:,'\"\\ "):
        return
    path = posixpath.normpath(posixpath.join(folder, word))
    parts = path.split("/")
    library = project.library
    if parts[-1] == "manage.py" and not any(map(MANAGING.fullmatch, library.tracked)):
        return  # of the reader's project, which a Django app is installed into
    if path in {".", ".."} or path.startswith("../") or not MADE.isdisjoint(parts):
        return
    if path in library.tracked or path in library.folders or path in library.links:
        return
    is_ours = parts[0] in library.folders or word.startswith("./") or _is_of_a_project(path, library.tracked)
    if is_ours and ("/" in word or posixpath.splitext(path)[1] in {".py", ".sh"}):
        near = Nearest(library.tracked).to(path)
        yield "file", f"{path} is not tracked" + (f"; the nearest name is {near}" if near else "")


def _is_of_a_project(path: str, tracked: Iterable[str]) -> bool:
    """Whether a script is this project's, and not the reader's ``test_foo.py``: by its name, or by a near one here."""
    if posixpath.splitext(path)[1] not in {".py", ".sh"}:
        return False
    beside = [each for each in tracked if posixpath.dirname(each) == posixpath.dirname(path)]
    return "/" in path or path in USUAL or bool(difflib.get_close_matches(path, beside, 1, 0.75))


def _make(arguments: Sequence[str], folder: str, project: Project) -> Iterator[tuple[str, str]]:
    targets = [word for word in _plain(arguments) if not word.isdigit()]  # make -j 4
    known = project.targets_in(folder)
    if known is not None:
        yield from _named("target of the Makefile", targets, known)
    elif not project.has_makefile(folder):
        wanted = f" with a target {targets[0]!r}" if targets else ""
        yield "target", f"there is no Makefile{wanted}{f' in {folder}/' if folder else ''}"


def _tox(arguments: Sequence[str], project: Project) -> Iterator[tuple[str, str]]:
    if not project.tox:
        if not project.may_have_tox:
            yield "environment", "nothing configures tox: there is no tox.ini, tox.toml, [tool.tox] or [tox:tox]"
        return
    for option, value in pairwise(arguments):
        if option in {"-e", "--env"}:
            for name in value.split(","):
                factors = [re.escape(factor) for factor in name.split("-")]
                if not all(re.search(rf"(?<![A-Za-z]){factor}|py\{{", project.tox) for factor in factors):
                    yield "environment", f"tox has no environment {name!r}"


def _npm(program: str, arguments: Sequence[str], folder: str, project: Project) -> Iterator[tuple[str, str]]:
    plain = [*_plain(arguments)]
    if folder or not project.package_json:
        place = f"{folder}/package.json".lstrip("/")
        if plain[:1] == ["run"] and place not in project.library.tracked and not {"--prefix", "-C"} & {*arguments}:
            yield "target", f"there is no {place}, which would name the script"
        return
    scripts = project.package_json.get("scripts") or {}
    if not isinstance(scripts, dict) or not plain or "--prefix" in arguments or "-C" in arguments:
        return
    name = plain[1] if plain[0] in {"run", "run-script"} and len(plain) > 1 else plain[0] if program != "npm" else ""
    if name and name not in scripts and (plain[0] in {"run", "run-script"} and name not in NPM_OWN):
        yield from _named("script of package.json", [name], scripts)


def _plain(arguments: Iterable[str]) -> Iterator[str]:
    return (word for word in arguments if not word.startswith("-") and "=" not in word and "$" not in word)


def _named(what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    there = sorted(known)
    for name in names:
        if name not in there and not any("%" in target for target in there):
            near = difflib.get_close_matches(name, there, 1, 0.6)
            yield "target", f"there is no {what} {name!r}" + (f"; the nearest is {near[0]!r}" if near else "")
