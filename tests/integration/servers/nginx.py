"""nginx from Debian, in the foreground and in its own folder; it can be reloaded and killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

from servers.components import program
from servers.processes import ServerProcess

CONFIG = """\
daemon off;
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
    log_format seen '$server_port $request_method $request_uri $http_authorization $http_x_api_key $http_cookie';
    access_log {folder}/access.log seen;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type application/json;
    server_tokens off;
{blocks}
}}
"""


class Nginx:
    """One nginx master with its workers. ``blocks`` is the content of the ``http`` block."""

    def __init__(self, folder: Path, port: int, blocks: Iterable[str]) -> None:
        self.folder = folder
        self.port = port
        folder.mkdir(parents=True, exist_ok=True)
        self.write(blocks)
        config = ["-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
        self._process = ServerProcess([program("nginx"), *config], port=port, log=folder / "error.log")

    def write(self, blocks: Iterable[str]) -> None:
        """Write the configuration; `reload` or `start` makes it count."""
        # Started by root it would give its workers to a user who may not look into the test's folder.
        user = "user root;" if os.geteuid() == 0 else ""
        text = CONFIG.format(folder=self.folder, user=user, blocks="\n".join(blocks))
        (self.folder / "nginx.conf").write_text(text)

    def start(self) -> None:
        """Start, and wait for the first port."""
        self._process.start()

    def stop(self) -> None:
        """A fast shutdown."""
        self._process.stop()

    def kill(self) -> None:
        """Kill master and workers immediately, with their connections."""
        self._process.stop(signal.SIGKILL)

    def reload(self) -> None:
        """Do what ``nginx -s reload`` does: new workers take over, the old ones finish their requests."""
        os.kill(self._process.pid, signal.SIGHUP)

    def log(self) -> str:
        """The requests so far: port, method, path, and the credentials in them."""
        return (self.folder / "access.log").read_text(errors="replace")

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers: all of them change with a reload."""
        pid = self._process.pid
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def server(port: int, *lines: str, certificate: Path | None = None) -> str:
    """One ``server`` block that serves the files of ``www``, with TLS if there is a certificate."""
    head = [f"listen 127.0.0.1:{port}{' ssl' if certificate else ''};", "root www;"]
    if certificate:
        head += [f"ssl_certificate {certificate};", f"ssl_certificate_key {certificate};"]
    return "server {\n    " + "\n    ".join([*head, *lines]) + "\n}"
