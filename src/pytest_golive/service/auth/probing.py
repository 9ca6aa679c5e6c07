"""Knock at protected paths with credentials of any kind, and see what comes of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pytest_golive.service.auth.attempt import ADMITTED, REFUSED, Attempt, Seen, attempt_of
from pytest_golive.service.auth.data import Data, data_of
from pytest_golive.service.auth.knock import Headers, Knock, Page, Protected
from pytest_golive.service.auth.seeing import UNAUTHORIZED, Refusable, admission, leads_home, refusal
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable, unreachable

LEAST_SECRET = 8
WORKING = "right credentials, after all others"


class Prober:
    """Tries credentials on the protected paths of a service.

    Attributes:
        pages: paths on which a refusal proves something, since the right credentials are admitted there.
        notes: what a reader of the results must know besides: (name, words).
    """

    def __init__(self, service: Service, protected: Protected, notes: list[tuple[str, str]] | None = None) -> None:
        self.protected = protected
        self.pages: dict[str, Page] = {}
        self._service = service
        self.notes = [] if notes is None else notes
        self._public: list[Answer] | None = None
        self._repeated: dict[str, Seen] = {}
        self._knocks = 0

    def __repr__(self) -> str:
        return f"Prober({self.protected.name!r})"

    @property
    def admitted(self) -> list[str]:
        """Paths that the right credentials may read; if there is none, a refusal proves nothing."""
        return [path for path, page in self.pages.items() if page.is_open]

    def named(self, what: str) -> str:
        """*what* with the name of the way of logging in."""
        return f"{self.protected.name}: {what}"

    def visit(self, path: str, headers: Headers) -> list[Answer]:
        """Ask, and follow redirects within the service, but not to a log-in page.

        Raises:
            Unreachable: no usable answer came.
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

    def admit(self, headers: Headers) -> Attempt:
        """Try the right credentials on every path; where they are admitted, refusals will be believed."""
        paths = dict.fromkeys([*self.protected.paths, *self.protected.forbidden])
        seen = [one for path in paths if (one := self._learn(path, headers)) is not None]
        shows = self.protected.shows
        if shows and self.admitted and not any(page.data.shows for page in self.pages.values()):
            self.pages.clear()
            admitted = [one for one in seen if one.outcome == ADMITTED]
            seen = [
                replace(one, outcome="admitted without data", words=f"{one.words} without {shows!r}")
                for one in admitted
            ]
        return attempt_of(self.named("right credentials"), ADMITTED, seen)

    def admit_again(self, headers: Headers, name: str = WORKING) -> Attempt:
        """Make sure that it was not a lock that refused all the others."""
        seen = [self._admitted(path, headers) for path in self.admitted]
        if all(one.outcome == ADMITTED for one in seen):
            return attempt_of(self.named(name), ADMITTED, seen)
        seen = [
            Seen("", f"no longer admitted ({one.words}), so that refusals may be a lock", one.where) for one in seen
        ]
        return attempt_of(self.named(name), ADMITTED, seen)

    def refuse(self, knocks: Iterable[Knock]) -> Iterator[Attempt]:
        """Try each of *knocks* on every page: it must be refused."""
        for knock in knocks:
            seen = [
                self._refused(page, headers, variant, unreadable=knock.unreadable)
                for page in self._asked_for(self.protected.paths)
                for variant, headers in knock.variants.items()
            ]
            if seen:
                yield attempt_of(self.named(knock.name), REFUSED, seen, proves=knock.proves)

    def lesser(self, headers: Headers) -> Iterator[Attempt]:
        """Try somebody who may log in, and may not do everything."""
        rest = [path for path in self.admitted if path not in self.protected.forbidden]
        admitted = [self._admitted(path, headers) for path in rest]
        if admitted:
            yield attempt_of(self.named("lesser identity on what it may read"), ADMITTED, admitted)
        refused = [self._refused(page, headers, hides=True) for page in self._asked_for(self.protected.forbidden)]
        if refused:
            yield attempt_of(self.named("lesser identity on what is forbidden to it"), REFUSED, refused)

    def kept(self) -> Attempt:
        """Whether headers of the answers repeated what was sent in confidence."""
        seen = list(self._repeated.values()) or [Seen("not repeated", f"{self._knocks} answers", "all paths")]
        return attempt_of(self.named("credentials in headers of answers"), "not repeated", seen)

    def _asked_for(self, paths: Iterable[str]) -> list[Page]:
        return [self.pages[path] for path in paths if path in self.pages]

    def _learn(self, path: str, headers: Headers) -> Seen | None:
        try:
            chain = self.visit(path, headers)
            seen = admission(chain, self.protected.login)
            if path not in self.protected.paths and chain[-1].status in UNAUTHORIZED:
                self._forbidden_to_all(path, seen)
                return None
            if seen.outcome == ADMITTED:
                named = self.protected.shows if self.protected.shows in chain[-1].text else ""
                again = [] if named else [self.visit(path, headers)[-1]]
                public = [] if named else self._public_pages()
                self.pages[path] = Page(path, chain[-1].path, data_of(named, [chain[-1], *again], public))
        except Unreachable as error:
            return Seen("", error.what, path, error.curl)
        return Seen(seen.outcome, seen.words, path, chain[0].curl)

    def _forbidden_to_all(self, path: str, seen: Seen) -> None:
        """A path that is only named as forbidden, and that the right credentials may not read either."""
        self.pages[path] = Page(path, path, Data(), is_open=False)
        words = f"{seen.words} to the right credentials, too, so its refusal says little of what the lesser may do"
        self.notes.append((self.named(f"forbidden {path}"), words))

    def _admitted(self, path: str, headers: Headers) -> Seen:
        try:
            chain = self.visit(path, headers)
        except Unreachable as error:
            return Seen("", error.what, path, error.curl)
        seen = admission(chain, self.protected.login)
        return Seen(seen.outcome, seen.words, path, chain[0].curl)

    def _refused(
        self, page: Page, headers: Headers, variant: str = "", *, unreadable: bool = False, hides: bool = False
    ) -> Seen:
        where = f"{page.path} ({variant})" if variant else page.path
        try:
            chain = self.visit(page.path, headers)
        except Unreachable as error:
            return Seen("", error.what, where, error.curl)
        wanted = Refusable(page.data, page.reached, self.protected.login, unreadable=unreadable, hides=hides)
        seen = refusal(chain, wanted)
        return Seen(seen.outcome, seen.words, where, chain[0].curl)

    def _public_pages(self) -> list[Answer]:
        if self._public is None:
            self._public = []
            for path in ("/", self.protected.login, f"/golive-{secrets.token_hex(6)}"):
                try:
                    self._public += [self._service.ask(path, follow=True)] if path else []
                except Unreachable:
                    continue  # it only helps to tell the layout from the data
        return self._public

    def _watch(self, answer: Answer, headers: Headers, path: str) -> None:
        for name, value in answer.headers:
            if name.lower() != "set-cookie" and any(secret in value for secret in _confidential(headers)):
                words = f"{answer.status} with {name}, which repeats it,"
                self._repeated.setdefault(name.lower(), Seen("repeated", words, path, answer.curl))


def _confidential(headers: Headers) -> Iterator[str]:
    """What of the *headers* nobody must see again: tokens, and values of cookies other than those against CSRF."""
    for name, value in headers.items():
        if name.lower() == "authorization":
            yield from (word for word in value.split()[1:] if len(word) >= LEAST_SECRET)
        elif name.lower() == "cookie":
            pairs = (pair.strip().partition("=") for pair in value.split(";"))
            yield from (
                said for key, _, said in pairs if len(said) >= LEAST_SECRET and not {"csrf", "xsrf"} & _words(key)
            )


def _words(key: str) -> set[str]:
    return {word for word in ("csrf", "xsrf") if word in key.lower()}
