"""Find what changed since the last release in the files that each document covers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.evidence.elsewhere import has_moved
from pytest_golive.documents.freshness import roles
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.freshness.changing import Changing
from pytest_golive.documents.freshness.editing import terms_of
from pytest_golive.documents.offering.names import Names
from pytest_golive.documents.offering.private import offered_to_others
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.standards.enforced import enforced, is_read
from pytest_golive.documents.standards.statements import statements
from pytest_golive.documents.summary.beside import Beside
from pytest_golive.documents.summary.meant import Meant
from pytest_golive.documents.summary.names import plain, words
from pytest_golive.documents.summary.parts import is_aside, parts
from pytest_golive.documents.summary.review import listed
from pytest_golive.documents.tracked import Texts, past_texts

DEPTH = 2  # levels of folders that an architecture document describes


@dataclass
class Covering:
    """Finds what changed, and looks everything up once.

    Attributes:
        repository: where the last release lies.
        commit: of it.
        compared: what differs from it.
        texts: the tracked files of today.
        content: whether every statement of a covered file counts, and not only what others can use.
        covers: globs of all that documents cover, so that all of it is looked at in one go.
        cache: keeps what was found in covered files.
    """

    repository: Repository
    commit: str
    compared: Comparison
    texts: Texts
    content: bool = False
    covers: Sequence[str] = ()
    cache: ResultCache = NO_CACHE
    _found: dict[tuple[str, ...], list[Change]] = field(init=False, default_factory=dict, repr=False)

    def of(self, role: str, sources: Sequence[str], document: Document) -> list[Change]:
        """The changes in what a standard document covers.

        Args:
            role: the role of the document.
            sources: the paths of the source files.
            document: the document as it is now.
        """
        if role in {roles.SUMMARY, roles.ARCHITECTURE}:
            kinds = {"package", "service"} | ({"module"} if role == roles.SUMMARY else set())
            return [*self._structure(sources, document, kinds)]
        if role == roles.STANDARDS:
            return [*self._stated(document, lambda kind: kind != "python")]
        if role == roles.README:
            return [
                *self._structure((), document, {"entry point"}),
                *self._stated(document, lambda kind: kind == "python"),
            ]
        if role == roles.CHANGELOG:
            return [*self._anything(sources)]
        return self.matching(roles.DEPLOYS)

    def matching(self, globs: Sequence[str]) -> list[Change]:
        """The changes in the files that match *globs*; of tests, examples and tools only if one leads there."""
        wanted = tuple(globs)
        if wanted not in self._found:
            self._found[wanted] = self._matching(wanted)
        return self._found[wanted]

    def _matching(self, globs: Sequence[str]) -> list[Change]:
        meant = Meant(globs)
        added, removed = self.compared.added, self.compared.removed
        news = [(path, "is new") for path in sorted(added)]
        news += [(path, "is gone") for path in sorted(removed) if not has_moved(path, added)]
        found = [self._news(path, what, globs) for path, what in news if meant.matches(path) and meant.wants(path)]
        for path, names in self._changing.matching(globs).items():
            found.extend(self._changed(path, names))
        return found

    def _changed(self, path: str, names: Names | None) -> Iterator[Change]:
        if was := self.compared.moved.get(path):
            terms = self._terms(path) | self._terms(was)
            yield Change(f"{was} is now {path}", path, terms, code=self._beside.lost(was), is_file=True)
        if names is not None:
            if not path.endswith(".py"):  # a word that names something here does not only come from this file
                names = names._replace(removed=names.removed - self._beside.tails)
            matched = names.changed
            yield Change(
                f"{path} changed{_some(matched)}",
                path,
                self._terms(path) | {each.rpartition(".")[2].removesuffix("()") for each in matched},
                offered_to_others(path, names.added, self.texts),
                frozenset(),
                names.removed | names.edited,
                self.content,
                *(names.beside, names.widened, names.within),
                altered=names.altered,
                valued=names.valued,
                edited=names.edited,
                vanished=names.vanished,
                defaults=names.defaults,
                quoted=names.quoted,
            )

    def _news(self, path: str, what: str, globs: Sequence[str]) -> Change:
        """A new file concerns a document that names most of those beside it; one that is gone, what names it."""
        is_alone = path in globs  # a setting that names this very file means it
        if what == "is gone":
            lost = self._beside.lost(path)
            return Change(f"{path} {what}", path, self._terms(path), code=lost, meant=is_alone, is_file=True)
        name, beside = self._beside.of(path)
        own = frozenset({name})
        defined = DEFINED.findall(self.texts.read(path)) if path.endswith(".py") else ()
        terms, new = self._terms(path).union(map(plain, defined), own), own if beside else frozenset[str]()
        return Change(f"{path} {what}", path, terms, new, meant=is_alone, beside=beside, is_file=True)

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self.texts.paths, self.compared)

    def _terms(self, path: str) -> frozenset[str]:
        return frozenset(terms_of(path))

    @cached_property
    def _changing(self) -> Changing:
        return Changing(self.repository, self.commit, self.compared, self.texts, self.content, self.covers, self.cache)

    def _structure(self, sources: Sequence[str], document: Document, kinds: Collection[str]) -> Iterator[Change]:
        """New and removed parts among those that the document must name."""
        document_words = words(document)
        now, _ = listed([part for part in parts(sources, self.texts, DEPTH) if part.kind in kinds], document_words)
        suffixes = {path.rpartition(".")[2] for path in sources}
        old_sources = [path for path in self._then.paths if path.rpartition(".")[2] in suffixes and "." in path]
        then = [part for part in parts(old_sources, self._then, DEPTH) if part.kind in kinds]
        had, has = ({(part.kind, part.name) for part in structure} for structure in (then, now))
        named = {(part.kind, part.name) for part in parts(sources, self.texts, DEPTH)}
        # A README that did not name all commands has chosen.
        known = {plain(name) for kind, name in had if kind == "entry point"}
        if "entry point" in kinds and not (known and known <= document_words):
            has = had
        for kind, name in sorted(has - had):
            listed_with = frozenset(known) if kind == "entry point" else frozenset[str]()
            yield Change(f"the {kind} {name} is new", "", frozenset({name}), frozenset({name}), beside=listed_with)
        for kind, name in sorted(had - named):
            yield Change(f"the {kind} {name} is gone", "", frozenset({name}), old=frozenset({name}))

    def _stated(self, document: Document, is_wanted: Callable[[str], bool]) -> Iterator[Change]:
        """Limits and tools that the document states, and that were in force at the last release but are not now."""
        gone = self._enforced_then - self._enforced_now
        for one in statements(document):
            if is_wanted(one.kind) and (one.kind, one.value) in gone:
                what = f"{one.value} is used no more" if one.kind == "tool" else f"{one.kind} is no longer {one.value}"
                what += f", which a sentence says of the past ({one.past})" if one.past else ""
                yield Change(what, "", frozenset({one.value, *one.kind.split()}), always=True, past=bool(one.past))

    def _anything(self, sources: Sequence[str]) -> Iterator[Change]:
        """All changed source files."""
        for path in sources:
            if (path in self.compared.added or path in self.compared.changed) and not is_aside(path):
                yield Change(f"{path} changed", path, always=True)

    @cached_property
    def _then(self) -> Texts:
        """The paths of all files that the last release tracked, with the text of configuration and metadata."""
        return past_texts(self.repository, self.commit, lambda path: is_read(path) or roles.is_manifest(path))

    @cached_property
    def _enforced_now(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.value) for one in enforced(self.texts) if one.kind in LOOKED_AT)

    @cached_property
    def _enforced_then(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.value) for one in enforced(self._then) if one.kind in LOOKED_AT)


DEFINED = re.compile(r"^(?:class|def|async def) (\w+)", re.MULTILINE)
LOOKED_AT = frozenset({"line length", "file length", "complexity", "coverage", "strict types", "python", "tool"})


def _some(names: Collection[str]) -> str:
    shown = sorted(names)[:3]
    return f" ({', '.join(shown)}{', …' if len(names) > len(shown) else ''})" if shown else ""
