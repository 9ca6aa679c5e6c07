"""Parse parameters, returns and raises from a docstring, with griffe's parsers for Google, NumPy and Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import griffe

Style = Literal["google", "numpy", "sphinx"]
SPHINX: Final = re.compile(
    r"^[ \t]*:(?:param|parameter|arg|argument|key|keyword|returns?|raises?|rtype)\b", re.MULTILINE
)
NUMPY: Final = re.compile(
    r"^[ \t]*(?:Other )?(?:Parameters|Returns|Raises|Yields|Attributes)[ \t]*\n[ \t]*-{3,}[ \t]*$", re.MULTILINE
)
GOOGLE: Final = re.compile(
    r"^[ \t]*(?:Args|Arguments|Params|Parameters|Keyword Args|Keyword Arguments|Other Parameters|Returns|Raises"
    r"|Yields|Exceptions|Attributes):[ \t]*\n[ \t]*\S",
    re.MULTILINE,
)
PARAMETERS: Final = frozenset({"parameters", "other parameters"})
LITERAL: Final = r"(None|True|False|-?\d++(?:\.\d++)?+(?!\w|[.,]\w)|'[^'\n]*'|\"[^\"\n]*\")"
DEFAULT: Final = re.compile(
    rf"(?<!/)\b[Dd]efault(?:s|ing)?(?![\"'])(?:\s+(?:value|is|to|value is)|\s*[:=])*\s*[:=]?\s*"
    rf"`{{0,2}}{LITERAL}`{{0,2}}(?!\s*[*/+^]|\s+(?:and|or|days?|hours?|minutes?|seconds?|weeks?|times)\b)"
    rf"|(?<![\w.]){LITERAL}`{{0,2}}\s+(?:\((?:the )?default\)|is the default\b(?! \w)|by default\b)"
)
SET: Final = re.compile(r":[ \t]*\{[^}\n]*\}[ \t]*$", re.MULTILINE)
SAYS_DEFAULT: Final = re.compile(r"\bdefault", re.IGNORECASE)
AFTER: Final = re.compile(r"\n[ \t]*\n|^[ \t]*\.\. ", re.MULTILINE)
NOTHING: Final = re.compile(r"none|nothing|never(?: returns?\b.*)?", re.IGNORECASE)
NAME: Final = re.compile(r"\\?\*{0,2}([^\W\d]\w*)")
# Texts that point to another: "See profile for details and shared arguments. The following additional arguments …"
ELSEWHERE: Final = re.compile(
    r"\b(?:see|same as|as (?:in|for))\b[^.]{0,120}\b(?:arguments|parameters|options)\b|\bfollowing\s+additional\s+\w+",
    re.IGNORECASE,
)
# A role in front of a type hides the end of the name: "cents (:obj:`int`): how much".
ROLE: Final = re.compile(r"(?<![\w`]):(?:[a-z+-]+:)+(?=`)")
FIELD: Final = re.compile(r"^[ \t]*:(?:param|parameter|arg|argument|key|keyword)[ \t]+([^:\n]+):", re.MULTILINE)
LISTED: Final = re.compile(r"[ \t]*([*\\`\w]+(?:[ \t]*[,/][ \t]*[*\\`\w]+)*)[ \t]*(?::.*)?")
PAIR: Final = re.compile(r"^[ \t]*([*\w]+(?:[ \t]*/[ \t]*[*\w]+)+)[ \t]*(?=:|$)", re.MULTILINE)
QUOTED: Final = re.compile(r"`{1,2}[~!.]?([\w.]+)(?:=[^`\n]{0,40}+)?`{1,2}")


def style_of(text: str) -> Style | None:
    """The style of the docstring's sections; None if it has none."""
    if SPHINX.search(text):
        return "sphinx"
    if NUMPY.search(text):
        return "numpy"
    return "google" if GOOGLE.search(text) else None


def documented(docstring: griffe.Docstring, names: Iterable[str] = ()) -> dict[str, Any] | None:
    """The contents of the docstring's sections; None if it has none.

    Args:
        docstring: the docstring.
        names: of parameters, which the text may mention.

    Returns:
        "p": documented parameters, each a name and, if documented, the default; "r": names of exceptions, "q": those
        that stand there with their module;
        "ret", "y": whether returns or yields are documented; "w": the names that its text quotes as code, by their last
        part; "m": those of *names* that its text mentions anywhere; "v": documented names that may be words of prose;
        "o": by name, the words beside it, one of which may be the name (":param url str:"); "s": the style; "l": its
        first line.
    """
    text = docstring.value
    style = style_of(text)
    if style is None:
        return None
    contents: dict[str, Any] = {"s": style, "l": docstring.lineno or 0}
    others: list[str] = []
    for section in _plain(docstring, style).parse(style, warnings=False):
        kind = section.kind.value
        if kind in PARAMETERS:
            contents.setdefault("p", []).extend(row for entry in section.value for row in _rows(entry, style, text))
            others += [entry.name for entry in section.value if kind == "other parameters"]  # perhaps a callback's
        elif kind == "raises":
            words = [_spelled(entry.annotation) for entry in section.value]
            raised = [word.rpartition(".")[2] for word in words]
            if dotted := [word for word in words if "." in word]:
                contents["q"] = [*contents.get("q", ()), *dotted]
            contents["r"] = [*dict.fromkeys([*contents.get("r", ()), *filter(None, raised)])]
        elif kind == "returns" and not _is_none(section.value):
            contents["ret"] = 1
        elif kind == "yields":
            contents["y"] = 1
    if not contents.keys() - {"s", "l", "q"}:
        return None
    if quoted := sorted({match[1].rpartition(".")[2] for match in QUOTED.finditer(text)} - {""}):
        contents["w"] = quoted
    return contents | _around(text, contents, names, others)


