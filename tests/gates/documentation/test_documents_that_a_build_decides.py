"""The gate about sound documents: what only a site's build can judge is worth a look, and fails nothing."""

from __future__ import annotations

import pytest

SOUND = "documentation::documents_sound"
PAGE = "# Shop\n\nSee [the tea][tea].\n"


@pytest.fixture
def built(shop):
    shop.write("README.md", "# Shop\n")
    shop.write("mkdocs.yml", "markdown_extensions:\n  - pymdownx.snippets:\n      auto_append: [refs.md]\n")
    shop.write("docs/index.md", PAGE)
    return shop


@pytest.fixture
def unbuilt(built):
    built.settings("\n[tool.golive.documentation]\nstrict_build = false\n")
    return built


def test_documents_sound_passes_where_a_build_may_define_what_is_missing(unbuilt):
    unbuilt.passes(
        SOUND,
        "*strict build: not run: strict_build = false*",
        "*worth a look: docs/index.md:3: reference to 'tea'*but mkdocs.yml*",
        "*documents worth a look: 1 (docs/index.md:3)*",
    )


def test_documents_sound_is_breached_where_nothing_else_can_define_it(unbuilt):
    unbuilt.write("mkdocs.yml", "plugins: [search]\nmarkdown_extensions: [tables]\n")
    unbuilt.breaches(SOUND, "*docs/index.md:3*reference to 'tea'*")


def test_documents_sound_cannot_measure_a_build_that_does_not_run(built):
    built.settings('\n[tool.golive.documentation]\nbuild = ["no-such-builder"]\n')
    built.cannot_measure(SOUND, "*`no-such-builder` does not start*")


def test_documents_sound_says_whether_the_build_has_judged_them(unbuilt):
    unbuilt.write("docs/conf.py", "extensions = ['shop_docs']\n")
    unbuilt.write("docs/index.rst", "Shop\n====\n\n|tea|\n")
    unbuilt.write("docs/index.md", "# Shop\n")
    unbuilt.passes(SOUND, "*only the strict build of the site can judge: 1 name or file, worth a look; it did not*")


def test_documents_sound_is_breached_by_what_is_worth_a_look_if_the_settings_say_so(unbuilt):
    unbuilt.settings('worth_a_look = "fail"\n')
    unbuilt.write("docs/pay.md", "# Pay\n\n```python\npip install shop\n```\n")
    unbuilt.breaches(
        SOUND,
        "*docs/index.md:3: reference to 'tea'*but mkdocs.yml*",
        "*docs/pay.md:4: this block is called Python*it shows a command of a shell*",
    )
