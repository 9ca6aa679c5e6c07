"""Directives and roles of reStructuredText: those of docutils that matter, and a shape for all others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pytest_golive.documents.markup.lines import toctree
from pytest_golive.documents.markup.markdown import Parts
from pytest_golive.documents.reading.document import Block, Directive, Link
from pytest_golive.documents.reading.words import words_of

# Their own code in docutils is asked: it makes up what stands elsewhere in the text, or its content has a form.
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
# Their content is text, and its markup counts.
TEXTUAL = words_of(
    """
    note warning tip important caution danger hint attention error seealso versionadded versionchanged deprecated
    versionremoved admonition topic sidebar only centered hlist glossary tab tabs tab-item tab-set dropdown grid card
    grid-item grid-item-card details function class method attribute data module exception decorator describe option
    envvar confval setting django-admin templatetag templatefilter fieldlookup program cmdoption
    """
)
# Their content is no text.
LITERAL = words_of(
    """
    raw math graphviz digraph graph plantuml mermaid csv-table parsed-literal jinja plot productionlist
    program-output command-output highlight testsetup testcleanup testoutput autosummary tabularcolumns index
    exec uml inheritance-diagram bibliography click argparse literalinclude include toctree sphinx-argparse
    typer
    """
)
FILES = {"include": "include", "literalinclude": "include"}
ROLES = {"ref": "label", "numref": "label", "std:ref": "label", "doc": "document", "std:doc": "document"} | {
    "download": "download"
}
OF_SPHINX = ROLES.keys() | {"pep", "rfc", "math", "code"}  # it takes more in them than docutils does
VERSIONED = words_of("versionadded versionchanged versionremoved deprecated")  # a version, and what about it
TITLED = re.compile(r"^(.*)(?<!\\)<([^<>]+)>$", re.DOTALL)
FRAGMENT = re.compile(r"\bfragment\b")
NEAR = 60  # lines of a paragraph


class Known:
    """What docutils is told when it asks what a word means.

    Args:
        parts: where what is found goes.
        text: of the document.
        messages: what docutils has said so far.
    """

    def __init__(self, parts: Parts, text: str, messages: list[Any]) -> None:
        self._parts = parts
        self._messages = messages
        self._lines = text.split("\n")

    def directives(self, asked_before: Callable[..., Any]) -> Callable[..., Any]:
        """The function that finds directives: docutils' own *asked_before* for its own, else a shape."""
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
        """The line that a role stands on: docutils knows that of its paragraph, and of one in a directive neither."""
        try:
            first = int(inliner.reporter.get_source_and_line(line)[1] or line)
        except (AttributeError, IndexError):
            first = line
        words = raw.split("\n", maxsplit=1)[0]
        near = range(max(first - NEAR, 0), min(first + NEAR, len(self._lines)))
        found = [number + 1 for number in near if words in self._lines[number]]
        return min(found, key=lambda number: (number < first, abs(number - first)), default=first)


def _about_version(directive: Any, word: str) -> Iterator[Any]:
    """What stands behind a version is text, too."""
    from docutils import nodes

    if word in VERSIONED and directive.arguments:
        texts, _ = directive.state.inline_text(directive.arguments[0], directive.lineno)
        yield nodes.paragraph(directive.arguments[0], "", *texts)


def _shape(parts: Parts, messages: list[Any]) -> type[Any]:
    """A directive that takes any argument, any option and any content."""
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
            argument = " ".join(self.arguments[0].split()) if self.arguments else ""
            options = {name: value or "" for name, value in self.options.items()}
            parts.directives.append(Directive(word, argument, options, self.lineno))
            if word in FILES:
                parts.links.append(Link(FILES[word], argument, self.lineno, word))
            if "file" in options and word == "csv-table":
                parts.links.append(Link("include", options["file"], self.lineno, word))
            if word in CODE or word == "mermaid":
                self._code(word, argument, options)
                return []
            if word == "toctree":
                parts.links.extend(toctree("\n".join(self.content), self.content_offset + 1, options))
            return [] if word in LITERAL else self._nested(word)

        def _code(self, word: str, argument: str, options: dict[str, str]) -> None:
            language = "mermaid" if word == "mermaid" else LANGUAGES.get(word) or argument.lower()
            is_fragment = "force" in options or FRAGMENT.search(options.get("class", "")) is not None
            text = "".join(f"{line}\n" for line in self.content)
            info = " ".join((word, argument, *options))
            parts.blocks.append(Block(language, text, self.content_offset + 1, info, is_fragment))

        def _nested(self, word: str) -> list[Any]:
            from docutils import nodes

            node = nodes.container(classes=[word])
            node.document = self.state.document
            node.line = self.lineno
            node.extend(_about_version(self, word))
            memo = self.state.memo
            outer, memo.title_styles, level, memo.section_level = memo.title_styles, [], memo.section_level, 0
            said = len(messages)
            try:  # headings in it have an order of their own
                self.state.nested_parse(self.content, self.content_offset, node, match_titles=True)
            finally:
                memo.title_styles, memo.section_level = outer, level
            if word not in TEXTUAL and ":" not in word:
                del messages[said:]  # nobody knows whether its content is text at all
            return [node]

    return Shape
