"""The gate about what breaks: it passes, is breached, and cannot measure."""

from __future__ import annotations

import pytest

MIGRATION = "documentation::migration_guide_complete"
PAY = '''\
"""Payments."""


def pay(cents, currency="EUR"):
    """Take money."""


def refund(order):
    """Give it back."""
'''
WITHOUT_REFUND = PAY[: PAY.index("def refund")]
CHANGELOG = "# Changelog\n\n## 2.0.0 - 2026-11-20\n\n{said}\n\n## 1.1.0 - 2026-10-01\n\n- `refund` gives it back.\n"


@pytest.fixture
def released(shop, git):
    """1.1.0 is out, and 2.0.0 is next."""
    shop.write("src/shop/pay.py", PAY)
    shop.write("src/shop/__init__.py", '"""The shop."""\n')
    version(shop, "1.1.0")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    version(shop, "2.0.0")
    shop.write("CHANGELOG.md", CHANGELOG.format(said="- Nothing to tell."))
    return shop


def version(shop, number):
    file = shop.path / "pyproject.toml"
    head, _, tail = file.read_text().partition('version = "')
    file.write_text(f'{head}version = "{number}"{tail[tail.index(chr(34)) + 1 :]}')


def test_migration_guide_complete_passes_where_nothing_breaks(released):
    released.passes(
        MIGRATION,
        "*breaking changes that no guide names: 0, must be at most 0 (n = 2, griffe, compared with v1.1.0 (*",
        "*documents that say wrongly that nothing breaks: 0, must be at most 0*",
        "*breaking changes that the version does not allow: 0, must be at most 0*",
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("CHANGELOG.md", CHANGELOG.format(said="### Removed\n\n- `refund`: write to us instead.")),
        ("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Removed `shop.pay.refund`.\n"),
        ("CHANGELOG.rst", "Changelog\n=========\n\n2.0.0 (2026-11-20)\n------------------\n\n* Removed ``refund``.\n"),
        ("docs/migration.md", "# From 1.x to 2.0\n\nThere is no `refund()` any more.\n"),
        ("newsfragments/12.removal.rst", "``refund`` is gone.\n"),
    ],
)
def test_migration_guide_complete_passes_where_users_are_told(released, path, said):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    released.write(path, said)
    released.passes(MIGRATION, "*breaking changes that no guide names: 0, must be at most 0*")


def test_migration_guide_complete_is_breached_by_what_nobody_names(released):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    released.breaches(
        MIGRATION,
        "*breaking changes that no guide names: 1, must be at most 0*",
        "*src/shop/pay.py: shop.pay.refund was removed, and CHANGELOG.md does not say so*",
    )


def test_migration_guide_complete_says_that_there_is_no_guide(released):
    released.write("src/shop/pay.py", PAY.replace("cents, ", "cents, method, "))
    (released.path / "CHANGELOG.md").unlink()
    released.breaches(
        MIGRATION,
        "*shop.pay.pay must be called with a new parameter method, and no migration guide or changelog speaks*",
    )


def test_migration_guide_complete_does_not_take_an_older_section_for_this_one(released):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    released.write("CHANGELOG.md", "# Changelog\n\n## 1.1.0\n\n- Removed `refund`.\n")
    released.breaches(MIGRATION, "*shop.pay.refund was removed*")


def test_migration_guide_complete_is_breached_by_a_claim_that_nothing_breaks(released):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    released.write("CHANGELOG.md", CHANGELOG.format(said="Breaking changes: none\n\n- Removed `refund`."))
    released.breaches(MIGRATION, "*CHANGELOG.md:5: it says 'Breaking changes: none', but shop.pay.refund was removed*")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1.2.0", "*shop.pay.refund was removed; 1.2.0 is a minor version after 1.1.0*"),
        ("1.1.1", "*shop.pay.refund was removed; 1.1.1 is a patch version after 1.1.0*"),
        ("1.1.0", "*shop.pay.refund was removed; 1.1.0 is no later version than the previous release 1.1.0*"),
    ],
)
def test_migration_guide_complete_is_breached_by_a_version_that_promises_better(released, number, said):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    released.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Removed `refund`.\n")
    version(released, number)
    released.breaches(MIGRATION, "*breaking changes that the version does not allow: 1, must be at most 0*", said)


def test_migration_guide_complete_heeds_what_the_project_declares(released):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    released.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Removed `refund`.\n")
    version(released, "1.1.1")
    released.settings('[tool.golive.documentation.migration]\ncompatibility = "none"\n')
    released.passes(MIGRATION, "*breaking changes that the version does not allow: 0, must be at most 0*")


def test_migration_guide_complete_says_that_this_is_the_first_release(shop):
    shop.write("src/shop/pay.py", PAY)
    shop.passes(MIGRATION, "*(n = 2, the first release: nothing to compare with, 2 public objects and*")


def test_migration_guide_complete_tells_of_what_is_newly_deprecated(released):
    released.write("src/shop/pay.py", PAY.replace("def refund", "@deprecated\ndef refund"))
    released.passes(MIGRATION, "*newly deprecated: shop.pay.refund*")


def test_migration_guide_complete_cannot_measure_code_that_nobody_can_read(released):
    released.write("src/shop/broken.py", "def pay(:\n")
    released.cannot_measure(MIGRATION, "*src/shop/broken.py: Python 3.* cannot read it*")


def test_migration_guide_complete_cannot_judge_without_a_version(released):
    released.write("src/shop/pay.py", WITHOUT_REFUND)
    file = released.path / "pyproject.toml"
    file.write_text(file.read_text().replace('version = "2.0.0"\n', 'dynamic = ["version"]\n'))
    released.cannot_measure(
        MIGRATION, "*the project names no version, so nobody can tell whether*", "*compatibility =*"
    )


def test_migration_guide_complete_cannot_measure_a_shallow_clone_without_tags(released, git):
    released.commit()
    git(released.path, "tag", "--delete", "v1.1.0")
    git(released.path, "fetch", "--quiet", "--depth=1", f"file://{released.path}", "HEAD", "--update-shallow")
    released.cannot_measure(MIGRATION, "*the clone is shallow and has no release tag*")
