"""Links to what only a site around the project, a build or another project has."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.reading.library import read_documents
from pytest_golive.documents.soundness.checking import check_soundness

AROUND = "worth a look: addresses that no page here has, and a site around this project may have"
UNKNOWN = "names that only a build can resolve"
BUILD = "what only the strict build of the site can judge"
GALLERY = 'extensions = ["sphinx_gallery.gen_gallery"]\n'


@pytest.fixture
def sound(tmp_path, git, commit):
    """What is broken in the documents of a project with those files, and the notes."""

    def sound(files):
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        git(tmp_path, "init", "--quiet")
        commit(tmp_path)
        repository = Repository.open(tmp_path)
        found = check_soundness(read_documents(tmp_path, list_tracked(repository)))
        return [each.message for each in found.broken], dict(found.notes)

    return sound


@pytest.mark.parametrize("page", ["web.md", "index.md"])
def test_an_address_that_only_a_site_around_the_project_has_is_worth_a_look(sound, page):
    text = "# Web\n\nSee [scopes](/reference/scopes/chat.write), [apis](/apis#limits).\n"
    broken, notes = sound({f"docs/english/{page}": text})
    assert not broken
    assert notes[AROUND] == f"2, the first at docs/english/{page}:3 (/reference/scopes/chat.write)"


def test_an_address_of_a_page_here_is_followed_to_its_heading(sound):
    files = {"docs/pay.md": "# Pay\n", "docs/web.md": "# Web\n\n[a](/pay#pay) [b](/pay#refund)\n"}
    broken, notes = sound(files)
    assert broken == ["link to '/pay#refund': docs/pay.md has no heading or anchor of that name"]
    assert AROUND not in notes


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("README.md", "/reference/scopes"),  # a forge shows it, and takes "/" for the root of the repository
        ("docs/README.md", "/reference/scopes"),
        ("docs/web.md", "/docs/gone"),
        ("docs/web.md", "/reference/scopes.md"),
    ],
)
def test_what_a_forge_looks_for_in_the_repository_is_missed(sound, path, link):
    broken, notes = sound({path: f"# Web\n\n[a]({link})\n", "docs/index.md": "# Shop\n"})
    assert [each.partition(":")[0] for each in broken] == [f"link to '{link}'"]
    assert AROUND not in notes


INDEX = """\
Shop
====

:doc:`/auto_examples/pay` and :ref:`sphx_glr_auto_examples_pay.py` and `a page <auto_examples/pay.html>`_

.. image:: /auto_examples/images/pay.png
"""


def test_pages_that_sphinx_gallery_makes_are_not_missing(sound):
    broken, notes = sound({"docs/conf.py": GALLERY, "docs/index.rst": INDEX})
    assert not broken
    assert notes[UNKNOWN] == "4"


def test_the_settings_name_the_folders_of_the_gallery(sound):
    conf = f'{GALLERY}sphinx_gallery_conf = {{"gallery_dirs": ["shown", "how"]}}\n'
    index = "Shop\n====\n\n:doc:`shown/pay` :doc:`how/pay` :doc:`auto_examples/pay`\n"
    broken, notes = sound({"docs/conf.py": conf, "docs/index.rst": index})
    assert not broken
    assert (notes[UNKNOWN], notes[BUILD].partition(";")[0]) == ("2", "1 name or file, worth a look")


def test_without_the_gallery_they_are_missing(sound):
    broken, _ = sound({"docs/conf.py": f"# {GALLERY}", "docs/index.rst": INDEX})
    assert sorted(each.partition(" ")[0] for each in broken) == ["document", "image", "label", "link"]


@pytest.mark.parametrize(
    "conf",
    [
        "intersphinx_mapping = mapping_of('python')\n",
        "if True:\n    intersphinx_mapping = {'python': ('https://docs.example', None)}\n",
        "from shared.conf import intersphinx_mapping\n",
        "try:\n    from shared.conf import *\nexcept ImportError:\n    pass\n",
    ],
)
def test_a_label_may_be_of_another_project_wherever_the_mapping_comes_from(sound, conf):
    broken, notes = sound({"docs/conf.py": conf, "docs/index.rst": "Shop\n====\n\n:ref:`other-units`\n"})
    assert not broken
    assert notes[UNKNOWN] == "1"


def test_without_a_mapping_a_label_must_be_here(sound):
    files = {"docs/conf.py": "extensions = []\n", "docs/index.rst": "Shop\n====\n\n:ref:`other-units`\n"}
    broken, _ = sound(files)
    assert broken == ["label to 'other-units': no document defines that label"]


def test_escaped_brackets_refer_to_nothing(sound):
    text = "# Shop\n\n\\[WebClient\\]\\[Hook\\] and \\[^1] and a \\[b\\][c], A &amp; B\n\n[d &amp; e][f]\n"
    broken, _ = sound({"README.md": text})
    assert broken == ["reference to 'f': nothing in this document says where that reference leads"]
