"""The sites of the session's nginx, one port each: a sound one, and the same with one thing wrong."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from servers.certificates import KINDS, Certificates
from servers.nginx import Nginx, server
from servers.processes import ports

VERSION = "1.2.0"
WWW = {
    "healthz": {"status": "ok"},
    "version": {"version": VERSION},
    "products": [{"name": "kettle", "price": 3900}],
    "orders": [{"id": 1001, "name": "kettle"}],
    "search": {"found": 0},
}
HSTS = 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'
HEADERS = (
    'add_header X-Content-Type-Options "nosniff" always;',
    'add_header X-Frame-Options "DENY" always;',
    'add_header Referrer-Policy "no-referrer" always;',
    "add_header Content-Security-Policy \"default-src 'self'; frame-ancestors 'none'\" always;",
)
COOKIE = 'add_header Set-Cookie "sid=abc; Path=/; HttpOnly; Secure; SameSite=Lax" always;'
BARE_COOKIE = 'add_header Set-Cookie "sid=abc; Path=/" always;'
BASIC = 'location = /orders { auth_basic "shop"; auth_basic_user_file htpasswd; }'
# Six at once, then one every three seconds, so that a slow machine is still one burst. nginx itself sends no Retry-After.
AFTER = "limit_req zone=after burst=5 nodelay; limit_req_status 429; error_page 429 = @later;"
LIMITS = (
    "location = /search { limit_req zone=strict burst=5 nodelay; limit_req_status 429; }",
    "location = /search503 { limit_req zone=strict503 burst=5 nodelay; try_files /search =404; }",
    f"location = /search-after {{ {AFTER} try_files /search =404; }}",
    "location @later { internal; add_header Retry-After 3 always; return 429; }",
    "location = /search-free { try_files /search =404; }",
)
ZONES = [
    f"limit_req_zone $binary_remote_addr$http_user_agent zone={name}:1m rate=20r/m;"
    for name in ("strict", "strict503", "after")
]
NEW_TLS = "ssl_protocols TLSv1.2 TLSv1.3;"
OLD_TLS = ("ssl_protocols TLSv1 TLSv1.1;", "ssl_ciphers DEFAULT@SECLEVEL=0;")
BOTH_TLS = ("ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;", "ssl_ciphers DEFAULT@SECLEVEL=0;")
TLS_SITES: dict[str, tuple[str, ...]] = {
    "old_tls": (HSTS, *HEADERS, *OLD_TLS),
    "also_old_tls": (HSTS, *HEADERS, *BOTH_TLS),
    # Debian's nginx names TLS 1.0, and Debian's OpenSSL ends each such handshake with "internal error".
    "stock_tls": (HSTS, *HEADERS),
    "no_hsts": HEADERS,
    "no_headers": (HSTS,),
    "cookie": (HSTS, *HEADERS, COOKIE),
    "bare_cookie": (HSTS, *HEADERS, BARE_COOKIE),
}
PLAIN_SITES = ("plain", "plain_twin", "to_https", "new_1", "new_2", "old", "pool", "mixed_pool")


@dataclass
class Sites:
    """The running nginx, the port of each site, and the one user of ``/orders``."""

    nginx: Nginx
    ports: dict[str, int]
    ca_file: Path
    user: tuple[str, str] = field(repr=False)

    def url(self, name: str) -> str:
        """The address of a site; https for those with a certificate."""
        scheme = "http" if name in PLAIN_SITES else "https"
        return f"{scheme}://127.0.0.1:{self.ports[name]}"


def make_sites(folder: Path, certificates: Certificates, user: tuple[str, str]) -> Sites:
    """All sites in one nginx that is not started yet."""
    at = ports([*PLAIN_SITES, *KINDS, *TLS_SITES, "mixed", "mutual"])
    for name, content in WWW.items():
        file = folder / "www" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content))
    digest = base64.b64encode(hashlib.sha1(user[1].encode(), usedforsecurity=False).digest()).decode()
    (folder / "htpasswd").write_text(f"{user[0]}:{{SHA}}{digest}\n")
    blocks = [*ZONES, *_plain(at), *_pools(at), *_secure(at, certificates)]
    return Sites(Nginx(folder, at["plain"], blocks), at, certificates.ca_file, user)


def _plain(at: dict[str, int]) -> list[str]:
    away = f"location = /away {{ return 302 http://127.0.0.1:{at['plain_twin']}/products; }}"
    loop = "location = /loop { return 302 /loop; }"
    prefixed = "location /shop/ { rewrite ^/shop(/.*)$ $1 last; }"
    to_https = f"location / {{ return 301 https://127.0.0.1:{at['good']}$request_uri; }}"
    plain = server(at["plain"], *HEADERS, BASIC, *LIMITS, away, loop, prefixed)
    return [plain, server(at["plain_twin"]), server(at["to_https"], to_https)]


def _pools(at: dict[str, int]) -> list[str]:
    """Two instances behind a balancer: both new, and one left old."""
    blocks = [server(at[name], f"add_header X-Instance {name} always;") for name in ("new_1", "new_2")]
    stale = json.dumps({"version": "1.1.9"})
    blocks.append(server(at["old"], f"location = /version {{ return 200 '{stale}'; }}"))
    for pool, members in {"pool": ("new_1", "new_2"), "mixed_pool": ("new_1", "old")}.items():
        hosts = " ".join(f"server 127.0.0.1:{at[name]};" for name in members)
        # Without the zone each worker would keep its own turn.
        blocks.append(f"upstream {pool} {{ zone {pool} 64k; {hosts} }}")
        blocks.append(server(at[pool], f"location / {{ proxy_pass http://{pool}; }}"))
    return blocks


def _secure(at: dict[str, int], certificates: Certificates) -> list[str]:
    blocks = [server(at[kind], HSTS, *HEADERS, NEW_TLS, BASIC, certificate=certificates.pem(kind)) for kind in KINDS]
    good = certificates.pem("good")
    blocks += [server(at[name], *lines, certificate=good) for name, lines in TLS_SITES.items()]
    # A secure page that sends its reader to clear text.
    mixed = f"location = /products {{ return 302 http://127.0.0.1:{at['plain']}/products; }}"
    blocks.append(server(at["mixed"], HSTS, *HEADERS, mixed, certificate=good))
    wants = (f"ssl_client_certificate {certificates.ca_file};", "ssl_verify_client on;")
    blocks.append(server(at["mutual"], HSTS, *HEADERS, NEW_TLS, *wants, certificate=good))
    return blocks
