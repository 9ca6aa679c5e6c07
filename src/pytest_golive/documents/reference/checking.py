"""Whether every public object has a docstring, and which of them say what is not so."""

from __future__ import annotations

from dataclasses import dataclass, field

from pytest_golive.documents.api.constructors import MAKERS
from pytest_golive.documents.api.outline import ATTRIBUTE, CLASS, FUNCTION, Item, Module
from pytest_golive.documents.api.public import public_members, public_modules, public_objects
from pytest_golive.documents.api.tree import Outside, Tree
from pytest_golive.documents.reference.signatures import Depth, Signatures
from pytest_golive.documents.reference.statements import DOUBT, HABIT, SURE
from pytest_golive.findings import Finding

SPECIAL = "__"
FEWEST_LISTS = 10  # docstrings with a list of parameters, to speak of a habit
HABITUAL = 0.95  # share of them that explain all parameters


@dataclass
class Checked:
    """What was found in the docstrings.

    Attributes:
        objects: how many public objects were looked at.
        missing: those without a docstring.
        untrue: what a docstring says that its signature does not, or the other way round.
        unsure: the same where it may be meant so: worth a look.
        bare: modules without a docstring, which not every project wants.
        dynamic: modules whose ``__all__`` nobody can read.
    """

    objects: int = 0
    missing: list[Finding] = field(default_factory=list)
    untrue: list[Finding] = field(default_factory=list)
    unsure: list[Finding] = field(default_factory=list)
    bare: list[Finding] = field(default_factory=list)
    dynamic: list[str] = field(default_factory=list)


def check(tree: Tree, depth: Depth) -> Checked:
    """Look at every public class, function, method and property.

    Args:
        tree: the project.
        depth: "present" asks for docstrings alone; "matching" also for what they say to be true and, where they list
            parameters or exceptions at all, whole; "complete" for all of it.
    """
    walk = _Walk(tree, Signatures(tree, depth), {entry.item.path for entry in public_objects(tree)})
    for module in public_modules(tree):
        walk.module(module)
    for entry in public_objects(tree):
        walk.visit(entry.item, entry.path)
    walk.close()
    return walk.checked


@dataclass
class _Walk:
    tree: Tree
    signatures: Signatures
    known: set[str]
    checked: Checked = field(default_factory=Checked)
    seen: set[str] = field(default_factory=set)
    optional: list[Finding] = field(default_factory=list)  # sure only where the project explains all elsewhere

    def close(self) -> None:
        """Decide about what depends on the habit of the project."""
        signatures = self.signatures
        is_habit = signatures.lists >= FEWEST_LISTS and signatures.whole >= HABITUAL * signatures.lists
        (self.checked.untrue if is_habit else self.checked.unsure).extend(self.optional)

    def _hold(self, item: Item, path: str, *, in_class: bool) -> None:
        for finding, certainty in self.signatures.judge(item, path, in_class=in_class):
            places = {SURE: self.checked.untrue, DOUBT: self.checked.unsure, HABIT: self.optional}
            places[certainty].append(finding)

    def module(self, module: Module) -> None:
        if module.has_dynamic_exports:
            self.checked.dynamic.append(module.name)
        is_empty = not module.row["m"] and not module.wildcards
        if not module.has_docstring and not is_empty:
            self.checked.bare.append(_missing(module.file, 1, "module", module.name))

    def visit(self, item: Item, path: str) -> None:
        """Look at a function, or at a class and its members."""
        if item.kind not in {FUNCTION, CLASS}:
            return
        self.checked.objects += 1
        if item.has_docstring:
            self._hold(item, path, in_class=False)
        else:
            kind = "class" if item.kind == CLASS else "function"
            self.checked.missing.append(_missing(item.file, item.line, kind, path))
        if item.kind == CLASS:
            for member in public_members(self.tree, item, self.known).values():
                self._member(item, member, f"{path}.{member.name}")

    def _member(self, of: Item, member: Item, path: str) -> None:
        is_plain = member.kind == ATTRIBUTE and "property" not in member.labels
        if is_plain or member.path in self.seen:
            return
        self.seen.add(member.path)
        self.checked.objects += 1
        if member.has_docstring:
            if member.kind == FUNCTION and member.name not in MAKERS:
                self._hold(member, path, in_class=True)
        elif not self._is_explained(of, member):
            kind = "property" if member.kind == ATTRIBUTE else "method"
            self.checked.missing.append(_missing(member.file, member.line, kind, path))

    def _is_explained(self, of: Item, member: Item) -> bool:
        """Whether it needs none: everybody knows what it does, or the docstring of a base class holds for it, too."""
        if member.name.startswith(SPECIAL) or member.kind == CLASS or "like-property" in member.labels:
            return True
        for ancestor in self.tree.line_of(of):
            if isinstance(ancestor, Outside):
                if ancestor.may_have(member.name):
                    return True  # it may be one that the base explains
            elif (other := ancestor.members.get(member.name)) is not None and other.has_docstring:
                return True
        return False


def _missing(file: str, line: int, kind: str, path: str) -> Finding:
    return Finding(file, line, "docstring-missing", f"the public {kind} {path} has no docstring", key=path, moves=True)
