"""The proxies in the environment, which our requests do not use."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

# The variables that other programs use, by the scheme of the request.
VARIABLES = {
    "https": ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"),
    "http": ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"),
}
CURE = "run it where the target can be reached without a proxy, because the proxy's operator could read the requests"


def unused_proxy(url: str, environment: Mapping[str, str]) -> str:
    """The variable with a proxy that other programs would use for *url*; "" if there is none."""
    parts = urlsplit(url)
    named = next((name for name in VARIABLES.get(parts.scheme, ()) if environment.get(name, "").strip()), "")
    spared = environment.get("no_proxy", environment.get("NO_PROXY", ""))
    return "" if not named or _is_spared(parts.hostname or "", spared) else named


def _is_spared(host: str, names: str) -> bool:
    ends = [name.strip().lower().removeprefix("*").strip(".") for name in names.split(",") if name.strip()]
    return any(not end or host == end or host.endswith(f".{end}") for end in ends)
