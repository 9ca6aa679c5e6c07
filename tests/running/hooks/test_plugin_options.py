"""The options of the plugin that pytest loads in every run."""

from __future__ import annotations

import argparse
from types import SimpleNamespace as Fake

from pytest_golive import plugin


class Parser:
    """Reads a command line with the options of one group."""

    def __init__(self):
        self.reader = argparse.ArgumentParser()

    def getgroup(self, name, _description):
        assert name == "golive"
        return Fake(addoption=self.reader.add_argument)


def test_options_and_what_they_are_without_a_word():
    parser = Parser()
    plugin.pytest_addoption(parser)
    names = [
        "golive",
        "target",
        "allow",
        "sarif",
        "html",
        "checklist",
        "checklist_out",
        "after",
        "deployed",
        "decision",
        "confirm",
    ]
    names += ["record", "attest", "key", "markdown", "break_glass"]
    names = ["golive", *(f"golive_{name}" for name in names[1:])]
    plain = vars(parser.reader.parse_args([]))
    lists = {"golive_allow", "golive_checklist", "golive_after"}
    assert plain == {name: [] if name in lists else None for name in names} | {"golive": False, "golive_execute": False}
    words = [word for name in names[1:] for word in (f"--{name.replace('_', '-')}", "x")]
    given = vars(parser.reader.parse_args(["--golive", "--golive-execute", *words]))
    assert given == {name: ["x"] if name in lists else "x" for name in names} | {"golive": True, "golive_execute": True}
