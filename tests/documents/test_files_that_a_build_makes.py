"""Files that a build makes are worth a look where a document links to them; a forge shows what is missing."""

from __future__ import annotations

import pytest


def kinds(found):
    return sorted(each.message.partition(" ")[0] for each in found.broken)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({".gitignore": "# made\nmade/*.md\n"}, ".gitignore ignores made/report.md"),
        ({"made/.gitignore": "*\n!.gitignore\n"}, "made/.gitignore ignores made/report.md"),
        ({"noxfile.py": "session.run('shop', '--to', 'made/report.md')\n"}, "noxfile.py names report.md"),
        ({"Makefile": "made/report.md: shop.py\n\tpython shop.py > $@\n"}, "Makefile names report.md"),
        ({".gitignore": "made/*\n!made/report.md\n"}, ""),
        ({"Makefile": "all:\n\techo my-report.md report.mdx\n"}, ""),
        ({"report.md": "# Shop\n", "pyproject.toml": 'readme = "report.md"\n'}, ""),  # it means the other one
        ({"report.md": "# Shop\n", "Makefile": "all:\n\tcp report.md made/report.md\n"}, "Makefile names report.md"),
        ({"Makefile": "made: report\n", ".gitignore": b"\xff\xfe\n".decode("latin-1")}, ""),
    ],
)
def test_files_that_a_build_makes_are_worth_a_look(sound, files, why):
    found = sound({"README.md": "# Shop\n\n[a](made/report.md)\n", **files})
    assert (kinds(found), [why in doubt for doubt in found.doubts]) == (([], [True]) if why else (["link"], []))


def test_a_forge_shows_the_readme_beside_the_settings_of_a_site(sound):
    text = "# Shop\n\nTea[^1].\n"
    found = sound({"_config.yml": "title: Shop\n", "README.md": text, "pages/tea.md": text})
    assert [each.path for each in found.broken] == ["README.md"]
    assert [doubt.partition(":")[0] for doubt in found.doubts] == ["pages/tea.md"]


def test_an_address_without_a_suffix_may_be_a_page_of_a_site(sound):
    found = sound(
        {"docs/public/index.md": "# Shop\n\n[a](why/tea)\n\n[b](gone.md)\n", "docs/public/why/tea.md": "# Tea\n"}
    )
    assert [each.message.partition(":")[0] for each in found.broken] == ["link to 'gone.md'"]
    assert ["a site may show a page under that address" in doubt for doubt in found.doubts] == [True]
    assert kinds(sound({"README.md": "# Shop\n\n[a](why/tea)\n"})) == ["link", "link"]


def test_a_forge_shows_a_file_of_a_branch_beside_the_readme(sound):
    files = {"README.md": "# Shop\n\n[a](../master/shop/pay.py)\n\n[b](../master/gone.py)\n", "shop/pay.py": ""}
    assert [each.line for each in sound(files).broken] == [5]


def test_a_call_that_gets_all_names_of_conf_py_may_define_any(sound):
    conf = "import tree\n\ntree.make_project(globals=globals())\n"
    found = sound({"docs/conf.py": conf, "docs/index.rst": "Shop\n====\n\n.. toctree::\n\n   tea\n"})
    assert (kinds(found), ["a call with globals()" in doubt for doubt in found.doubts]) == ([], [True])
