"""Pages and labels that only a build makes: by sphinx-apidoc, by sphinx-gallery, or by another project."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from pytest_golive.documents.reading.library import Library

# "sphinx-apidoc -f -o docs/source src": what makes the pages of that folder before each build.
APIDOC = re.compile(r"\bsphinx-apidoc\b[^\n]*?[ \t](?:-o|--output-dir)[ \t=]+[\"']?([\w./-]+)")
COMMANDS = ("tox.ini", "noxfile.py", "Makefile", "pyproject.toml", ".readthedocs.yaml", ".readthedocs.yml")
COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
GALLERY = re.compile(r"\bsphinx_gallery(?:\.gen_gallery|_conf)\b")
GALLERY_FOLDERS = re.compile(
    r"\b(gallery_dirs|backreferences_dir)\b[\"']?\]?\s*[:=]\s*(\[[^\]]*\]|\([^()]*\)|\"[^\"\n]*\"|'[^'\n]*')"
)
QUOTED = re.compile(r"[\"']([\w./-]+)[\"']")
USUAL_GALLERY = "auto_examples"
GALLERY_LABEL = "sphx_glr_"
# A mapping may be filled in an "if", or come out of another module: "from base import *".
INTERSPHINX = re.compile(r"\bintersphinx_mapping\b|^[ \t]*from[ \t]+\S+[ \t]+import[ \t]+\*", re.MULTILINE)


class Made:
    """Tells what is missing only because it is made later.

    Args:
        library: the documents.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def has(self, path: str) -> bool:
        """Whether a program of the project makes the page or picture at *path*."""
        return f"{path}/".startswith(self._folders)

    def has_label(self, label: str, folder: str) -> bool:
        """Whether sphinx-gallery gives that label to a page of the site in *folder*."""
        return label.startswith(GALLERY_LABEL) and GALLERY.search(self._conf(folder)) is not None

    def takes_labels(self, folder: str) -> bool:
        """Whether the site in *folder* may take labels of other projects."""
        return INTERSPHINX.search(self._conf(folder)) is not None

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return tuple(f"{posixpath.normpath(path)}/" for path in (*self._by_commands(), *self._by_galleries()))

    def _by_commands(self) -> Iterator[str]:
        folders = ("", *(f"{folder}/" for folder in self._library.sphinx if folder))
        for path in (f"{folder}{name}" for folder in folders for name in COMMANDS):
            if path in self._library.tracked:
                for made in APIDOC.finditer(self._library.text(path)):
                    yield posixpath.join(posixpath.dirname(path), made[1])

    def _by_galleries(self) -> Iterator[str]:
        for folder in self._library.sphinx:
            text = self._conf(folder)
            if not GALLERY.search(text):
                continue
            named = [(each[1], QUOTED.findall(each[2])) for each in GALLERY_FOLDERS.finditer(text)]
            if not any(name == "gallery_dirs" for name, _ in named):
                named.append(("gallery_dirs", [USUAL_GALLERY]))
            yield from (posixpath.join(folder, place) for _, places in named for place in places)

    def _conf(self, folder: str) -> str:
        """The text of a ``conf.py`` without comments."""
        path = f"{folder}/conf.py".lstrip("/")
        return COMMENT.sub("", self._library.text(path)) if path in self._library.tracked else ""
