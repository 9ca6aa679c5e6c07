"""A path in a JSON body, for messages."""

from __future__ import annotations

NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def in_words(place: str) -> str:
    """A path in words: "state of the second item in checks"."""
    phrase, names = "", ""
    for part in place.split("."):
        if part.startswith("#") and part[1:].isdecimal():
            number = int(part[1:])
            item = f"the {NTH[number - 1]} item" if 0 < number <= len(NTH) else f"item {number}"
            phrase = f"{item} in {_nested_in(names, phrase) or 'the list'}"
            names = ""
        else:
            names = f"{names}.{part}" if names else part
    return _nested_in(names, phrase)


def _nested_in(names: str, phrase: str) -> str:
    return f"{names} of {phrase}" if names and phrase else names or phrase
