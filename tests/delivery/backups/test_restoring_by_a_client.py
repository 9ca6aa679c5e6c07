"""How a dump reaches the client that restores it: byte for byte, with no command of the client's own, and named."""

from __future__ import annotations

import time

import pytest

from pytest_golive.delivery.backups.kinds.mysql_servers import MySqlServer
from pytest_golive.delivery.backups.working.commands import Runner, environment_of

pytestmark = pytest.mark.security
CLIENT = "#!/bin/sh\nprintf '%s\\n' \"$@\" > args\ncat > fed\necho 'ERROR 1064 (42000) at line 3' >&2\nexit 1\n"
HOSTILE = (
    b"\\! touch by-bang\n",
    b"system touch by-word\n",
    b"\\. /etc/passwd\n",
    b"source /etc/passwd\n",
    b"INSERT INTO t VALUES ('\xff\xfe\x00\xe9');\n",
    b"SELECT 1 INTO OUTFILE '/tmp/\xff';\r\n",
)


@pytest.fixture(params=["mariadb", "mysql"])
def client(tmp_path, request):
    path = tmp_path / "bin" / request.param
    path.parent.mkdir()
    path.write_text(CLIENT)
    path.chmod(0o755)
    return path


@pytest.fixture
def restored(tmp_path, client):
    """What came of restoring a dump of these bytes."""

    def restore(content):
        dump = tmp_path / "shop.sql"
        dump.write_bytes(content)
        runner = Runner(tmp_path, environment_of(()), time.monotonic() + 600, 1 << 30, told.append)
        return MySqlServer(str(client), ("--socket=/s",)).restore(runner, dump, "golive_scratch_1"), told

    told = []
    return restore


def test_every_byte_reaches_the_client_and_none_is_a_command_to_it(tmp_path, restored):
    content = b"".join(HOSTILE)
    restored(content)
    assert (tmp_path / "fed").read_bytes() == content
    assert {"--binary-mode", "--local-infile=0", "--no-defaults"} <= set((tmp_path / "args").read_text().split())
    assert not list(tmp_path.glob("by-*"))


def test_messages_name_the_client_and_the_file(client, restored):
    done, told = restored(b"")
    command = f"`{client.name} --database=golive_scratch_1 < shop.sql`"
    assert done.end == f"{command} failed with exit status 1"
    assert told == [f"proving the backup: {command}"]
