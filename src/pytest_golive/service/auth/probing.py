"""Sends credentials of any kind to protected paths, and interprets the responses."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pytest_golive.service.auth.attempt import ACCEPTED, Attempt, Observation, attempt_of, wanted_refusal
from pytest_golive.service.auth.knock import Headers, Knock, Page, Protected
from pytest_golive.service.auth.seeing.admission import UNAUTHORIZED, Refusable, admission, leads_home, rejection
from pytest_golive.service.auth.seeing.data import holds
from pytest_golive.service.auth.seeing.recognising import Data, data_of
from pytest_golive.service.auth.seeing.remedies import ACCEPTS, ANYBODY
from pytest_golive.service.auth.seeing.repeating import confidential
from pytest_golive.service.auth.seeing.telling import tell_headers
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable, unreachable

WORKING = "right credentials, after all others"


class Prober:
    """Tries credentials on the protected paths of a service.

    Attributes:
        pages: pages where a rejection proves something, since the right credentials are accepted there.
        notes: what else a reader of the results must know: (name, words).
        rejections: the responses, in words, to credentials that must be rejected.
    """

    def __init__(self, service: Service, protected: Protected, notes: list[tuple[str, str]] | None = None) -> None:
        self.protected = protected
        self.pages: dict[str, Page] = {}
        self.rejections: set[str] = set()
        self._service = service
        self.notes = [] if notes is None else notes
        self._public: list[Answer] | None = None
        self._repeated: dict[str, Observation] = {}
        self._knocks = 0
        self._admits_anybody = False

    def __repr__(self) -> str:
        return f"Prober({self.protected.name!r})"

    @property
    def accepted(self) -> list[str]:
        """Paths that the right credentials may read; without any, a rejection proves nothing."""
        return [path for path, page in self.pages.items() if page.is_open]

    def named(self, what: str) -> str:
        """*what* with the name of the way of logging in."""
        return f"{self.protected.name}: {what}"

    def visit(self, path: str, headers: Headers) -> list[Answer]:
        """Send a request, and follow redirects within the service, but not to a log-in page.

        Raises:
            Unreachable: there was no usable response.
        """
        chain: list[Answer] = []
        url = path
        while url:
            if len(chain) > self._service.target.max_redirects:
                raise unreachable("redirects", f"{path}: more than {len(chain) - 1} redirects", chain[0].curl)
            answer = self._service.ask(url, headers=headers)
            self._watch(answer, headers, path)
            chain.append(answer)
            url = leads_home(answer, self.protected.login)
        self._knocks += 1
        return chain

    def accept(self, headers: Headers) -> Attempt:
        """Try the right credentials on every path; where they are accepted, rejections prove something."""
        paths = dict.fromkeys([*self.protected.paths, *self.protected.forbidden])
        observations = [observed for path in paths if (observed := self._learn_page(path, headers)) is not None]
        common = self.protected.shows.get("", "")
        if common and self.accepted and not any(page.data.shows for page in self.pages.values()):
            self.pages.clear()
            observations = [
                _without(observed, common) if observed.outcome == ACCEPTED else observed for observed in observations
            ]
        return attempt_of(self.named("right credentials"), ACCEPTED, observations)

    def admit_again(self, headers: Headers, name: str = WORKING) -> Attempt:
        """Make sure that the others were not rejected because of a lockout."""
        observations = [self.admission_at(path, headers) for path in self.accepted]
        if all(observed.outcome == ACCEPTED for observed in observations):
            return attempt_of(self.named(name), ACCEPTED, observations)
        observations = [
            Observation("", f"no longer accepted ({observed.words}), so that rejections may be a lock", observed.where)
            for observed in observations
        ]
        return attempt_of(self.named(name), ACCEPTED, observations)

    def reject(self, knocks: Iterable[Knock]) -> Iterator[Attempt]:
        """Try each of *knocks* on every page: it must be rejected."""
        for knock in knocks:
            for variant, headers in knock.variants.items():
                tell_headers(headers, knock.name, variant)
            observations = [
                self.rejected(page, headers, variant, unreadable=knock.unreadable, status=self.protected.status)
                for page in self.pages_at(self.protected.paths)
                for variant, headers in knock.variants.items()
            ]
            self.rejections |= {observed.words for observed in observations}
            if observations:
                expected, cure = wanted_refusal(self.protected.status), ACCEPTS if self._admits_anybody else ""
                attempt = attempt_of(self.named(knock.name), expected, observations, proves=knock.proves, cure=cure)
                self._admits_anybody |= knock.name in ANYBODY and attempt.outcome == ACCEPTED
                yield attempt

    def kept(self) -> Attempt:
        """Whether headers of the responses repeat credentials of the request."""
        observations = list(self._repeated.values()) or [
            Observation("not repeated", f"{self._knocks} answers", "all paths")
        ]
        return attempt_of(self.named("credentials in headers of answers"), "not repeated", observations)

    def pages_at(self, paths: Iterable[str]) -> list[Page]:
        """The pages at *paths* that were requested with the right credentials."""
        return [self.pages[path] for path in paths if path in self.pages]

    def _learn_page(self, path: str, headers: Headers) -> Observation | None:
        try:
            chain = self.visit(path, headers)
            observed = admission(chain, self.protected.login)
            if path not in self.protected.paths and chain[-1].status in UNAUTHORIZED:
                self._forbidden_to_all(path, observed)
                return None
            if observed.outcome == ACCEPTED:
                shows = self.protected.shown_at(path)
                named = shows if shows and holds(chain[-1].text, shows) else ""
                if path in self.protected.shows and not named:
                    return _without(Observation(observed.outcome, observed.words, path, chain[0].curl), shows)
                again = [] if named else [self.visit(path, headers)[-1]]
                public = [] if named else self._public_pages()
                self.pages[path] = Page(path, chain[-1].path, data_of(named, [chain[-1], *again], public))
        except Unreachable as error:
            return Observation("", error.what, path, error.curl)
        return Observation(observed.outcome, observed.words, path, chain[0].curl)

    def _forbidden_to_all(self, path: str, observed: Observation) -> None:
        """Handle a path that is only listed as forbidden, and that the right credentials may not read either."""
        self.pages[path] = Page(path, path, Data(), is_open=False)
        words = (
            f"{observed.words} to the right credentials, too, so its rejection says little of what the lesser may do"
        )
        self.notes.append((self.named(f"forbidden {path}"), words))

    def admission_at(self, path: str, headers: Headers) -> Observation:
        """Whether *headers* are accepted at *path*."""
        try:
            chain = self.visit(path, headers)
        except Unreachable as error:
            return Observation("", error.what, path, error.curl)
        observed = admission(chain, self.protected.login)
        return Observation(observed.outcome, observed.words, path, chain[0].curl)

    def rejected(  # noqa: PLR0913 -- all are named
        self,
        page: Page,
        headers: Headers,
        variant: str = "",
        *,
        unreadable: bool = False,
        hides: bool = False,
        status: Sequence[int] = (),
    ) -> Observation:
        """The response to *headers* at *page*, which must be a rejection."""
        where = f"{page.path} ({variant})" if variant else page.path
        try:
            chain = self.visit(page.path, headers)
        except Unreachable as error:
            return Observation("", error.what, where, error.curl)
        refusable = Refusable(page.data, page.reached, self.protected.login, unreadable, hides, status)
        observed = rejection(chain, refusable)
        return Observation(observed.outcome, observed.words, where, chain[0].curl)

    def _public_pages(self) -> list[Answer]:
        if self._public is None:
            self._public = []
            for path in ("/", self.protected.login, f"/golive-{secrets.token_hex(6)}"):
                try:
                    self._public += [self._service.ask(path, follow=True)] if path else []
                except Unreachable:
                    continue  # it only helps to distinguish the layout from the data
        return self._public

    def _watch(self, answer: Answer, headers: Headers, path: str) -> None:
        for name, value in answer.headers:
            if name.lower() != "set-cookie" and any(secret in value for secret in confidential(headers)):
                words = f"{answer.status} with {name}, which repeats it"
                self._repeated.setdefault(name.lower(), Observation("repeated", words, path, answer.curl))


def _without(observed: Observation, shows: str) -> Observation:
    """Accepted, but without what the settings name as the data."""
    return replace(observed, outcome="accepted without data", words=f"{observed.words} without {shows!r}")
