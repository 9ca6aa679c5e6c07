"""Which files are modules that users import."""

from __future__ import annotations

import pytest

from pytest_golive.documents.api.packages import modules


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["shop/__init__.py", "shop/pay.py"], {"shop", "shop.pay"}),
        (["src/shop/__init__.py", "src/shop/pay.py"], {"shop", "shop.pay"}),
        (["src/acme/shop/__init__.py", "src/acme/shop/pay.py"], {"acme.shop", "acme.shop.pay"}),
        (["services/shop/src/shop/__init__.py"], {"shop"}),
        (["api/src/acme/shop/__init__.py", "sdk/src/acme/pay/x/__init__.py"], {"acme.shop", "acme.pay.x"}),
        (["src/acme/core/pyproject.toml", "src/acme/core/acme/core/__init__.py"], {"acme.core"}),
        (["src/acme/core/pyproject.toml", "src/acme/core/src/acme/core/__init__.py"], {"acme.core"}),
        (["pyproject.toml", "src/acme/core/__init__.py"], {"acme.core"}),
        (["src/shop/__init__.py", "helpers/__init__.py", "helpers/server.py"], {"shop"}),
        (["shop/__init__.py", "tests/__init__.py", "tests/helpers.py", "shop/tests/__init__.py"], {"shop"}),
        (["shop/__init__.py", "shop/test/__init__.py"], {"shop", "shop.test"}),
        (["shop/__init__.py", "shop/migrations/__init__.py", "shop/_vendor/x.py"], {"shop"}),
        (["shop/__init__.py", "docs/conf.py", "setup.py", "tools/build.py"], {"shop"}),
        (["shop/__init__.py", "shop/data/rates.py"], {"shop", "shop.data.rates"}),
        (["shop/__init__.py", "shop/not-a-name.py", "shop/__main__.py"], {"shop"}),
        (["shop.py", "setup.py"], {"shop"}),
        (["peewee.py", "playhouse/__init__.py", "runtests.py"], {"peewee", "playhouse"}),
        (["scripts/deploy.py"], set()),
        ([], set()),
    ],
)
def test_modules_are_known_by_their_paths(paths, found):
    assert set(modules(paths, ["shop", "peewee"])) == found


def test_globs_say_which_modules_are_the_api():
    paths = ["shop/__init__.py", "shop/pay.py", "tools/__init__.py", "tools/run.py"]
    assert set(modules(paths, (), ["tools/**"])) == {"tools", "tools.run"}
    assert set(modules(paths, (), (), ["shop/pay.py", "tools/**"])) == {"shop"}
