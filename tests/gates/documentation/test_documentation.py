"""The gates about documents: each passes, is breached, and cannot measure."""

from __future__ import annotations

import shutil

import pytest
from serving import answering

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
    (documented.path / "docs/plan.md").symlink_to("design.md")
    (documented.path / "plans").symlink_to("docs")
    documented.write("docs/a.md", "[b](plan.md) [c](../plans/design.md#the-parts)\n")
    documented.passes(SOUND, "*3 documents, 4 links, 1 block of code*")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("docs/a.md", "[b](b.md)\n", "*docs/a.md:1*link to 'b.md': docs/b.md is not tracked*"),
        ("docs/a.md", "# A\n\n[b](design.md#parts)\n", "*docs/a.md:3*docs/design.md has no heading*the-parts*"),
        ("docs/a.rst", "A\n=\n\n`B`_\n", "*docs/a.rst:4*no target or heading of that name*"),
        ("docs/a.md", "```toml\na = \nb = 1\n```\n", "*docs/a.md:2*this block is called TOML*"),
        ("docs/a.md", b"caf\xe9\n", "*docs/a.md:1*it is not UTF-8*"),
        ("docs/a.md", b"\x00\x01\x02", "*docs/a.md*it is binary*"),
    ],
)
def test_documents_sound_is_breached(documented, path, text, said):
    documented.write(path, text)
    documented.breaches(SOUND, said)


def test_documents_sound_cannot_measure_without_documents(shop):
    shop.cannot_measure(SOUND, "*no document is left among 5 tracked files*")


def test_documents_sound_cannot_measure_shell_without_a_shell(documented, monkeypatch, tmp_path_factory):
    programs = tmp_path_factory.mktemp("programs")
    (programs / "git").symlink_to(shutil.which("git"))
    documented.write("docs/setup.md", "# Setup\n\n```sh\necho 'never closed\n```\n")
    monkeypatch.setenv("PATH", str(programs))
    documented.cannot_measure(SOUND, "*1 block of shell cannot be read, the first at docs/setup.md:4: bash is not*")


def test_documents_sound_cannot_measure_a_document_that_nobody_reads(documented):
    documented.write("docs/huge.md", b"word " * 4_200_000)
    documented.cannot_measure(SOUND, "*docs/huge.md has 21.0 MB, and documents are read up to 5 MB*")


WARNS = """\
import sys
print("docs/design.md:3: WARNING: undefined label: 'x'")
sys.exit(int(sys.argv[1]))
"""


def builds(project, status):
    project.write("tools/build.py", WARNS)
    project.settings(f'\n[tool.golive.documentation]\nbuild = ["python3", "tools/build.py", "{status}"]\n')


def test_documents_sound_passes_where_the_strict_build_does(documented):
    builds(documented, 0)
    documented.passes(SOUND, "*warnings of the strict build: 0*python3 tools/build.py 0*")


def test_documents_sound_is_breached_by_a_warning_of_the_strict_build(documented):
    builds(documented, 1)
    documented.breaches(SOUND, "*warnings of the strict build: 1*", "*docs/design.md:3*undefined label: 'x'*")


def test_documents_sound_is_breached_by_a_build_that_fails_without_a_word(documented):
    documented.settings('\n[tool.golive.documentation]\nbuild = ["false"]\n')
    documented.breaches(SOUND, "*warnings of the strict build: 1*", "*`false` ended with status 1: nothing*")


def test_documents_sound_cannot_measure_a_build_that_does_not_start(documented):
    documented.settings('\n[tool.golive.documentation]\nbuild = ["no-such-builder"]\n')
    documented.cannot_measure(SOUND, "*`no-such-builder` does not start*")


def test_documents_sound_cannot_measure_sphinx_without_sphinx(documented):
    documented.write("docs/conf.py", 'project = "Shop"\n')
    documented.write("docs/index.md", "# Shop\n\n[design](design.md)\n")
    documented.write(".venv-docs/bin/python", '#!/bin/sh\nexec python3 -S "$@"\n').chmod(0o755)
    documented.settings('\n[tool.golive.tests]\npython = ".venv-docs/bin/python"\n')
    documented.cannot_measure(SOUND, "*ended with status 1 and named no place*", "*No module named sphinx")


def test_documents_sound_says_that_a_build_is_switched_off(documented):
    documented.settings("\n[tool.golive.documentation]\nstrict_build = false\n")
    documented.passes(SOUND, "*strict build: not run: strict_build = false in the settings*")


def follows(project, url, more=""):
    project.write("docs/a.md", f"# A\n\n[b]({url}/b)\n")
    project.settings(f"\n[tool.golive.documentation.links]\nfollow = true\n{more}")


def test_documents_sound_passes_with_a_link_that_is_there(documented):
    with answering(200) as url:
        follows(documented, url, "private = true\n")
        documented.passes(SOUND, "*links to other sites that are dead: 0*1 different address, 0 of them known*")


def test_documents_sound_is_breached_by_a_dead_link(documented):
    with answering(404) as url:
        follows(documented, url, "private = true\n")
        documented.breaches(
            SOUND, "*links to other sites that are dead: 1*", f"*docs/a.md:3*link to {url}/b: it answers 404*"
        )


def test_documents_sound_cannot_measure_links_that_nobody_may_ask_for(documented):
    with answering(200) as url:
        follows(documented, url)
        documented.cannot_measure(SOUND, "*0 of 1 link to other sites could be judged, and nothing is proven: noth*")


@pytest.mark.parametrize("least", [50, 51])
def test_documents_sound_needs_a_share_of_the_links_judged(documented, least):
    with answering(200) as url:
        follows(documented, url, f"private = true\njudged = {least}\n")
        documented.write("docs/more.md", "# More\n\n[c](http://127.0.0.1:1/c)\n")
        if least == 50:
            documented.passes(SOUND, "*links to other sites that are dead: 0*2 different addresses*")
        else:
            documented.cannot_measure(SOUND, "*1 of 2 links to other sites could be judged, and at least 51 % must*")


def test_documents_sound_names_a_dead_link_though_too_few_were_judged(documented):
    with answering(404) as url:
        follows(documented, url, "private = true\n")
        documented.write("docs/more.md", "# More\n\n[c](http://127.0.0.1:1/c)\n")
        documented.cannot_measure(
            SOUND,
            "*1 of 2 links to other sites could be judged, and at least 80 %*",
            f"*docs/a.md:3*link to {url}/b*",
        )
