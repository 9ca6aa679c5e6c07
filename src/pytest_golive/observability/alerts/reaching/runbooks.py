"""Whether the runbook of an alert is there: a page that answers, or a file and its heading in the repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.masking.known import MASK
from pytest_golive.observability.alerts.reaching.pages import another_page
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.service.addresses.origins import SCHEME, parts_of, plain
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

KEYS: Final = ("runbook_url", "runbook", "runbook_link", "playbook_url", "playbook")
OK: Final = 200
GONE: Final = frozenset({404, 410})
LARGEST: Final = 5_000_000
LOG_IN: Final = re.compile(r"(?:^|[/._-])(?:log-?in|sign-?in|sso|saml2?|authorize|oauth2?)(?:[/._?-]|$)", re.IGNORECASE)
PASSWORD: Final = re.compile(rb"type=[\"']?password", re.IGNORECASE)
TEMPLATE: Final = "{{"
HEADINGS = Callable[[str], "frozenset[str] | None"]
LONGEST: Final = 120  # characters of an address that are shown


class NoHeadings(CannotMeasure):
    """A file is there, and its headings cannot be read."""


@dataclass
class Runbooks:
    """Looks runbooks up, each once.

    Attributes:
        files: the anchors in a file of the repository, by its path; None if there is no such file, `NoHeadings` if it
            has none that can be read, and another error if nobody knows which files there are.
        places: the folder of the repository that a beginning of URLs shows: its own pages on a forge.
        timeout: seconds for one page.
    """

    files: HEADINGS
    places: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 20.0
    _known: dict[str, tuple[str, str]] = field(default_factory=dict, init=False, repr=False)

    def judge(self, alert: Alert) -> tuple[str, Finding | None, CannotMeasure | None]:
        """Where the runbook of *alert* is, as it may be shown, and what is wrong with it or not proven."""
        named = next((alert.annotations[key].strip() for key in KEYS if alert.annotations.get(key, "").strip()), "")
        if not named:
            what = f"it names no runbook ({KEYS[0]}), so whoever is called does not know what to do"
            cure = f"add the annotation {KEYS[0]} with the address of a page that says what to do"
            return "", alert.finding("runbook", what, cure), None
        address = _filled(named, alert)
        shown = shown_address(address)
        if TEMPLATE in address:
            doubt = f"the runbook of {alert.name} is a template, {shown!r}, of labels that are not known"
            return shown, None, CannotMeasure(doubt, "write its address out")
        if address not in self._known:
            self._known[address] = self._looked_up(address)
        state, said = self._known[address]
        if state == "gone":
            cure = "write the page, or correct the address in the annotation"
            return shown, alert.finding("runbook", f"its runbook {shown} is not there: {said}", cure), None
        if state == "unknown":
            doubt = f"whether the runbook of {alert.name} is there is not proven: {shown}: {said}"
            cure = "let this machine read it, or name the folder of the repository that it shows: alerts.runbooks"
            return shown, None, CannotMeasure(doubt, cure)
        return shown, None, None

    def _looked_up(self, address: str) -> tuple[str, str]:
        for begin, folder in self.places.items():
            if address.startswith(begin):
                page, mark, anchor = address[len(begin) :].partition("#")
                path = page.partition("?")[0].lstrip("/")
                return self._in_repository(f"{folder.rstrip('/')}/{path}{mark}{anchor}".lstrip("/"))
        if urlsplit(address).scheme in {"http", "https"}:
            return self._asked(address)
        if "://" in address:
            return "unknown", "only http and https can be asked"
        return self._in_repository(address)

    def _in_repository(self, address: str) -> tuple[str, str]:
        path, _, anchor = address.partition("#")
        try:
            found = self.files(unquote(path).removeprefix("./"))
        except NoHeadings as error:
            return ("unknown", error.what) if anchor else ("there", "")
        except CannotMeasure as error:
            return "unknown", error.what
        if found is None:
            return "gone", "the repository has no such file"
        if anchor and unquote(anchor) not in found:
            return "gone", f"the file has no heading {_shown_anchor(anchor)}"
        return "there", ""

    def _asked(self, address: str) -> tuple[str, str]:
        try:
            parts = parts_of(address)
            target = Target(
                "a runbook",
                f"{parts.scheme}://{parts.authority}",
                production=True,
                timeout=self.timeout,
                max_body=LARGEST,
            )
            answer = Service(target).ask(address.partition("#")[0], follow=True)
        except (Unreachable, ValueError) as error:
            return "unknown", error.what if isinstance(error, Unreachable) else str(error)
        if answer.status in GONE:
            return "gone", f"it answers {answer.status}"
        if answer.status != OK:
            return "unknown", f"it answers {answer.status}"
        if _is_log_in(answer, address):
            return "unknown", f"it leads to a log-in page, {plain(answer.url)}"
        if not answer.body.strip():
            return "gone", "it answers 200 with an empty page"
        said = another_page(answer, address)
        return ("gone", said) if said else _anchored(answer, address.partition("#")[2])


def _anchored(answer: Answer, anchor: str) -> tuple[str, str]:
    """Whether the page has the place that the address names, as far as HTML shows it."""
    if not anchor or "html" not in answer.header("content-type").lower():
        return "there", ""
    text = unescape(answer.body.decode("utf-8", "replace"))
    wanted = {anchor, unquote(anchor)}
    quoted = [f"{mark}{prefix}{one}{mark}" for one in wanted for mark in "\"'" for prefix in ("", "user-content-", "#")]
    if any(one in text for one in quoted) or "<script" in text.lower():
        return "there", ""  # a page that a script writes may have it
    return "gone", f"the page has no place {_shown_anchor(anchor)}"


def _is_log_in(answer: Answer, address: str) -> bool:
    """Whether another page came: one for a log-in."""
    moved = urlsplit(answer.url)
    is_moved = (moved.hostname, moved.path.rstrip("/")) != (
        urlsplit(address).hostname,
        urlsplit(address).path.rstrip("/"),
    )
    return bool(PASSWORD.search(answer.body)) or (is_moved and bool(LOG_IN.search(f"{moved.hostname}{moved.path}")))


def _filled(text: str, alert: Alert) -> str:
    """The address with the labels that are known in the place of their templates."""
    for name, value in alert.labels.known.items():
        text = text.replace(f"{{{{ $labels.{name} }}}}", value).replace(f"{{{{$labels.{name}}}}}", value)
    return text


def shown_address(address: str) -> str:
    """The address of a runbook for messages: without user and query, whatever it is; a path keeps its heading."""
    if SCHEME.match(address) or address.startswith("//"):
        return plain(address if SCHEME.match(address) else f"https:{address}")
    path, _, anchor = address.partition("#")
    first, slash, rest = path.partition("?")[0].partition("/")
    user, _, host = first.rpartition("@")
    kept = "".join(one if one.isprintable() else "?" for one in f"{host if user else first}{slash}{rest}")
    return f"{MASK.hide(kept)[:LONGEST]}{_shown_anchor(anchor) if anchor else ''}"


def _shown_anchor(anchor: str) -> str:
    """A place in a page; what stands behind it, as in "#/pages?token=…", may be a secret."""
    name = re.split(r"[?&=]", anchor, maxsplit=1)[0]
    return f"#{MASK.hide(''.join(one if one.isprintable() else '?' for one in name))[:LONGEST]}"
