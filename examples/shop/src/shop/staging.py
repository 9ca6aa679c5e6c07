"""The shop as it runs in staging: with a customer who has ordered something, and that customer's token.

python -m shop.staging --port 8000 --token-file .staging/token
"""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

from shop import auth, orders
from shop.app import create_app
from shop.limits import Limit
from shop.store import Store

CUSTOMER = "smoke"
WINDOW = 2.0  # seconds; a minute in production


def prepared(token_file: Path) -> Store:
    """A store with a customer and an order; the customer's token is left in *token_file*, for the owner alone."""
    store = Store()
    phrase = secrets.token_urlsafe()
    auth.register(store, CUSTOMER, phrase)
    orders.place(store, CUSTOMER, "tea", 2)
    token = auth.log_in(store, CUSTOMER, phrase) or ""
    token_file.parent.mkdir(exist_ok=True)
    with os.fdopen(os.open(token_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(token)
    return store


def main() -> None:
    """Serve until told to stop."""
    import uvicorn

    parser = argparse.ArgumentParser(description="The shop in staging")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--token-file", type=Path, default=Path(".staging/token"))
    args = parser.parse_args()
    app = create_app(prepared(args.token_file), Limit(seconds=WINDOW))
    uvicorn.run(app, port=args.port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
