"""Whether the traffic between the service and its customers is protected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.answers.attempts import Visit, follow
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.http.asking import SERVER_ERROR, Answer, Service
from pytest_golive.service.http.unreachable import CURES, Unreachable, unreachable
from pytest_golive.service.transport.browsers import cookie_faults, header_faults
from pytest_golive.service.transport.certificate import Tls, look_at_tls
from pytest_golive.service.transport.clear_text import ask_in_clear_text

BAD_REQUEST = 400
HTTPS = 443
HTTP = 80
REDIRECT_CURE = (
    "let the service redirect to https only: behind a proxy it must believe X-Forwarded-Proto, or name its own address"
)
PLAIN_CURE = "let what listens on that port redirect every request to https (308), or close it"


@dataclass(frozen=True, slots=True)
class Requirements:
    """Requirements.

    Attributes:
        paths: pages whose headers are checked; a single one that does not exist is replaced by another page.
        others: further pages whose cookies and redirects are checked: health check, log-in.
        min_tls: oldest TLS version that may be accepted.
        hsts_days: fewest days of Strict-Transport-Security; 0 if it is not required.
        headers: required headers; "A|B" if one of them is enough.
        for_scripts: cookies that scripts must read.
        redirect: whether plain http must redirect to https.
        http_port: the port of plain http; None for 80 beside https at 443.
    """

    paths: Sequence[str] = ("/",)
    others: Sequence[str] = ()
    min_tls: str = "1.2"
    hsts_days: int = 180
    headers: Sequence[str] = ()
    for_scripts: Sequence[str] = ()
    redirect: bool = True
    http_port: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        name: what must not exist: "faults of headers".
        faults: what was found.
        source: where it was measured.
    """

    name: str
    faults: tuple[Finding, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Transport:
    """What was observed.

    Attributes:
        days: how long the certificate is still valid; None if it is not, or there is none.
        checks: each with its faults.
        notes: what is worth showing, by name.
    """

    days: int | None
    checks: tuple[Check, ...]
    notes: tuple[tuple[str, str], ...]

    def expiring(self, least: int) -> tuple[Finding, ...]:
        """The certificate, if it expires in less than *least* days."""
        if self.days is None or self.days >= least:
            return ()
        return (fault("certificate", f"it is valid for {self.days} more days", CURES["certificate expired"]),)


def look_at_transport(service: Service, requirements: Requirements) -> Transport:
    """Check certificate, TLS, redirects, headers and cookies; only GET requests are sent.

    Raises:
        Unreachable: there is no connection, or the page is broken.
        CannotMeasure: there is no page to check.
    """
    if service.target.origin[0] != "https":
        # Clear text goes only to this machine.
        notes = [("not applicable", "TLS, HSTS and Secure: this is plain http, on this machine")]
        return Transport(None, tuple(_of_pages(service, requirements, notes)), tuple(notes))
    tls = look_at_tls(service.target, requirements.min_tls)
    checks = [Check("faults of certificate and TLS", tls.faults, tls.source)]
    notes = list(_of_tls(tls))
    if tls.days is None:
        notes.append(("not checked", "redirects, headers and cookies, because the certificate is not trustworthy"))
        return Transport(None, tuple(checks), tuple(notes))
    checks += _of_pages(service, requirements, notes)
    return Transport(tls.days, tuple(checks), tuple(notes))


def _of_tls(tls: Tls) -> Iterator[tuple[str, str]]:
    if tls.version:
        yield "spoken", tls.version
    if tls.untried:
        yield "not tried", f"{' and '.join(tls.untried)}, which this machine's OpenSSL cannot speak"


def _of_pages(service: Service, requirements: Requirements, notes: list[tuple[str, str]]) -> list[Check]:
    is_https = service.target.origin[0] == "https"
    visits = _visits(service, requirements, notes)
    pages = _pages(visits, len(dict.fromkeys(requirements.paths)))
    if len(pages) == 1 and pages[0].path.rstrip("/") != visits[0].answers[0].path.rstrip("/"):
        notes.append(
            ("headers checked", f"{pages[0].place}, for {requirements.paths[0]} answers {visits[0].last.status}")
        )
    hsts_days = requirements.hsts_days if is_https else 0
    headers = tuple(header_faults(pages, requirements.headers, hsts_days))
    answers = [answer for visit in visits for answer in visit.answers]
    cookies = tuple(cookie_faults(answers, requirements.for_scripts, is_https=is_https))
    names = {
        name for answer in answers for name in (line.partition("=")[0] for line in answer.all_headers("set-cookie"))
    }
    places = ", ".join(dict.fromkeys(answer.path for answer in answers))
    looked_at = ", ".join(f"{page.place}: {page.status}" for page in pages)
    checks = [Check("faults of headers", headers, looked_at)]
    checks.append(Check("faults of cookies", cookies, f"{', '.join(sorted(names)) or 'none set'}, at {places}"))
    return [*_of_redirects(service, requirements, visits, notes), *checks] if is_https else checks


def _visits(service: Service, requirements: Requirements, notes: list[tuple[str, str]]) -> list[Visit]:
    named = list(dict.fromkeys(requirements.paths))
    visits = [follow(service, path) for path in named]
    for path in dict.fromkeys(requirements.others):
        try:
            visits += [follow(service, path)] if path not in named else []
        except Unreachable as error:
            notes.append(("not checked", f"{path}: {error.what}"))
    return visits


def _pages(visits: Sequence[Visit], named: int) -> list[Answer]:
    """The pages whose headers count: those in the settings, or a replacement for a single one that does not exist."""
    for visit in visits[:named]:
        if visit.last.status >= SERVER_ERROR:
            raise unreachable("server error", f"{visit.last.place}: status {visit.last.status}", visit.last.curl)
    missing = [visit for visit in visits[:named] if not _is_page(visit)]
    stand_ins = [visit.last for visit in visits[named:] if _is_page(visit)]
    if missing and (named > 1 or not stand_ins):
        raise CannotMeasure(
            f"{missing[0].description}: there is no page whose headers could be judged",
            f"name a public page in the target's transport.path; to repeat: {missing[0].answers[0].curl}",
        )
    return stand_ins[:1] if missing else [visit.last for visit in visits[:named]]


def _is_page(visit: Visit) -> bool:
    return visit.last.status < BAD_REQUEST and not visit.away


def _of_redirects(
    service: Service, requirements: Requirements, visits: Sequence[Visit], notes: list[tuple[str, str]]
) -> Iterator[Check]:
    faults = [
        fault("redirect", f"{visit.description}; to repeat: {visit.answers[0].curl}", REDIRECT_CURE)
        for visit in visits
        if visit.away.lower().startswith("http://")
    ]
    port = requirements.http_port or (HTTP if service.target.origin[2] == HTTPS else None)
    source = f"{len(visits)} pages"
    if requirements.redirect and port is None:
        notes.append(("not tried", "plain http: https is not at 443, and transport.http_port names no port"))
    elif requirements.redirect and port is not None:
        answer = ask_in_clear_text(service.target, requirements.paths[0], port)
        source = f"{source}; {answer.description}"
        faults += (
            [] if answer.is_safe else [fault("plain http", f"{answer.description}, must redirect to https", PLAIN_CURE)]
        )
    yield Check("faults of redirects", tuple(faults), source)
