"""What `documents_updated` shows and counts by itself, what the settings make fail, and what is red in any case."""

from __future__ import annotations

import pytest

UPDATED = "documentation::documents_updated"
COVERS = '[tool.golive.documentation.covers]\n"docs/pay.md" = ["src/shop/*.py"]\n'
PAYING = "# Paying\n\nCall `pay(cents)`, in `src/shop/till.py`.\n"
STRICT = '[tool.golive.documentation]\nworth_a_look = "fail"\n'
LOOK = "*worth a look: docs/pay.md:3: has not changed since the last release, and src/shop/pay.py changed (pay)*"
GONE = (
    "*docs/pay.md:3: has not changed since the last release, and src/shop/till.py is gone: it shows src/shop/till.py*"
)


def changed_since(shop, git):
    """Release 1.1.0, and change what it documents."""
    shop.write("src/shop/till.py", "A = 1\n")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    shop.write("src/shop/pay.py", "def pay(cents, tip):\n    return cents + tip\n")
    return shop


@pytest.fixture
def released(shop, git):
    def release(settings):
        shop.settings(settings)
        shop.write("docs/pay.md", PAYING)
        return changed_since(shop, git)

    return release


def test_a_weaker_sign_passes_and_is_counted_and_shown(released):
    released(COVERS).passes(UPDATED, "*documents that are worth a look, and fail nothing: 1*", LOOK)


def test_a_weaker_sign_fails_where_the_settings_say_so(released):
    shop = released(f"{STRICT}{COVERS}")
    shop.breaches(UPDATED, "*docs/pay.md:3: has not changed *src/shop/pay.py changed (pay)*")


def test_a_file_that_is_gone_fails_and_a_weaker_sign_beside_it_is_shown(released):
    shop = released(COVERS)
    (shop.path / "src/shop/till.py").unlink()
    shop.breaches(UPDATED, GONE)
    shop.breaches(UPDATED, LOOK)


LAPSED = "*worth a look: CHANGELOG.md: changelog: has not changed since the last release, and src/shop/*"
LOGGED = '[tool.golive.documentation]\ndocuments = ["changelog"]\n'


@pytest.fixture
def logged(shop, git):
    """The shop after the releases 1.0.0 and 1.1.0, with a changelog, and a change without one."""

    def release(version):
        shop.settings(LOGGED)
        shop.write("CHANGELOG.md", f"# Changelog\n\n## {version} - 2026-01-31\n\n- A shop.\n")
        shop.commit()
        git(shop.path, "tag", "v1.0.0")
        return changed_since(shop, git)

    return release


@pytest.mark.parametrize("version", ["1.1.0", "1.0.0"])
def test_a_changelog_with_one_of_the_last_two_releases_fails_without_this_one(logged, version):
    logged(version).breaches(UPDATED, "*CHANGELOG.md: changelog: has not changed since the last release, and src/*")


def test_a_changelog_that_was_given_up_earlier_is_worth_a_look(logged):
    logged("0.9.0").passes(UPDATED, LAPSED, "*changelog_updated is red for it*")


def test_a_changelog_without_the_last_releases_fails_while_pieces_of_it_are_written(logged):
    shop = logged("0.9.0")
    shop.settings('changelog_fragments = "changes"\n')
    shop.write("changes/1.feature.md", "Tips.\n")
    shop.breaches(UPDATED, "*CHANGELOG.md: changelog: has not changed since the last release, and src/*")


@pytest.mark.parametrize(
    ("sentence", "is_red"),
    [
        ("Lines have at most 100 characters.", True),
        ("Since version 1.0.0 lines have at most 100 characters.", False),
        ("As of 1.0 lines have at most 100 characters.", False),
    ],
)
def test_what_was_required_since_a_version_is_worth_a_look(shop, git, sentence, is_red):
    shop.settings('[tool.golive.documentation]\ndocuments = ["standards"]\n')
    shop.write("docs/code-standards.md", f"# Standards\n\n{sentence}\n")
    shop.write("ruff.toml", "line-length = 100\n")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    shop.write("ruff.toml", "line-length = 120\n")
    if is_red:
        shop.breaches(UPDATED, "*line length is no longer 100*")
    else:
        shop.passes(UPDATED, "*worth a look: *line length is no longer 100, which *", "*says of the past*")


def test_who_reads_only_the_verdict_sees_that_something_is_worth_a_look(released):
    released(COVERS).passes(UPDATED, "*documents worth a look: 1 (docs/pay.md:3)*")
