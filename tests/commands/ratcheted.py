"""A project with a ratchet, and the output of a run of it."""

from __future__ import annotations

FIXME = "FIX" + "ME"
FILE = "golive-ratchet.txt"


def said(project, *, ret):
    result = project.phase()
    assert result.ret == ret, result.stdout.str()
    return result.stdout.str()
