"""Links to other sites for tests, and a client that requests them."""

from __future__ import annotations

import time

from pytest_golive.documents.outside.asking import Asker
from pytest_golive.documents.outside.gathering import Release, gather
from pytest_golive.documents.outside.review import Rules
from pytest_golive.documents.reading.content import read_content

PATIENT = Rules(keep=3600, timeout=600, private=True)


def asker(**changes):
    waits = []
    return Asker(**{"private": True, "deadline": time.monotonic() + 600, "wait": waits.append, **changes}), waits


def document(text, path="README.md"):
    return read_content(path, "markdown", text.encode())


def gathered(*urls, exclude=(), release=None):
    text = "\n\n".join(f"[a]({url})" for url in urls)
    return gather([document(text)], exclude, release or Release())
