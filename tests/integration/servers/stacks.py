"""Nine stacks and one more, each a sound shop with the settings of a team and the faults that it can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from servers import misbehaving as bad
from servers.front import Change, Front
from servers.more_shops import express_shop, go_program, go_shop, haproxy, sockets_shop
from servers.python_apps import Shop, drf_shop, fastapi_shop
from servers.stacking import Stack, by_tokens
from servers.stacks_of_people import Started, django, flask, nginx, oidc


@contextmanager
def stack(name: str, folder: Path) -> Iterator[Stack]:
    """The stack of that name, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:

        def started(shop: Shop) -> Shop:
            shop.process.start()
            running.callback(shop.process.stop)
            return shop

        yield MAKERS[name](folder, started, running)


def _haproxy(folder: Path, started: Started, _: ExitStack) -> Stack:
    one = started(express_shop(folder / "one", SHOP_INSTANCE="one"))
    two = started(express_shop(folder / "two", one.secrets, SHOP_INSTANCE="two"))
    old = started(express_shop(folder / "old", one.secrets, SHOP_INSTANCE="two", SHOP_VERSION="1.1.9"))
    sound = by_tokens(started(haproxy(folder / "sound", one, two)), instances=2)
    mixed = started(haproxy(folder / "mixed", one, old))
    alone = started(haproxy(folder / "alone", one))

    def by(url: str) -> Change:
        return lambda asked, _: Front("", url).pass_on(asked)

    changes = {
        **sound.changes,
        "one of two instances is old": ("version", by(mixed.url)),
        "one of two instances is missing": ("version", by(alone.url)),
    }
    return Stack(sound.url, sound.settings, sound.secrets, changes)


def _sockets(folder: Path, started: Started, _: ExitStack) -> Stack:
    made = by_tokens(started(sockets_shop(folder)), timeout="2s")
    behaviours = (
        *(bad.hang, bad.drip_headers, bad.drip_body, bad.garbage, bad.endless_body, bad.redirect_loop, bad.gzip_bomb),
        *(bad.close_mid_body, bad.close_at_once, bad.huge_header, bad.failing),
    )
    changes = {f"an endpoint: {one.__name__}": ("critical_endpoints", _behaving(one)) for one in behaviours}
    return Stack(made.url, made.settings, made.secrets, {**made.changes, **changes})


def _behaving(behaviour: bad.Behaviour) -> Change:
    return lambda asked, on: behaviour if asked.path == "/products" else on(asked)


MAKERS: Mapping[str, Callable[[Path, Started, ExitStack], Stack]] = {
    "nginx": nginx,
    "FastAPI": lambda folder, started, _: by_tokens(started(fastapi_shop(folder))),
    "Flask": flask,
    "Django": django,
    "Django REST": lambda folder, started, _: by_tokens(started(drf_shop(folder)), "token"),
    "Express": lambda folder, started, _: by_tokens(started(express_shop(folder))),
    "OpenID Connect": oidc,
    "haproxy": _haproxy,
    "bare sockets": _sockets,
    "Go": lambda folder, started, _: by_tokens(started(go_shop(folder / "run", go_program(folder)))),
}
