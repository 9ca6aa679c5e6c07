"""What other sites say of the links that lead to them; what they said is kept for a time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.documents.outside.asking import Asker, State
from pytest_golive.documents.outside.gathering import Gathered
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent
from pytest_golive.service.addresses.origins import plain

AT_ONCE: Final = 8  # hosts; one host is asked for one address after the other
SHOWN: Final = 5
FORM: Final = 1


@dataclass(frozen=True)
class Rules:
    """How other sites are asked.

    Attributes:
        keep: seconds for which an address that was there is not asked for again.
        timeout: seconds that all may take together.
        private: whether hosts of this machine and of private networks are asked.
    """

    keep: float
    timeout: float
    private: bool = False


@dataclass(frozen=True)
class Outside:
    """What became of the links.

    Attributes:
        links: how many different addresses are to be there.
        gone: those of which the site says that they are not, where they stand.
        unknown: what those said that did not answer so that anybody could tell.
        kept: how many were there when an earlier run asked.
        spared: how many were not asked for, by the reason.
        least: percent of the links whose outcome must be known.
    """

    links: int
    gone: tuple[Finding, ...]
    unknown: tuple[str, ...]
    kept: int
    spared: Mapping[str, int]
    least: float = 100.0

    @property
    def known(self) -> int:
        """Of how many the outcome is known."""
        return self.links - len(self.unknown)

    def require_judged(self) -> None:
        """Do nothing if enough is known of the links: what nobody could judge is not good.

        Raises:
            CannotMeasure: the outcome of fewer than the least share is known.
        """
        # Not divided: 80 % of 5 are 4, whatever the binary fraction of 0.8.
        if self.links and (self.known * 100 < self.least * self.links or not self.known):
            share = f"at least {self.least:g} % must be" if self.known else "nothing is proven"
            raise CannotMeasure(
                f"{self.known:,} of {counted(self.links, 'link')} to other sites could be judged, and {share}: "
                f"{'; '.join(self.unknown[:SHOWN])}",
                "let this machine reach them; or name in [tool.golive.documentation.links] those that no machine may "
                "ask for (exclude), or the percent that must be known (judged)",
            )

    @property
    def source(self) -> str:
        """What was asked, in words."""
        addresses = counted(self.links, "different address", "different addresses")
        return f"{addresses}, {self.kept:,} of them known from an earlier run"

    def notes(self) -> Iterator[tuple[str, str]]:
        """What was not looked at."""
        if not self.links:
            yield "links to other sites", "there are none to ask for"
        if self.unknown:
            more = f"; and {len(self.unknown) - SHOWN:,} more" if len(self.unknown) > SHOWN else ""
            yield "links to other sites of which nobody knows", "; ".join(self.unknown[:SHOWN]) + more
        for reason, count in sorted(self.spared.items()):
            yield f"links to other sites not asked for: {reason}", f"{count:,}"


def ask_all(
    gathered: Gathered,
    rules: Rules,
    *,
    least: float = 100.0,
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> Outside:
    """Ask for each address, unless an earlier run found it not long ago.

    Args:
        gathered: the addresses.
        rules: how they are asked for.
        least: percent of them whose outcome must be known.
        progress: told how many are done.
        cache: keeps those that were there.
    """
    asked: set[str] = set()

    def work(missing: Sequence[str]) -> Iterator[dict[str, Any]]:
        asked.update(missing)
        yield from _answers(gathered, set(missing), rules, progress)

    digests = {url: _window(url, rules.keep) for url in gathered.places}
    answers = cache.through("links", f"form {FORM}; {rules}", digests, work)
    return Outside(
        len(answers),
        tuple(_gone(gathered, answers)),
        tuple(
            _told(url, answer["problem"]) for url, answer in sorted(answers.items()) if answer["state"] == State.UNKNOWN
        ),
        len(answers) - len(asked),
        {reason: len(urls) for reason, urls in gathered.spared.items()},
        least,
    )


def _answers(gathered: Gathered, missing: set[str], rules: Rules, progress: Progress) -> Iterator[dict[str, Any]]:
    asker = Asker(rules.private, time.monotonic() + rules.timeout)

    def of_host(urls: Sequence[str]) -> list[dict[str, Any]]:
        # Only what is there is kept: an answer with a problem is asked for again.
        outcomes = [(url, asker.ask(url)) for url in urls]
        return [{"path": url, "state": str(one.state), "problem": one.said} for url, one in outcomes]

    hosts = [[url for url in urls if url in missing] for urls in gathered.hosts().values()]
    done = 0
    with ThreadPoolExecutor(AT_ONCE, "golive-links") as pool:
        for future in as_completed([pool.submit(of_host, urls) for urls in hosts if urls]):
            rows = future.result()
            done += len(rows)
            progress(f"links to other sites: {done:,} of {len(missing):,}")
            yield from rows


def _gone(gathered: Gathered, answers: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    places = [(*place, url) for url, all_of_it in gathered.places.items() for place in all_of_it]
    for path, line, url in sorted(places):
        if answers[url]["state"] == State.GONE:
            message = f"link to {plain(url)}: {answers[url]['problem']}"
            yield Finding(path, line, "dead link", message, key=f"dead link {url}")


def _told(url: str, said: str) -> str:
    return said if plain(url) in said else f"{plain(url)}: {said}"


def _window(url: str, keep: float) -> str:
    """A word that changes once in *keep* seconds, at another moment for each address: then it is asked for again."""
    offset = int.from_bytes(hashlib.sha256(url.encode("utf-8", "replace")).digest()[:4], "big") / 2**32 * keep
    return str(int((time.time() + offset) // keep))
