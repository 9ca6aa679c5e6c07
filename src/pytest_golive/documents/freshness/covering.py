"""What changed since the last release of that which each document covers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.freshness import roles
from pytest_golive.documents.freshness.editing import terms_of
from pytest_golive.documents.freshness.meaning import changed_names
from pytest_golive.documents.standards.enforced import enforced, is_read
from pytest_golive.documents.summary.parts import Part, is_aside, parts
from pytest_golive.documents.tracked import Texts, past_texts, text_of
from pytest_golive.errors import CannotMeasure

DEPLOYMENT = (
    "Dockerfile*", "*.dockerfile", "docker-compose*.y*ml", "compose*.y*ml", "Procfile", "fly.toml", "render.yaml",
    "app.yaml", "serverless.y*ml", "charts/**", "helm/**", "k8s/**", "kubernetes/**", "deploy/**", "deployment/**",
    "terraform/**", "*.tf", "ansible/**", ".github/workflows/*deploy*", ".github/workflows/*release*", "systemd/**",
    "*.service", "nginx*.conf",
)  # fmt: skip
MANIFESTS = ("pyproject.toml", "package.json", "setup.cfg", "setup.py", "Cargo.toml", "Procfile")
DEPTH = 2  # levels of folders that an architecture speaks of


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: in words, the file it is in, and the words by which a document may speak of it."""

    what: str
    path: str
    terms: frozenset[str] = frozenset()


@dataclass
class Covering:
    """Answers what changed; everything is looked up once.

    Attributes:
        repository: where the last release lies.
        commit: of it.
        compared: what differs from it.
        texts: the tracked files of today.
        content: whether every statement of a covered file counts, and not only what others can use.
    """

    repository: Repository
    commit: str
    compared: Comparison
    texts: Texts
    content: bool = False
    sources: Sequence[str] = ()
    _read: dict[str, list[Change]] = field(default_factory=dict)

    def of(self, role: str, sources: Sequence[str]) -> list[Change]:
        """What changed of that which a standard document covers; *sources* are the paths of the source files."""
        self.sources = sources
        if role not in self._read:
            looked_up: dict[str, Callable[[], Iterable[Change]]] = {
                roles.SUMMARY: self._modules,
                roles.ARCHITECTURE: self._structure,
                roles.STANDARDS: self._standards,
                roles.CHANGELOG: self._anything,
                roles.README: self._use,
                roles.DEPLOYMENT: self._deployment,
            }
            self._read[role] = list(looked_up[role]())
        return self._read[role]

    def matching(self, globs: Sequence[str]) -> list[Change]:
        """What changed in the files that some globs mean."""
        is_meant = ManyGlobs(globs).any
        compared = self.compared
        news = [(path, "is new") for path in sorted(compared.added)]
        news += [(path, "is gone") for path in sorted(compared.removed)]
        found = [Change(f"{path} {what}", path, self._terms(path)) for path, what in news if is_meant(path)]
        changed = [path for path in sorted(compared.changed) if is_meant(path) or is_meant(compared.old_path(path))]
        before = self._old(changed)
        for path in changed:
            names = changed_names(path, before.get(path, ""), self.texts.read(path), content=self.content)
            if path in compared.moved:
                what = f"{compared.moved[path]} is now {path}"
                found.append(Change(what, path, self._terms(path) | self._terms(compared.moved[path])))
            elif names is not None:
                found.append(Change(f"{path} changed{_some(names)}", path, self._terms(path) | frozenset(names)))
        return found

    def _terms(self, path: str) -> frozenset[str]:
        return frozenset(terms_of(path))

    def _old(self, paths: Sequence[str]) -> dict[str, str]:
        """The text that files had, by the paths that they have now; of links and of what is binary, none."""
        found: dict[str, str] = {}
        for path in paths:
            with contextlib.suppress(CannotMeasure):  # no text: any change of it is one
                for content in contents(self.repository, self.commit, [self.compared.old_path(path)]).values():
                    found[path] = text_of(path, content)
        return found

    def _deployment(self) -> list[Change]:
        return self.matching(DEPLOYMENT)

    def _modules(self) -> Iterator[Change]:
        """Source files that are new, gone or moved."""
        compared, now = self.compared, frozenset(self.sources)
        for path in sorted(compared.added & now):
            if not is_aside(path):
                yield Change(f"{path} is new", path, self._terms(path))
        for new, old in sorted(compared.moved.items()):
            if new in now and not is_aside(new):
                yield Change(f"{old} is now {new}", new, self._terms(new) | self._terms(old))
        suffixes = {path.rpartition(".")[2] for path in now}
        for path in sorted(compared.removed):
            if path.rpartition(".")[2] in suffixes and "." in path and not is_aside(path):
                yield Change(f"{path} is gone", path, self._terms(path))

    def _structure(self) -> Iterator[Change]:
        """Packages and services that are new or gone."""
        now = _structural(parts(self.sources, self.texts, DEPTH))
        suffixes = {path.rpartition(".")[2] for path in self.sources}
        old_sources = [path for path in self._then.paths if path.rpartition(".")[2] in suffixes and "." in path]
        then = _structural(parts(old_sources, self._then, DEPTH))
        yield from _differing(then, now)

    def _use(self) -> Iterator[Change]:
        """Entry points that are new or gone, and the versions of Python that are needed."""
        now = {key: part for key, part in _by_name(parts((), self.texts, 0)).items() if key[0] == "entry point"}
        then = {key: part for key, part in _by_name(parts((), self._then, 0)).items() if key[0] == "entry point"}
        yield from _differing(then, now)
        for one in sorted(self._enforced_now ^ self._enforced_then):
            if one[0] == "python" and one in self._enforced_now:
                yield Change(f"Python {one[1]} is needed now", "pyproject.toml", frozenset({"python"}))

    def _standards(self) -> Iterator[Change]:
        """Limits that have another value, and tools that are used no more or from now on."""
        for kind, value in sorted(self._enforced_now - self._enforced_then):
            words = f"{kind} is {value} now" if kind != "tool" else f"{value} is used now"
            yield Change(words, "", frozenset({value, *kind.split()}))
        kinds = {kind for kind, _ in self._enforced_now}
        for kind, value in sorted(self._enforced_then - self._enforced_now):
            if kind == "tool" or kind not in kinds:
                what = value if kind == "tool" else kind
                yield Change(f"{what} is used no more", "", frozenset({value, *kind.split()}))

    def _anything(self) -> Iterator[Change]:
        """Any source that changed at all."""
        for path in self.sources:
            if (path in self.compared.added or path in self.compared.changed) and not is_aside(path):
                yield Change(f"{path} changed", path)

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


def _structural(found: Sequence[Part]) -> dict[tuple[str, str], Part]:
    return {key: part for key, part in _by_name(found).items() if key[0] in {"package", "service"}}


def _by_name(found: Sequence[Part]) -> dict[tuple[str, str], Part]:
    return {(part.kind, part.path if part.kind == "package" else part.name): part for part in found}


def _differing(then: dict[tuple[str, str], Part], now: dict[tuple[str, str], Part]) -> Iterator[Change]:
    for key in sorted(now.keys() - then.keys()):
        yield Change(f"the {key[0]} {key[1]} is new", now[key].path, frozenset({now[key].name}))
    for key in sorted(then.keys() - now.keys()):
        yield Change(f"the {key[0]} {key[1]} is gone", then[key].path, frozenset({then[key].name}))


def _some(names: set[str]) -> str:
    shown = sorted(names)[:3]
    return f" ({', '.join(shown)}{', …' if len(names) > len(shown) else ''})" if shown else ""
