"""Parse parameters, returns and raises from a docstring, with griffe's parsers for Google, NumPy and Sphinx."""

from __future__ import annotations

import re
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
LITERAL: Final = r"(None|True|False|-?\d++(?:\.\d++)?+(?!\w|\.\w)|'[^'\n]*'|\"[^\"\n]*\")"
DEFAULT: Final = re.compile(
    rf"\b[Dd]efault(?:s|ing)?(?:\s+(?:value|is|to|value is)|\s*[:=])*\s*[:=]?\s*`{{0,2}}{LITERAL}`{{0,2}}"
    rf"|(?<![\w.]){LITERAL}`{{0,2}}\s+(?:\((?:the )?default\)|(?:is the|by) default\b)"
)
SAYS_DEFAULT: Final = re.compile(r"\bdefault", re.IGNORECASE)
AFTER: Final = re.compile(r"\n[ \t]*\n|^[ \t]*\.\. ", re.MULTILINE)
NOTHING: Final = re.compile(r"none|nothing|never(?: returns?\b.*)?", re.IGNORECASE)
NAME: Final = re.compile(r"\\?\*{0,2}([^\W\d]\w*)")
QUOTED: Final = re.compile(r"`{1,2}[~!.]?([\w.]+)(?:=[^`\n]{0,40}+)?`{1,2}")


def style_of(text: str) -> Style | None:
    """The style of the docstring's sections; None if it has none."""
    if SPHINX.search(text):
        return "sphinx"
    if NUMPY.search(text):
        return "numpy"
    return "google" if GOOGLE.search(text) else None


def documented(docstring: griffe.Docstring) -> dict[str, Any] | None:
    """The contents of the docstring's sections; None if it has none.

    Returns:
        "p": documented parameters, each a name and, if documented, the default; "r": names of exceptions, "q": those
        that stand there with their module;
        "ret", "y": whether returns or yields are documented; "w": the names that its text quotes as code, by their last
        part; "s": the style; "l": its first line.
    """
    text = docstring.value
    style = style_of(text)
    if style is None:
        return None
    contents: dict[str, Any] = {"s": style, "l": docstring.lineno or 0}
    for section in docstring.parse(style, warnings=False):
        kind = section.kind.value
        if kind in PARAMETERS:
            contents.setdefault("p", []).extend(row for entry in section.value for row in _rows(entry, style))
        elif kind == "raises":
            words = [_spelled(entry.annotation) for entry in section.value]
            names = (word.rpartition(".")[2] for word in words)
            if dotted := [word for word in words if "." in word]:
                contents["q"] = [*contents.get("q", ()), *dotted]
            contents["r"] = [*dict.fromkeys([*contents.get("r", ()), *filter(None, names)])]
        elif kind == "returns" and not _is_none(section.value):
            contents["ret"] = 1
        elif kind == "yields":
            contents["y"] = 1
    if not contents.keys() - {"s", "l", "q"}:
        return None
    if quoted := sorted({match[1].rpartition(".")[2] for match in QUOTED.finditer(text)} - {""}):
        contents["w"] = quoted
    return contents


def _rows(parameter: Any, style: Style) -> list[list[str]]:
    # Text after a blank line or a directive is about the whole function.
    description = AFTER.split(parameter.description or "", maxsplit=1)[0]
    # In other styles griffe takes the default from the signature if the docstring has none.
    numpy_default = f"default {parameter.value}" if style == "numpy" and parameter.value else ""
    default = _default(numpy_default) or _default(f"{parameter.annotation or ''}\n{description}")
    names = [match[1] for part in re.split(r"[,/]\s*", parameter.name) if (match := NAME.fullmatch(part.strip()))]
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
