"""A client for REST interfaces of forges: pages, unchanged responses, rate limits, and limited waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import Item, items_of
from pytest_golive.forge.asking.paging import PAGE, may_go_on, next_page, total_of, with_query
from pytest_golive.forge.asking.trouble import Who, is_limited, limited, no_json, not_reached, refused
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.answer import SERVER_ERROR, Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit_fields import promise_of
from pytest_golive.service.target import Target

MOST_PAGES: Final = 100
MOST_BYTES: Final = 20_000_000
FIRST_PAUSE: Final = 1.0  # doubled each time, if the response does not say how long
MOST_TRIES: Final = 4
OK: Final = 200
UNCHANGED: Final = 304
HEADERS: Final = {
    "github": {"Accept": "application/vnd.github+json, application/json;q=0.9", "X-GitHub-Api-Version": "2022-11-28"},
    "gitlab": {"Accept": "application/json"},
    "gitea": {"Accept": "application/json"},
}
CUT: Final = frozenset({"cut off", "malformed", "timeout", "no connection", "refused"})


@dataclass
class Rest:
    """Sends requests to one forge; they only read.

    Attributes:
        who: the forge and the token.
        api: the base address of its interface, without a final slash.
        timeout: seconds that one response may take.
        patience: seconds left for all waits together.
        ca_file: PEM file of a private certificate authority.
        wait: sleeps.
    """

    who: Who
    api: str
    timeout: float = 30.0
    patience: float = 120.0
    ca_file: Path | None = None
    wait: Callable[[float], object] = time.sleep
    asked: int = field(default=0, init=False)
    _known: dict[str, Answer] = field(default_factory=dict, init=False, repr=False)

    def item(self, path: str, missing: tuple[int, ...] = (), **query: Any) -> Item | None:
        """The object at *path* below the interface; None if the response has a status of *missing*.

        Raises:
            CannotMeasure: there is no usable answer.
        """
        answer = self._get(with_query(path, query), missing)
        return None if answer is None else Item.of(self._json(answer), answer.place)

    def needed(self, path: str, **query: Any) -> Item:
        """The object at *path*, which must exist."""
        found = self.item(path, **query)
        if found is None:
            raise TypeError("only an object that may be missing can be None")
        return found

    def items(self, path: str, *, inside: str = "", size: str = "per_page", **query: Any) -> Iterator[Item]:
        """The objects of all pages at *path*.

        Args:
            path: below the interface.
            inside: the key of the list, if each page is an object; "" if it is a list.
            size: the forge's parameter for the size of a page; "" if all of the list is one page.
            query: further parameters.

        Raises:
            CannotMeasure: there is no usable response, or fewer objects than the forge itself counts.
        """
        query = {**query, size: PAGE} if size else query
        return self._pages(path, inside, query, self._get(with_query(path, query)))

    def listed(self, path: str, missing: tuple[int, ...], *, inside: str = "", **query: Any) -> list[Item] | None:
        """The same as a list; None if the first response has a status of *missing*."""
        answer = self._get(with_query(path, {**query, "per_page": PAGE}), missing)
        return None if answer is None else list(self._pages(path, inside, {**query, "per_page": PAGE}, answer))

    def _pages(self, path: str, inside: str, query: Mapping[str, Any], answer: Answer | None) -> Iterator[Item]:
        seen: set[str] = set()  # what moved to the next page in between is sent twice, and stands for nothing else
        number = 1
        while answer is not None:
            value = self._json(answer)
            listed = Item.of(value, answer.place).items(inside) if inside else list(items_of(value, answer.place))
            page = [item for item in listed if item.identity not in seen]
            seen.update(item.identity for item in page)
            yield from page
            total = total_of(answer, value)
            following = next_page(answer, self.api)
            number += 1
            if not following and page and (len(seen) < total or may_go_on(self.who.kind, len(listed), total)):
                following = with_query(path, {**query, "page": number})
            if number > MOST_PAGES and following:
                cure = "ask for less: name a later previous release, or fewer labels"
                raise CannotMeasure(f"{self.who.named} has more than {MOST_PAGES} pages at {answer.place}", cure)
            last, answer = answer, self._get(following) if following else None
            if answer is None and len(seen) < total:
                what = f"{self.who.named} counts {total:,} at {last.place} but sends {len(seen):,}"
                raise CannotMeasure(what, "run it again")

    def _json(self, answer: Answer) -> Any:
        try:
            return read_json(answer.body)
        except NotJson:
            raise no_json(self.who, answer) from None

    def text(self, path: str, missing: tuple[int, ...] = ()) -> str:
        """The text at *path*; "" if the response has a status of *missing*.

        Raises:
            CannotMeasure: there is no usable response.
        """
        answer = self._get(path, missing)
        return answer.body.decode(errors="replace") if answer else ""

    def _get(self, url: str, missing: tuple[int, ...] = ()) -> Answer | None:
        answer = self._tried(url)
        if answer.status == UNCHANGED and url in self._known:
            return self._known[url]
        if answer.status in missing and not is_limited(answer):
            return None
        if answer.status != OK:
            raise refused(self.who, answer)
        if answer.header("etag"):
            self._known[url] = answer
        return answer

    def _tried(self, url: str) -> Answer:
        """The response; the request is retried while the forge is busy and patience remains."""
        pause = FIRST_PAUSE
        for attempt in range(1, MOST_TRIES + 1):
            is_last = attempt == MOST_TRIES
            try:
                answer = self._once(url)
            except Unreachable as error:
                if is_last or error.kind not in CUT or not self._pause(pause):
                    raise not_reached(self.who, error) from None
            else:
                if not is_limited(answer) and answer.status < SERVER_ERROR:
                    return answer
                promised = promise_of(answer).seconds
                if is_last or not self._pause(pause if promised is None else promised):
                    raise limited(self.who, answer) if is_limited(answer) else refused(self.who, answer)
            pause *= 2
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, seconds: float) -> bool:
        """Wait, if enough patience remains."""
        if seconds > self.patience:
            return False
        self.patience -= seconds
        self.wait(seconds)
        return True

    def _once(self, url: str) -> Answer:
        self.asked += 1
        return self._service.ask(url, headers=self._headers(url), follow=True)

    def _headers(self, url: str) -> Mapping[str, str]:
        token, known = self.who.token.value, self._known.get(url)
        scheme = "token" if self.who.kind == "gitea" else "Bearer"
        return {
            **({"Authorization": f"{scheme} {token}"} if token else {}),
            **({"If-None-Match": known.header("etag")} if known else {}),
        }

    @property
    def _service(self) -> Service:
        """The interface as a target that customers use, so that the guard allows only requests that read."""
        return Service(
            Target(
                self.who.named,
                self.api,
                production=True,
                timeout=self.timeout,
                max_body=MOST_BYTES,
                ca_file=self.ca_file,
                headers=HEADERS[self.who.kind],
            )
        )
