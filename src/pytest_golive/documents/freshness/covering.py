"""What changed since the last release of that which each document covers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.freshness import roles
from pytest_golive.documents.freshness.changing import Changing
from pytest_golive.documents.freshness.editing import terms_of
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.standards.enforced import enforced, is_read
from pytest_golive.documents.standards.statements import statements
from pytest_golive.documents.summary.names import plain, words
from pytest_golive.documents.summary.parts import is_aside, parts
from pytest_golive.documents.summary.review import listed
from pytest_golive.documents.tracked import Texts, past_texts

MANIFESTS = ("pyproject.toml", "package.json", "setup.cfg", "setup.py", "Cargo.toml", "Procfile")
DEPTH = 2  # levels of folders that an architecture speaks of


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    Attributes:
        what: in words.
        path: the file that it is in; "" for none.
        terms: the words by which a document may speak of it.
        new: names that a document should have now, if it has not.
        old: names that are gone; whoever does not name them is not concerned.
        code: names in code that are gone or mean something else; whoever does not show them as code is not concerned.
        always: whether it concerns the document whatever that names.
    """

    what: str
    path: str
    terms: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()
    code: frozenset[str] = frozenset()
    always: bool = False

    def concerns(self, said: Collection[str], shown: Collection[str]) -> bool:
        """Whether a document has to change with it that holds the words *said*, those *shown* as code."""
        is_lacking = any(plain(name) not in said for name in self.new)
        is_there = any(plain(name) in said for name in self.old) or any(plain(name) in shown for name in self.code)
        return self.always or is_lacking or is_there


@dataclass
class Covering:
    """Answers what changed; everything is looked up once.

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

    def of(self, role: str, sources: Sequence[str], document: Document) -> list[Change]:
        """What changed of that which a standard document covers.

        Args:
            role: of the document.
            sources: paths of the source files.
            document: as it is now.
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
        """What changed in the files that some globs mean."""
        is_meant = ManyGlobs(globs).any
        compared = self.compared
        news = [(path, "is new") for path in sorted(compared.added)]
        news += [(path, "is gone") for path in sorted(compared.removed)]
        found = [
            Change(f"{path} {what}", path, self._terms(path), old=self._terms(path), always=what == "is new")
            for path, what in news
            if is_meant(path)
        ]
        for path, names in self._changing.matching(globs).items():
            if was := compared.moved.get(path):
                terms = self._terms(path) | self._terms(was)
                found.append(Change(f"{was} is now {path}", path, terms, old=self._terms(was) - self._terms(path)))
            if names is not None:
                told = frozenset[str]().union(*names)
                always = not path.endswith(".py") or self.content
                what = f"{path} changed{_some(told)}"
                found.append(
                    Change(
                        what,
                        path,
                        self._terms(path) | told,
                        names.added,
                        frozenset(),
                        names.removed | names.edited,
                        always,
                    )
                )
        return found

    def _terms(self, path: str) -> frozenset[str]:
        return frozenset(terms_of(path))

    @cached_property
    def _changing(self) -> Changing:
        return Changing(self.repository, self.commit, self.compared, self.texts, self.content, self.covers, self.cache)

    def _structure(self, sources: Sequence[str], document: Document, kinds: Collection[str]) -> Iterator[Change]:
        """Parts that are new or gone, of those that the document has to name."""
        said = words(document)
        now, _ = listed([part for part in parts(sources, self.texts, DEPTH) if part.kind in kinds], said)
        suffixes = {path.rpartition(".")[2] for path in sources}
        old_sources = [path for path in self._then.paths if path.rpartition(".")[2] in suffixes and "." in path]
        then = [part for part in parts(old_sources, self._then, DEPTH) if part.kind in kinds]
        had, has = ({(part.kind, part.name) for part in each} for each in (then, now))
        named = {(part.kind, part.name) for part in parts(sources, self.texts, DEPTH)}
        for kind, name in sorted(has - had):
            yield Change(f"the {kind} {name} is new", "", frozenset({name}), new=frozenset({name}))
        for kind, name in sorted(had - named):
            yield Change(f"the {kind} {name} is gone", "", frozenset({name}), old=frozenset({name}))

    def _stated(self, document: Document, is_wanted: Callable[[str], bool]) -> Iterator[Change]:
        """Limits and tools that the document states, that were in force then, and are not now."""
        gone = self._enforced_then - self._enforced_now
        for one in statements(document):
            if is_wanted(one.kind) and (one.kind, one.value) in gone:
                what = f"{one.value} is used no more" if one.kind == "tool" else f"{one.kind} is no longer {one.value}"
                yield Change(what, "", frozenset({one.value, *one.kind.split()}), always=True)

    def _anything(self, sources: Sequence[str]) -> Iterator[Change]:
        """Any source that changed at all."""
        for path in sources:
            if (path in self.compared.added or path in self.compared.changed) and not is_aside(path):
                yield Change(f"{path} changed", path, always=True)

    @cached_property
    def _then(self) -> Texts:
        """Everything that the last release tracked by name, and the text of what configures and declares."""
        return past_texts(self.repository, self.commit, _is_wanted)

    @cached_property
    def _enforced_now(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.value) for one in enforced(self.texts) if one.kind in LOOKED_AT)

    @cached_property
    def _enforced_then(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.value) for one in enforced(self._then) if one.kind in LOOKED_AT)


LOOKED_AT = frozenset({"line length", "file length", "complexity", "coverage", "strict types", "python", "tool"})


def _is_wanted(path: str) -> bool:
    name = path.rpartition("/")[2]
    return is_read(path) or name in MANIFESTS or "compose" in name


def _some(names: Collection[str]) -> str:
    shown = sorted(names)[:3]
    return f" ({', '.join(shown)}{', …' if len(names) > len(shown) else ''})" if shown else ""
