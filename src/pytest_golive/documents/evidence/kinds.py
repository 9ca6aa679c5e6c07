"""The kinds of evidence, and which of them fail a release.

A kind fails only if what it compares is literal: the document has the very words of something that the last release
had, that one place of the repository decides, and that is not there now. Where a name has to be understood first
(whose method it is, what a list is about, which argument a value is) a kind is right too seldom on projects that
nobody has looked at: it asks for a look.
"""

from __future__ import annotations

from typing import Final

RECORD: Final = "record"  # a changelog without this release, and what `covered = "content"` asks for
STATED: Final = "stated"  # a limit, a tool or a version of Python that the configuration had, and has no more
FILE: Final = "file"  # the path or name of a file that is gone
COMMAND: Final = "command"  # a target, environment, script or service that a command runs, and that is gone
IMPORT: Final = "import"  # "from shop import pay", where the module shop is still there, and has no "pay" any more
PINNED: Final = "pinned"  # an image or address with its version
WEAK: Final = "weak"  # everything else: names, calls, lists, defaults, words
STRONG: Final = frozenset({RECORD, STATED, FILE, COMMAND, IMPORT, PINNED})
