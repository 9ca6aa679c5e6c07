"""Directives and roles of reStructuredText: docutils' own where they matter, and a generic shape for all others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pytest_golive.documents.markup.lines import toctree
from pytest_golive.documents.markup.markdown import Parts
from pytest_golive.documents.reading.document import Block, Directive, Link
from pytest_golive.documents.reading.words import words_of

# Handled by docutils' own code: they define text that is used elsewhere, or their content has a fixed form.
DOCUTILS = words_of(
    """
    replace unicode date image figure table list-table role note warning tip important caution danger hint
    attention error admonition topic sidebar default-role contents sectnum meta title epigraph highlights
    pull-quote compound container rubric header footer target-notes restructuredtext-test-directive
    """
)
CODE = words_of("console code code-block sourcecode highlight-block ipython ipython3 prompt testcode doctest")
LANGUAGES = {
    "doctest": "pycon",
    "testcode": "python",
    "ipython": "ipython",
    "ipython3": "ipython",
    "prompt": "console",
    "console": "console",
}
# Their content is text with markup.
TEXTUAL = words_of(
    """
    note warning tip important caution danger hint attention error seealso versionadded versionchanged deprecated
    versionremoved admonition topic sidebar only centered hlist tab tabs tab-item tab-set dropdown grid card
    grid-item grid-item-card details function class method attribute data module exception decorator describe option
    envvar confval setting django-admin templatetag templatefilter fieldlookup program cmdoption
    """
)
# Their content is not text.
LITERAL = words_of(
    """
    raw math graphviz digraph graph plantuml mermaid csv-table parsed-literal jinja plot productionlist
    program-output command-output highlight testsetup testcleanup testoutput autosummary tabularcolumns index
    exec uml inheritance-diagram bibliography click argparse literalinclude include toctree sphinx-argparse
    typer
    """
)
DOMAINS = words_of("py c cpp js rst std http")  # Sphinx domains, whose directives hold text
FILES = {"include": "include", "literalinclude": "include"}
ROLES = {"ref": "label", "numref": "label", "std:ref": "label", "doc": "document", "std:doc": "document"} | {
    "download": "download"
}
OF_SPHINX = ROLES.keys() | {"pep", "rfc", "math", "code"}  # Sphinx accepts more in them than docutils does
VERSIONED = words_of("versionadded versionchanged versionremoved deprecated")  # a version, and a text about it
TITLED = re.compile(r"^(.*)(?<!\\)<([^<>]+)>$", re.DOTALL)
FRAGMENT = re.compile(r"\bfragment\b")
NEAR = 60  # lines around a paragraph in which a role is searched


class Known:
    """Tells docutils what the name of a directive or role means.

    Args:
        parts: receives what is found.
        text: the document's text.
        messages: docutils' messages so far.
    """

    def __init__(self, parts: Parts, text: str, messages: list[Any]) -> None:
        self._parts = parts
        self._messages = messages
        self._lines = text.split("\n")

    def directives(self, asked_before: Callable[..., Any]) -> Callable[..., Any]:
        """The function that finds directives: docutils' *asked_before* for its own, else a generic shape."""
        shape = _shape(self._parts, self._messages)
        without_argument = type("WithoutArgument", (shape,), {"optional_arguments": 0})

        def directive(name: str, language: Any, document: Any) -> tuple[Any, list[Any]]:
            word = name.lower()
            if word in DOCUTILS:
                found: tuple[Any, list[Any]] = asked_before(name, language, document)
                return found
            return (without_argument if word == "seealso" else shape), []

        return directive

    def roles(self, asked_before: Callable[..., Any]) -> Callable[..., Any]:
        """The function that finds roles."""

        def role(name: str, language: Any, line: int, reporter: Any) -> tuple[Any, list[Any]]:
            word = name.lower()
            if word in OF_SPHINX or ":" in word:
                return self._role, []
            found = asked_before(name, language, line, reporter)
            return (found[0], []) if found[0] is not None else (self._role, [])

        return role

    def _role(
        self, name: str, raw: str, text: str, line: int, inliner: Any, *_more: Any, **_options: Any
    ) -> tuple[list[Any], list[Any]]:
        from docutils import nodes

        text = text.replace("\0", "\\")
        titled = TITLED.match(text)
        shown, target = (titled[1].rstrip(), titled[2]) if titled else (text, text)
        word = name.lower()
        if word in ROLES and not target.startswith("!"):
            self._parts.links.append(Link(ROLES[word], " ".join(target.split()), self._line(inliner, line, raw), shown))
            return [nodes.inline(raw, shown)], []
        return [nodes.literal(raw, shown.lstrip("~!.") or target, classes=[word])], []

    def _line(self, inliner: Any, line: int, raw: str) -> int:
        """The line of a role: docutils knows only the line of its paragraph, and in a directive not even that."""
        try:
            first = int(inliner.reporter.get_source_and_line(line)[1] or line)
        except (AttributeError, IndexError):
            first = line
        words = raw.split("\n", maxsplit=1)[0]
        near = range(max(first - NEAR, 0), min(first + NEAR, len(self._lines)))
        found = [number + 1 for number in near if words in self._lines[number]]
        return min(found, key=lambda number: (number < first, abs(number - first)), default=first)


