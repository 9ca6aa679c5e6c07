import pytest
from shop import __version__, auth, orders, staging


def test_it_is_up(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_it_says_which_release_it_is(client):
    assert client.get("/version").json() == {"version": __version__}


def test_the_catalogue_names_prices_in_cents(client):
    products = {product["name"]: product["cents"] for product in client.get("/products").json()}
    assert products["tea"] == 450


def test_an_order_can_be_placed_and_read(client, as_ann):
    placed = client.post("/orders", json={"product": "cup", "count": 3}, headers=as_ann)
    assert placed.status_code == 201
    order = placed.json()
    assert order["cents"] == 3870
    assert client.get(f"/orders/{order['number']}", headers=as_ann).json() == order


@pytest.mark.parametrize(
    "body",
    [
        {"product": "cup", "count": 0},
        {"product": "cup", "count": 101},
        {"product": "cup", "count": "3"},
        {"product": "cup", "count": True},
        {"product": "gold", "count": 1},
        {},
        [],
    ],
)
def test_an_impossible_order_is_refused(client, as_ann, body):
    answer = client.post("/orders", json=body, headers=as_ann)
    assert answer.status_code == 422
    assert "error" in answer.json()


def test_an_order_that_does_not_exist(client, as_ann):
    assert client.get("/orders/99", headers=as_ann).status_code == 404


def test_a_body_that_is_no_json(client):
    assert client.post("/login", content=b"{").status_code == 401


def test_ones_own_orders_are_listed(client, as_ann, as_bob):
    client.post("/orders", json={"product": "tea", "count": 1}, headers=as_ann)
    client.post("/orders", json={"product": "pot", "count": 2}, headers=as_ann)
    assert [order["product"] for order in client.get("/orders", headers=as_ann).json()] == ["tea", "pot"]
    assert client.get("/orders", headers=as_bob).json() == []


def test_every_answer_keeps_browsers_safe(client):
    for path in ("/healthz", "/products", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_staging_has_a_customer_whose_token_its_owner_alone_can_read(tmp_path):
    file = tmp_path / "secret" / "token"
    store = staging.prepared(file)
    assert auth.who(store, file.read_text()) == staging.CUSTOMER
    assert [order.product for order in orders.of(store, staging.CUSTOMER)] == ["tea"]
    assert file.stat().st_mode & 0o077 == 0
    store.close()


def test_requests_are_counted_by_path_and_status(client):
    for path in ("/products", "/products", "/nowhere", "/or/else", "/orders/7"):
        client.get(path)
    counted = client.get("/metrics").text.splitlines()
    assert 'http_requests_total{path="/products",status="200"} 2.0' in counted
    assert 'http_requests_total{path="other",status="404"} 2.0' in counted
    assert 'http_requests_total{path="/orders/{number:int}",status="401"} 1.0' in counted
    assert 'http_request_duration_seconds_count{path="/products",status="200"} 2.0' in counted


def test_the_process_tells_its_memory_and_processor_time(client):
    read = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))
    assert float(read["process_resident_memory_bytes"]) > 1_000_000
    assert float(read["process_cpu_seconds_total"]) > 0
