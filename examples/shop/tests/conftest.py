from collections.abc import Iterator

import pytest
from shop import auth
from shop.app import create_app
from shop.store import Store
from starlette.testclient import TestClient


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store()
    auth.register(made, "ann", "correct horse")
    auth.register(made, "bob", "battery staple")
    yield made
    made.close()


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(create_app(store))


@pytest.fixture
def as_ann(client: TestClient) -> dict[str, str]:
    token = client.post("/login", json={"name": "ann", "password": "correct horse"}).json()["token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def as_bob(client: TestClient) -> dict[str, str]:
    token = client.post("/login", json={"name": "bob", "password": "battery staple"}).json()["token"]
    return {"Authorization": f"Bearer {token}"}
