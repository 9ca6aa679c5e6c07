"""nginx, as it redirects: behind a proxy that ends TLS, to other sites, and with two sites at one address."""

from __future__ import annotations

import dataclasses

import pytest
from servers.nginx import Nginx, server
from servers.processes import ports

from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.integration
GATES = ("healthy", "version", "critical_endpoints")
NAMES = ("behind", "front", "repaired", "upgrade", "staging", "shop", "old_name", "both")
SLASH = "location = /catalogue { return 301 http://$http_host/catalogue/; }"
INSIDE = "location = /catalogue { return 301 /catalogue/; } absolute_redirect off;"
CATALOGUE = "location = /catalogue/ { return 200 '[]'; }"


@dataclasses.dataclass
class Redirecting:
    nginx: Nginx
    ports: dict[str, int]
    ca_file: str

    def url(self, name, scheme="http"):
        return f"{scheme}://127.0.0.1:{self.ports[name]}"

    @property
    def asked(self):
        """Ports and methods of the requests so far."""
        return [tuple(line.split()[:2]) for line in self.nginx.log().splitlines()]


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, certificates):
    folder, at = tmp_path_factory.mktemp("redirecting"), ports(list(NAMES))
    for name, text in {"healthz": '{"status": "ok"}', "version": '{"version": "1.2.0"}'}.items():
        (folder / "www").mkdir(exist_ok=True)
        (folder / "www" / name).write_text(text)
    good = certificates.pem("good")
    to_behind = (
        f"location / {{ proxy_pass http://127.0.0.1:{at['behind']}; proxy_set_header Host $http_host; "
        "proxy_redirect off; }"
    )
    upgrade = f"location / {{ return 301 https://127.0.0.1:{at['front']}$request_uri; }}"
    to_shop = f"return 302 http://127.0.0.1:{at['shop']}$request_uri;"
    keeps_method = f"return 308 http://127.0.0.1:{at['shop']}$request_uri;"
    blocks = [
        server(at["behind"], SLASH, CATALOGUE),
        server(at["front"], to_behind, certificate=good),
        server(at["repaired"], INSIDE, CATALOGUE, certificate=good),
        server(at["upgrade"], upgrade),
        server(at["staging"], f"location = /healthz {{ {to_shop} }}", f"location = /version {{ {to_shop} }}"),
        server(at["shop"]),
        server(at["old_name"], f"location / {{ {keeps_method} }}"),
        server(at["both"], "server_name stage.example;", "location / { return 200 'staging'; }"),
        server(at["both"], "server_name shop.example;", "location / { return 200 'production'; }"),
    ]
    made = Nginx(folder, at["behind"], blocks)
    made.start()
    yield Redirecting(made, at, certificates.ca_file)
    made.stop()


def test_a_proxy_that_ends_tls_and_forgets_it_is_found(checklist, nginx):
    endpoints = [{"path": "/catalogue", "status": 301}]
    checklist.aim(GATES, url=nginx.url("front", "https"), ca_file=nginx.ca_file, endpoints=endpoints)
    rows = checklist.run()
    assert rows.red == {"critical_endpoints": "failed"}, rows.said
    assert f"status 301 to {nginx.url('front')}/catalogue/, from https to plain http" in " ".join(rows.said.split())
    checklist.aim(GATES, url=nginx.url("repaired", "https"), ca_file=nginx.ca_file, endpoints=endpoints)
    rows = checklist.run()
    assert not rows.red, rows.said


def test_from_http_to_https_of_the_same_host_is_followed(checklist, nginx):
    checklist.aim(("healthy", "version"), url=nginx.url("upgrade"), ca_file=nginx.ca_file)
    rows = checklist.run()
    assert not rows.red, rows.said


@pytest.mark.security
def test_a_staging_that_redirects_to_production_is_not_deployed(checklist, nginx):
    before = len(nginx.asked)
    checklist.aim(("healthy", "version"), url=nginx.url("staging"))
    file = checklist.path / "pyproject.toml"
    prod = f'\n[tool.golive.targets.prod]\nurl = "{nginx.url("shop")}"\nproduction = true\n'
    file.write_text(file.read_text() + prod)
    rows = checklist.run()
    said = " ".join(rows.said.split())
    assert rows.red == {"healthy": "failed", "version": "error"}, rows.said
    assert f"redirected to {nginx.url('shop')}/healthz, which is production" in said
    assert "what is said there is not said by" in said
    assert str(nginx.ports["shop"]) not in {port for port, _ in nginx.asked[before:]}


@pytest.mark.security
def test_a_redirect_that_keeps_the_method_brings_no_write_to_production(nginx):
    before = len(nginx.asked)
    target = Target("staging", nginx.url("old_name"), customers=frozenset({Target("p", nginx.url("shop")).origin}))
    with pytest.raises(Unreachable, match="that is production, and staging"):
        Service(target).ask("/orders", "DELETE", follow=True)
    with Service(target).open() as client, pytest.raises(Unreachable, match="that is production, and staging"):
        client.post("/orders", follow_redirects=True)
    assert [port for port, _ in nginx.asked[before:]] == [str(nginx.ports["old_name"])] * 2


@pytest.mark.security
def test_of_two_sites_at_one_address_production_is_known_by_its_name(nginx):
    """nginx itself shows which site a spelling of the name reaches."""
    url = nginx.url("both")
    customers = frozenset({("http", "shop.example", nginx.ports["both"])})
    free = Target("free", url)
    named = url.replace("127.0.0.1", "localhost")  # an address tells no two sites apart
    staging = Target("staging", named, customers=customers, shares_address=True)
    before = len(nginx.asked)
    reached = 0
    for host in ("shop.example", "SHOP.EXAMPLE", "shop.example.", "Shop.Example.:80", "stage.example"):
        with Service(free).open() as client:
            is_production = client.post("/x", headers={"Host": host}).text == "production"
        assert is_production == (host != "stage.example")
        reached += is_production
        sent = {"headers": {"Host": host}}
        with Service(staging).open() as client:
            assert client.get("/x", **sent).status_code == 200
            if not is_production:
                assert client.post("/x", **sent).text == "staging"
            else:
                with pytest.raises(Unreachable, match=r"production by its Host header, shop\.example"):
                    client.post("/x", **sent)
    assert reached == 4
    assert [method for _, method in nginx.asked[before:]].count("POST") == 6
