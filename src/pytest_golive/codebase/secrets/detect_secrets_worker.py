"""A worker process that runs detect-secrets: it reads paths as JSON, and writes findings, one line for each file.

The output has a type, a line number, and digests that are keyed or too short to confirm a guess; never a secret.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from pytest_golive.codebase.reading import BOMS
from pytest_golive.codebase.secrets.contents import LARGEST, LOOKED_AT, MissingError, contents
from pytest_golive.codebase.secrets.found import Found
from pytest_golive.codebase.secrets.narrowing.ini import HASTY
from pytest_golive.codebase.secrets.narrowing.lines import Places, candidates
from pytest_golive.codebase.secrets.narrowing.text import Text
from pytest_golive.codebase.secrets.rules.carried import carried, carried_places
from pytest_golive.codebase.secrets.rules.formats import Beside, Formats
from pytest_golive.codebase.secrets.rules.named import named, named_places
from pytest_golive.codebase.secrets.rules.trust import LOW, confidence

Opened = Callable[[str], TextIO]


class NamedText(io.StringIO):
    """Text with a name, as the tool requires."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, newline=None)
        self.name = name


def opened(path: str, content: bytes) -> TextIO:
    """The replacement of ``open(path)`` for the tool, which also decodes text that is not UTF-8.

    The tool silently skips a file that it cannot decode. Text in UTF-16 or Latin-1 is decoded here; binary files it may
    skip.
    """
    encodings = [encoding for bom, encoding in BOMS if content.startswith(bom) and "utf-8" not in encoding]
    if not encodings and b"\0" not in content[:LOOKED_AT]:
        encodings = ["latin-1"]
    for encoding in ["utf-8", *encodings]:
        with contextlib.suppress(UnicodeDecodeError):
            return NamedText(content.decode(encoding), path)
    return NamedText("", path)


class Search:
    """The tool's own search through a file's lines, but only through lines on which a detector could find something."""

    def __init__(self, scan: Any, formats: Formats) -> None:
        self._scan = scan
        self._formats = formats
        self._detectors: list[tuple[Any, Places]] = []
        self.lines: dict[int, str] = {}  # lines with findings, as the tool saw them
        self.text: Text | None = None  # the last one
        self.seen: Text | None = None  # the last one in which each detector was asked, or need not be
        self.beside = Beside()

    def __call__(self, lines: list[tuple[int, str]], filename: str) -> Iterator[Any]:
        from detect_secrets.util.code_snippet import get_code_snippet

        content = [line for _, line in lines]
        if self.text is None or self.text.given != content:
            self.text = self._formats.text(content)
        self.seen = text = self.text
        dropped = self._scan._is_filtered_out
        for place, detectors in text.once(self._wanted):
            line = text.numbers[place]
            number, stripped = lines[line][0], text.lines[line]
            about = {"filename": filename, "line": stripped, "context": get_code_snippet(content, number)}
            found = [
                (detector, secret)
                for detector in detectors
                for secret in self._scan._scan_line(plugin=detector, line_number=number, **about)
            ]
            # The tool checks whether the line is excluded first; if checked last, that happens a hundred times less.
            if found and dropped(["line"], **about):
                # The tool must not see it: if it finds nothing, it reads the file again as INI.
                self.beside.found += _believed_all_the_same(found, about)
            elif found:
                self.lines[number] = stripped
                for detector, secret in found:
                    if not dropped(["context"], secret=secret.secret_value, plugin=detector, **about):
                        yield secret

    def _wanted(self, text: Text) -> list[tuple[int, list[Any]]]:
        """The lines in order, each with the detectors (in the tool's order) that may find something there."""
        from detect_secrets.settings import get_plugins

        if not self._detectors:
            self._detectors = [(detector, candidates(detector)) for detector in get_plugins()]
        wanted: dict[int, list[Any]] = {}
        for detector, places in self._detectors:
            for line in places(text):
                wanted.setdefault(line, []).append(detector)
        return sorted(wanted.items())


