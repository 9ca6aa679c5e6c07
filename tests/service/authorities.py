"""An authority that signs for a server and its clients."""

from __future__ import annotations

import ssl

import trustme

from pytest_golive.service.credentials.identity import ClientCertificate


class Authority:
    """An authority, its server's certificate, and its clients'."""

    def __init__(self, folder):
        self.ca = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(str(self.ca_file))
        self._folder = folder

    def client(self, name="client", of=None):
        path = self._folder / f"{name}.pem"
        path.write_bytes((of or self.ca).issue_cert("client.example").private_key_and_cert_chain_pem.bytes())
        return ClientCertificate(path)

    def context(self, version, mode):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert("127.0.0.1").configure_cert(context)
        self.ca.configure_trust(context)
        context.minimum_version = context.maximum_version = version
        context.verify_mode = mode
        return context