def _about_version(directive: Any, word: str) -> Iterator[Any]:
    """The text after a version."""
    from docutils import nodes

    if word in VERSIONED and directive.arguments:
        texts, _ = directive.state.inline_text(directive.arguments[0], directive.lineno)
        yield nodes.paragraph(directive.arguments[0], "", *texts)


def _files(word: str, argument: str, options: dict[str, str]) -> Iterator[tuple[str, str]]:
    if word in FILES or (word == "csv-table" and "file" in options):
        yield FILES.get(word, "include"), argument if word in FILES else options["file"]


def _is_no_text(word: str) -> bool:
    is_foreign = ":" in word and word.partition(":")[0] not in DOMAINS  # "click:example" shows code
    return word in LITERAL or is_foreign


def _shape(parts: Parts, messages: list[Any]) -> type[Any]:
    """A directive that accepts any argument, any option and any content."""
    from docutils import nodes
    from docutils.parsers.rst import Directive as Base
    from docutils.parsers.rst import directives

    class AnyOption(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            return directives.unchanged

    class Shape(Base):
        optional_arguments = 1
        final_argument_whitespace = True
        has_content = True
        option_spec = AnyOption(name=directives.unchanged)

        def run(self) -> list[Any]:
            word = self.name.lower()
            argument = " ".join(" ".join(self.arguments).split())
            options = {name: value or "" for name, value in self.options.items()}
            parts.directives.append(Directive(word, argument, options, self.lineno))
            parts.links.extend(Link(kind, to, self.lineno, word) for kind, to in _files(word, argument, options))
            if word in CODE or word == "mermaid":
                self._code(word, argument, options)
                return []
            if word == "toctree":
                parts.links.extend(toctree("\n".join(self.content), self.content_offset + 1, options))
            if type(self.state).__name__ == "SubstitutionDef":  # ".. |br| raw:: html" stands for something in a line
                return [nodes.inline(self.block_text, argument or word)]
            return [] if _is_no_text(word) else self._nested(word)

        def _code(self, word: str, argument: str, options: dict[str, str]) -> None:
            language = "mermaid" if word == "mermaid" else LANGUAGES.get(word) or argument.lower()
            is_fragment = "force" in options or FRAGMENT.search(options.get("class", "")) is not None
            text = "".join(f"{line}\n" for line in self.content)
            info = " ".join((word, argument, *options))
            parts.blocks.append(Block(language, text, self.content_offset + 1, info, is_fragment))

        def _nested(self, word: str) -> list[Any]:
            node = nodes.container(classes=[word])
            node.document = self.state.document
            node.line = self.lineno
            node.extend(_about_version(self, word))
            memo = self.state.memo
            outer, memo.title_styles, level, memo.section_level = memo.title_styles, [], memo.section_level, 0
            message_count = len(messages)
            try:  # its headings have their own order
                self.state.nested_parse(self.content, self.content_offset, node, match_titles=True)
            finally:
                memo.title_styles, memo.section_level = outer, level
            if word not in TEXTUAL and word.partition(":")[0] not in DOMAINS:
                del messages[message_count:]  # its content may not be text at all
            return [node]

    return Shape