def _believed_all_the_same(found: list[tuple[Any, Any]], about: dict[str, Any]) -> list[tuple[str, Any]]:
    """Findings that are more than a guess, on a line with a call: ``link = connect(token="…")``.

    The tool ignores all detectors on such a line, because passwords there are often only looked up.
    """
    from detect_secrets.filters.allowlist import is_line_allowlisted

    if is_line_allowlisted(**about):
        return []
    line = about["line"]
    return [(line, secret) for _, secret in found if confidence(secret.type, secret.secret_value, line) != LOW]


def main() -> None:
    """Answer for each path of the job on standard input."""
    logging.disable(logging.CRITICAL)  # the tool's debug log quotes what it finds
    from detect_secrets.core import scan
    from detect_secrets.filters import common
    from detect_secrets.settings import default_settings
    from detect_secrets.transformers import config

    job = json.loads(sys.stdin.read())
    key = bytes.fromhex(job["key"])
    config.configparser = HASTY  # type: ignore[attr-defined, assignment]
    if job.get("objects"):
        common.is_invalid_file = _is_never_invalid
    out, sys.stdout = sys.stdout, sys.stderr
    with contents(are_objects=bool(job.get("objects"))) as read, default_settings():
        scan.open = lambda path: opened(path, read(path))  # type: ignore[attr-defined]
        formats = Formats(scan)
        if job.get("objects"):
            formats.remember(named_places, carried_places)
        scan._process_line_based_plugins = search = Search(scan, formats)  # type: ignore[assignment]
        for path in job["paths"]:
            answer: dict[str, Any] = {"path": path, "found": [], "allowed": [], "problem": ""}
            try:
                _scan(search, formats, (path, read(path)), key, answer)
            except MissingError as error:
                answer["problem"] = error.strerror
            except OSError as error:
                answer["problem"] = f"cannot be read: {error.strerror}"
            except Exception as error:  # noqa: BLE001 -- its text could quote the file; other files are still scanned
                answer["problem"] = f"makes detect-secrets fail with {type(error).__name__}"
            out.write(json.dumps(answer) + "\n")
            out.flush()


def _is_never_invalid(filename: str) -> bool:
    """Replaces the tool's check whether a file exists; files of the history do not."""
    return not filename


def _scan(search: Search, formats: Formats, given: tuple[str, bytes], key: bytes, answer: dict[str, Any]) -> None:
    from detect_secrets.core import scan
    from detect_secrets.filters.allowlist import is_line_allowlisted
    from detect_secrets.settings import default_settings
    from detect_secrets.util.code_snippet import get_code_snippet

    path, content = given
    if len(content) > LARGEST and (scan._is_filtered_out(["filename"], filename=path) or b"\0" in content[:LOOKED_AT]):
        return  # binary by its name or its beginning: the tool skips it
    if len(content) > LARGEST:
        answer["problem"] = f"is too large to scan (over {LARGEST:,} bytes)"
        return
    search.lines.clear()
    lines = opened(path, content).readlines()
    search.text, search.seen, search.beside = formats.text(lines), None, (beside := Beside())
    found = Found(formats.wholes, lines)
    if formats.holding.may_hold(search.text, path):
        for secret in scan.scan_file(path):
            found.add(secret, search.lines[secret.line_number])
    else:
        search.seen = search.text
    text = formats.search(lines, path, search.seen, beside)
    for line, secret in beside.found:
        found.add_beside(secret, line)
    allowed = [secret for _, secret in beside.allowed]
    for one in (*named(text, path), *carried(text, path)):
        if is_line_allowlisted(path, text.lines[one.line_number - 1], get_code_snippet(lines, one.line_number)):
            allowed.append(one)
        else:
            found.add_believed(one.type, one.secret_value, one.line_number)
    answer["found"] = found.described(key)
    if b"pragma" in content:
        with default_settings():  # the tool changes its settings for this; they must be restored
            allowed += scan.scan_for_allowlisted_secrets_in_file(path)
    answer["allowed"] = found.identities(allowed, key)


if __name__ == "__main__":
    main()