def _around(text: str, contents: dict[str, Any], names: Iterable[str], others: Sequence[str] = ()) -> dict[str, Any]:
    """What stands around the names of a list of parameters: the keys "m", "v" and "o"."""
    told, style = [name for name, *_ in contents.get("p", ())], contents["s"]
    if not told:
        return {}
    found = {"m": mentioned(text, names), "v": [*_vague(text, told, style), *others], "o": _beside(text, told, style)}
    return {key: value for key, value in found.items() if value}


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of *names* that stand in the text, as words: "public key" is public_key; backslashes do not count.

    Where the text points to another for what both take, it is all of them.
    """
    if ELSEWHERE.search(text):
        return [*dict.fromkeys(names)]
    said = re.sub(r"[\W_]+", " ", text.replace("\\", "")).lower()
    words = f" {said} "
    return [name for name in dict.fromkeys(names) if f" {' '.join(name.lower().split('_')).strip()} " in words]


def _plain(docstring: griffe.Docstring, style: Style) -> griffe.Docstring:
    """The docstring without roles in front of types, which griffe takes for the end of a name."""
    if style != "google" or ROLE.search(docstring.value) is None:
        return docstring
    text = ROLE.sub("", docstring.value)
    return type(docstring)(text, lineno=docstring.lineno, endlineno=docstring.endlineno, parent=docstring.parent)


def _vague(text: str, names: Iterable[str], style: Style) -> list[str]:
    """The names that are more likely words of a sentence, which the parser took for an entry of the list."""
    names = [*dict.fromkeys(names)]
    vague = {name for name in names if name.istitle() and len(name) > 1}
    if style == "numpy":
        lines = (match[1] for line in text.splitlines() if (match := LISTED.fullmatch(line)))
        listed = {word.strip("*\\` \t") for line in lines for word in re.split(r"[,/]", line)}
        vague.update(name for name in names if name not in listed)
    return [name for name in names if name in vague]


def _beside(text: str, names: Iterable[str], style: Style) -> dict[str, list[str]]:
    """The words that stand beside a name in its field: a type, or the name if the type stands in its place."""
    found: dict[str, list[str]] = {}
    fields = (re.findall(r"\w+", match[1]) for match in FIELD.finditer(text)) if style == "sphinx" else ()
    pairs = (re.findall(r"\w+", match[1]) for match in PAIR.finditer(text)) if style == "numpy" else ()
    for words in (*fields, *pairs):
        if len(words) > 1 and (known := [word for word in words if word in names]):
            found.setdefault(known[-1], []).extend(word for word in words if word != known[-1])
    return found


def _rows(parameter: Any, style: Style, docstring: str) -> list[list[str]]:
    # Text after a blank line or a directive is about the whole function.
    description = AFTER.split(parameter.description or "", maxsplit=1)[0]
    # In other styles griffe takes the default from the signature if the docstring has none.
    line = rf"^[ \t]*[\w*, ]*\b{re.escape(parameter.name)}\b[^\n]*"
    text = "\n".join(re.findall(line, docstring, re.MULTILINE)) if style == "numpy" and parameter.value else ""
    # Not the first of a set, "{'a', 'b'}": only some mean by that place that it is the default.
    is_said = style == "numpy" and parameter.value and SAYS_DEFAULT.search(text)
    numpy_default = f"default {parameter.value}" if is_said and not SET.search(text) else ""
    default = _default(numpy_default) or _default(f"{parameter.annotation or ''}\n{description}")
    parts = (part.replace("\\", "").strip() for part in re.split(r"[,/]\s*", parameter.name))
    names = [match[1] for part in parts if (match := NAME.fullmatch(part))]
    return [[name, default] if default and len(names) == 1 else [name] for name in names]


def _default(text: str) -> str:
    """The default stated in *text*, if it states exactly one; else ""."""
    found = DEFAULT.search(text)
    return (found[1] or found[2]) if found and len(SAYS_DEFAULT.findall(text)) == 1 else ""


def _spelled(annotation: Any) -> str:
    """An exception as it is written: "shop.errors.NotFound", or "NotFound" of ":class:`NotFound`"; "" for no name."""
    word = re.sub(r"^:\w+(?::\w+)*:", "", str(annotation or "").strip()).strip("`~!\\ ")
    return word if word.rpartition(".")[2].isidentifier() else ""


def _is_none(returns: Any) -> bool:
    """Whether all that is said of what it returns is that it returns nothing."""
    words = ((str(each.annotation or ""), str(each.description or "")) for each in returns)
    return all(said == "None" or NOTHING.fullmatch(text.strip(" .`*")) for said, text in words)
