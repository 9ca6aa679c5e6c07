"""Runs the sessions of a README (lines with ``>>>``) as doctests in a process of the project's interpreter."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pytest_golive.codebase.reading import read_regular
from pytest_golive.documents.reading.document import Block, Document
from pytest_golive.documents.readme.asking import Asking
from pytest_golive.documents.readme.examples import LANGUAGES
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import quotable
from pytest_golive.processes.running import quote_tail, run_to_end
from pytest_golive.testrun.project.environment import clean

PROMPT: Final = re.compile(r"^[ \t]*>>> ", re.MULTILINE)
TIMEOUT: Final = 300.0  # seconds for all sessions
LARGEST: Final = 5_000_000  # bytes of their results
LONGEST: Final = 200  # characters of one result that are shown
# It uses only the standard library: the project's interpreter need not have pytest-golive.
RUN: Final = """\
import doctest, json, sys
job = json.load(open(sys.argv[1], encoding="utf-8"))
rows = []
class Runner(doctest.DocTestRunner):
    def report_start(self, out, test, example): pass
    def report_success(self, out, test, example, got): pass
    def report_failure(self, out, test, example, got):
        rows.append([example.lineno, example.source, example.want, got])
    def report_unexpected_exception(self, out, test, example, exc_info):
        rows.append([example.lineno, example.source, example.want, f"{exc_info[0].__name__}: {exc_info[1]}"])
flags = doctest.ELLIPSIS
for name in job["flags"]:
    flags |= doctest.OPTIONFLAGS_BY_NAME.get(name, 0)
answer = {"rows": rows}
try:
    test = doctest.DocTestParser().get_doctest(job["text"], {"__name__": "__main__"}, job["name"], job["name"], 0)
except ValueError as error:
    answer["unread"] = str(error)
else:
    answer["attempted"] = Runner(optionflags=flags).run(test, out=lambda text: None).attempted
with open(sys.argv[2], "w", encoding="utf-8", errors="backslashreplace") as file:
    json.dump(answer, file)
"""


@dataclass(frozen=True)
class Sessions:
    """The results of the sessions.

    Attributes:
        examples: how many statements were run.
        failed: those whose result differs from the README.
        spared: how many sessions are marked as fragments.
    """

    examples: int
    failed: tuple[Finding, ...]
    spared: int


def run_sessions(document: Document, asking: Asking) -> Sessions:
    """Run the sessions of *document* in order, in one namespace, as doctest runs a file.

    Raises:
        CannotMeasure: it has none, or they did not end by themselves.
    """
    shown = [block for block in document.blocks if block.language in {"", *LANGUAGES} and PROMPT.search(block.text)]
    meant = [block for block in shown if not block.is_fragment]
    if not meant:
        raise CannotMeasure(
            f"{document.path} has no session (lines with '>>>'), although readme_examples is set to run them",
            "add one, or remove readme_examples from [tool.golive.documentation]",
            path=document.path,
        )
    answer = _answer(document, _as_text(meant), asking)
    if unread := answer.get("unread"):
        raise CannotMeasure(
            f"doctest cannot read the sessions of {document.path}: {quotable(str(unread))[:LONGEST]}",
            "indent each session evenly, with a space after each prompt",
            path=document.path,
        )
    return Sessions(int(answer["attempted"]), tuple(_failed(document, answer["rows"])), len(shown) - len(meant))


def _as_text(blocks: Sequence[Block]) -> str:
    """The sessions on their own lines, with empty lines between them."""
    lines: list[str] = []
    for block in blocks:
        lines += [""] * (block.line - 1 - len(lines))
        lines += [*textwrap.dedent(block.text).rstrip("\n").split("\n"), ""]
    return "\n".join(lines)


def _answer(document: Document, text: str, asking: Asking) -> dict[str, Any]:
    root = asking.project.library.root
    with TemporaryDirectory() as folder:
        script, job, answer, log = (Path(folder) / name for name in ("run.py", "job.json", "answer.json", "log.txt"))
        script.write_text(RUN, encoding="utf-8")
        job.write_text(json.dumps({"text": text, "name": document.path, "flags": _flags(asking)}), encoding="utf-8")
        env = {**clean(asking.environment), "PYTHONDONTWRITEBYTECODE": "1"}
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root / "src"), str(root), env.get("PYTHONPATH", ""))))
        command = (asking.python, str(script), str(job), str(answer))
        try:
            status = run_to_end(command, cwd=root, env=env, log=log, timeout=TIMEOUT, table="documentation")
        except CannotMeasure as error:
            raise CannotMeasure(
                f"the sessions of {document.path}: {error.what}",
                "shorten them, or mark the long one: # doctest: +SKIP",
                path=document.path,
            ) from None
        content = read_regular(answer, LARGEST)
        if status or not content:
            raise CannotMeasure(
                f"the sessions of {document.path} ended their process with status {status}; it last said: "
                f"{quote_tail(log)}",
                "remove what ends the process, or mark it: # doctest: +SKIP",
                path=document.path,
            )
    found: dict[str, Any] = json.loads(content)
    return found


def _flags(asking: Asking) -> list[str]:
    """The doctest options of the project's pytest."""
    table: Any = asking.project.pyproject
    for key in ("tool", "pytest", "ini_options", "doctest_optionflags"):
        table = table.get(key) if isinstance(table, dict) else None
    words = table.split() if isinstance(table, str) else table if isinstance(table, list) else []
    return [str(word) for word in words]


def _failed(document: Document, rows: Sequence[tuple[int, str, str, str]]) -> Iterator[Finding]:
    for line, source, want, got in rows:
        first = source.strip().split("\n")[0]
        message = f"`{_shown(first)}` gives {_shown(got)!r}, and {document.path} shows {_shown(want)!r}"
        yield Finding(document.path, line + 1, "session", message, key=f"session {first}")


def _shown(text: str) -> str:
    text = " ".join(quotable(text).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\u2026"
