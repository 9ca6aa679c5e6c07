"""``golive record schema``: the JSON Schema of records, as it is published in ``docs/record.schema.json``."""

from __future__ import annotations

import json

from pytest_golive.signing.record import Record

TITLE = "Record of a run of pytest-golive"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """The schema, for whoever reads records without us."""
    found = Record.model_json_schema()
    return json.dumps({"$schema": DRAFT, **found, "title": TITLE, "description": DESCRIPTION}, indent=2) + "\n"


DESCRIPTION = (
    "What one run of the go-live checklist found out about one release. Its digest is the SHA-256 of all members but "
    "'digest' and 'signature', as JSON with sorted keys, without white space, in UTF-8; the signature is OpenSSH's "
    "(ssh-keygen -Y sign) over the digest, in the namespace 'pytest-golive-record'."
)
