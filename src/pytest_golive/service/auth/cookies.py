"""A browser's cookies for one service, which a test may look into, keep and send again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from pytest_golive.masking import MASK
from pytest_golive.service.asking import Answer

CSRF = re.compile(r"csrf|xsrf", re.IGNORECASE)
LEAST_HIDDEN = 8


class Cookies:
    """Cookies by name. Paths are not told apart: one visitor walks one service."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})

    def __repr__(self) -> str:
        return f"Cookies({', '.join(sorted(self.values))})"

    def take(self, answer: Answer) -> None:
        """Do what the Set-Cookie headers of *answer* say; what they hold is hidden from now on."""
        for line in answer.all_headers("set-cookie"):
            pair, *attributes = line.split(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            if not value.strip('"') or any(_is_past(attribute) for attribute in attributes):
                self.values.pop(name, None)
            else:
                self.values[name] = value
                if len(value) >= LEAST_HIDDEN:
                    MASK.add(value)
                    MASK.add(value.strip('"'))

    @property
    def header(self) -> dict[str, str]:
        """The headers that carry them."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.values.items())} if self.values else {}

    @property
    def csrf(self) -> str:
        """The value of the cookie that scripts repeat in a header; "" if there is none."""
        return next((value.strip('"') for name, value in self.values.items() if CSRF.search(name)), "")

    def changed_since(self, before: Mapping[str, str]) -> list[str]:
        """The names of those that are new, or have another value; those against CSRF are not counted."""
        return [name for name, value in self.values.items() if before.get(name) != value and not CSRF.search(name)]


def _is_past(attribute: str) -> bool:
    """Whether an attribute of Set-Cookie says that the cookie ends at once."""
    name, _, value = (part.strip() for part in attribute.partition("="))
    if name.lower() == "max-age":
        return value.lstrip("-").isdigit() and int(value) <= 0
    if name.lower() == "expires":
        try:
            return parsedate_to_datetime(value).year < 2000  # noqa: PLR2004 -- all frameworks write 1970
        except (TypeError, ValueError):
            return False
    return False
