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


@pytest.fixture
def released(shop, git):
    def release(settings):
        shop.settings(settings)
        shop.write("docs/pay.md", PAYING)
        shop.write("src/shop/till.py", "A = 1\n")
        shop.commit()
        git(shop.path, "tag", "v1.1.0")
        shop.write("src/shop/pay.py", "def pay(cents, tip):\n    return cents + tip\n")
        return shop

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
