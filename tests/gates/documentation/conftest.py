"""Projects with a documented API."""

from __future__ import annotations

import json

import pytest
from documented import OPENAPI, PAY, REFERENCE


@pytest.fixture
def documented(shop):
    shop.write("src/shop/__init__.py", '"""The shop."""\n')
    shop.write("src/shop/pay.py", PAY)
    shop.write("docs/reference.md", REFERENCE)
    return shop


@pytest.fixture
def served(documented, live):
    """The document is committed, and served at the usual place."""
    documented.write("docs/openapi.json", json.dumps(OPENAPI))
    live.answers["/openapi.json"] = (200, {**OPENAPI, "servers": [{"url": "http://127.0.0.1"}]})
    return live
