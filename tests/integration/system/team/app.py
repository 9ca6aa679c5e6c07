"""The shop: the reference service, and purchases that it keeps in PostgreSQL.

python app.py INSTANCE PORT PROCESS; it ends when the process PROCESS, for which it is there, has ended.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import threading
import time
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.app import create_app
from pytest_golive.demo.serving import Server, configured, listen
from pytest_golive.demo.shop import Release, Shop

HERE = Path(__file__).resolve().parent
RELEASE = json.loads((HERE / "release.json").read_text())
TROUBLE = RELEASE["trouble"]
FAULTS = {"slow": {"slow"}, "lies": {"failing"}}
EACH = 16  # of as many requests one fails: 6.25 %


class Database:
    """One connection, by psql; what it has answered is committed."""

    def __init__(self) -> None:
        self._psql: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def insert(self, number: int) -> bool:
        """Whether the purchase is kept."""
        async with self._turn:
            if self._psql is None or self._psql.returncode is not None:
                self._psql = await asyncio.create_subprocess_exec(
                    "psql", "-qAtX", "-v", "ON_ERROR_STOP=1",
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                )  # fmt: skip
            assert self._psql.stdin is not None
            assert self._psql.stdout is not None
            insert = f"INSERT INTO purchases (number) VALUES ({number}) RETURNING number;\n"  # nosec B608
            self._psql.stdin.write(insert.encode())
            await self._psql.stdin.drain()
            answer = await asyncio.wait_for(self._psql.stdout.readline(), 30)
            return answer.strip() == str(number).encode()


def main() -> None:
    """Serve until SIGTERM."""
    instance, port, owner = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if TROUBLE == "crashes":
        raise SystemExit("cannot start: no module named tea")
    shop = Shop(
        Credentials.fresh(),
        set(FAULTS.get(TROUBLE, ())),
        release=Release(RELEASE["version"], (HERE / "COMMIT").read_text().strip(), instance),
        slow_seconds=2.0,
    )
    app, database = create_app(shop), Database()

    async def purchase(request: Request) -> Response:
        kept = await database.insert(int(request.path_params["number"]))
        return JSONResponse({"kept": kept}, 201 if kept else 500)

    app.router.routes.append(Route("/purchases/{number:int}", purchase, methods=["POST"]))
    served = _failing_now_and_then(app) if TROUBLE == "errors" else app
    server = Server(configured(served), "")
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    threading.Thread(target=_ends_with, args=(owner, server), daemon=True).start()
    with listen("127.0.0.1", port) as listener:
        server.run(sockets=[listener])


def _failing_now_and_then(app):
    """Every sixteenth request for the products goes wrong."""
    products, counted = next(one for one in app.router.routes if one.path == "/products"), [0]
    whole = products.app

    async def some_fail(scope, receive, send):
        counted[0] += 1
        fails = counted[0] % EACH == 0
        await (JSONResponse({"error": "out of tea"}, 500) if fails else whole)(scope, receive, send)

    products.app = some_fail
    return app


def _ends_with(owner: int, server: Server) -> None:
    while Path(f"/proc/{owner}").exists():
        time.sleep(1)
    server.stop()


main()
