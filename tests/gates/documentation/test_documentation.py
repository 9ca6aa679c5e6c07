"""The gates about documents: each passes, is breached, and cannot measure."""

from __future__ import annotations

import pytest

SOUND = "documentation::documents_sound"
README = """\
# Shop

See [how it is built](docs/design.md#the-parts).

```python
from shop.pay import pay
```
"""
DESIGN = "# Design\n\n## The parts\n\nBack to the [README](../README.md).\n"


@pytest.fixture
def documented(shop):
    shop.write("README.md", README)
    shop.write("docs/design.md", DESIGN)
    return shop


def test_documents_sound_passes(documented):
    documented.passes(SOUND, "*2 document(s), 2 link(s), 1 block(s) of code*")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("docs/a.md", "[b](b.md)\n", "*docs/a.md:1*link to 'b.md': docs/b.md is not tracked*"),
        ("docs/a.md", "# A\n\n[b](design.md#parts)\n", "*docs/a.md:3*docs/design.md has no heading*the-parts*"),
        ("docs/a.rst", "A\n=\n\n`B`_\n", "*docs/a.rst:4*no target or heading of that name*"),
        ("docs/a.md", "```toml\na = \n```\n", "*docs/a.md:2*this block is called TOML*"),
        ("docs/a.md", b"caf\xe9\n", "*docs/a.md:1*it is not UTF-8*"),
        ("docs/a.md", b"\x00\x01\x02", "*docs/a.md*it is binary*"),
    ],
)
def test_documents_sound_is_breached(documented, path, text, said):
    documented.write(path, text)
    documented.breaches(SOUND, said)


def test_documents_sound_cannot_measure_without_documents(shop):
    shop.cannot_measure(SOUND, "*no document is left among 5 tracked files*")


def test_documents_sound_cannot_measure_a_document_that_nobody_reads(documented):
    documented.write("docs/huge.md", b"word " * 4_200_000)
    documented.cannot_measure(SOUND, "*docs/huge.md has 21.0 MB, and documents are read up to 5 MB*")
