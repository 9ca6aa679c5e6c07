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
