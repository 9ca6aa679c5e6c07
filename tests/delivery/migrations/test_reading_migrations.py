"""Migrations are read, not run: Alembic, Django and Flyway, and files that only look like theirs."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.migrations.reading import read_migrations
from pytest_golive.delivery.migrations.result import Reversibility, WayBack
from pytest_golive.delivery.migrations.statements import losing
from pytest_golive.errors import CannotMeasure, NotSetUp

HEAD = 'revision = "2"\ndown_revision: str | None = "1"\n\n\n'
ADD = "def upgrade():\n    op.add_column('tea', c)\n"
DROP = "\n\ndef downgrade():\n    op.drop_column('tea', 'c')\n"
ALEMBIC = [
    (ADD + DROP, WayBack.THERE, ""),
    (ADD, WayBack.NONE, "there is no function downgrade()"),
    (ADD + "\n\ndef downgrade():\n    pass\n", WayBack.NONE, "downgrade() does nothing"),
    (ADD + '\n\ndef downgrade():\n    """Never."""\n    return None\n', WayBack.NONE, "downgrade() does nothing"),
    (ADD + "\n\ndef downgrade():\n    raise NotImplementedError\n", WayBack.NONE, "downgrade() raises an error"),
    (ADD + "\n\ndef downgrade():\n    if x:\n        raise Error\n", WayBack.UNKNOWN, "under some condition"),
    ("def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n", WayBack.THERE, ""),
    (f"def upgrade():\n    op.drop_table('tea')\n{DROP}", WayBack.LOSES, "upgrade() calls drop_table()"),
    (f"def upgrade():\n    op.execute('DELETE FROM tea')\n{DROP}", WayBack.LOSES, "executes DELETE FROM"),  # nosec B608 -- it is read, never executed
    (f"def upgrade():\n    op.execute(f'TRUNCATE {{t}}')\n{DROP}", WayBack.LOSES, "executes TRUNCATE"),
    (f"def upgrade():\n    op.execute(sa.text('UPDATE tea SET a = 1'))\n{DROP}", WayBack.THERE, ""),  # nosec B608 -- it is read, never executed
    (f"def upgrade():\n    op.execute(STATEMENT)\n{DROP}", WayBack.UNKNOWN, "executes what is not written there"),
    ("def upgrade_a():\n    op.add()\n\n\ndef downgrade_a():\n    pass\n", WayBack.NONE, "downgrade_a() does nothing"),
    ("def upgrade(:\n", WayBack.UNKNOWN, "no Python"),
    ("from x import upgrade, downgrade\n", WayBack.UNKNOWN, "there is no function upgrade()"),
]
OPERATIONS = [
    ("", WayBack.THERE, ""),
    ("migrations.AddField('tea', 'leaf', f), migrations.CreateModel('cup', [])", WayBack.THERE, ""),
    ("migrations.RemoveField('tea', 'leaf')", WayBack.LOSES, "RemoveField deletes what is stored"),
    ("migrations.DeleteModel('tea')", WayBack.LOSES, "DeleteModel deletes what is stored"),
    ("migrations.RunPython(fill)", WayBack.NONE, "RunPython has no reverse_code"),
    ("migrations.RunPython(fill, None)", WayBack.NONE, "RunPython has no reverse_code"),
    ("migrations.RunPython(fill, migrations.RunPython.noop)", WayBack.THERE, ""),
    ("migrations.RunPython(fill, reverse_code=never)", WayBack.NONE, "never(), raises an error"),
    ("migrations.RunPython(fill, reverse_code=perhaps)", WayBack.UNKNOWN, "under some condition"),
    ("migrations.RunSQL('CREATE TABLE x (i int)')", WayBack.NONE, "RunSQL has no reverse_sql"),
    ("migrations.RunSQL('ALTER TABLE t ADD x int', 'ALTER TABLE t DROP x')", WayBack.THERE, ""),
    (
        "migrations.RunSQL([('DROP TABLE t', None)], reverse_sql='CREATE TABLE t')",
        WayBack.LOSES,
        "RunSQL runs DROP TABLE",
    ),
    ("migrations.RunSQL(SQL, reverse_sql='')", WayBack.UNKNOWN, "not written there"),
    ("migrations.RunSQL(migrations.RunSQL.noop)", WayBack.THERE, ""),
    ("migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel('tea')])", WayBack.THERE, ""),
    ("migrations.SeparateDatabaseAndState([migrations.DeleteModel('tea')])", WayBack.LOSES, "DeleteModel"),
    ("Strange()", WayBack.UNKNOWN, "Strange is none of Django's own"),
    ("*more", WayBack.UNKNOWN, "is not written there"),
]
FUNCTIONS = "def never(apps, editor):\n    raise IrreversibleError\n\n\ndef perhaps(apps, editor):\n    if apps:\n        raise E\n\n\n"


def one(files, new=None):
    found = read_migrations(sorted(files), files.__getitem__, set(files) if new is None else new)
    return found, found.migrations[0] if found.migrations else None


@pytest.mark.parametrize(("text", "way", "why"), ALEMBIC)
def test_revisions_of_alembic(text, way, why):
    found, migration = one({"db/versions/2_tea.py": HEAD + text})
    assert (migration.tool, migration.way) == ("Alembic", way)
    assert why in migration.why
    assert found.allows_rollback is (way is WayBack.THERE)


@pytest.mark.parametrize(("text", "way", "why"), OPERATIONS)
def test_migrations_of_django(text, way, why):
    body = f"class Migration(migrations.Migration):\n    dependencies = []\n    operations = [{text}]\n"
    _, migration = one({"shop/migrations/0002_tea.py": f"from django.db import migrations\n\n\n{FUNCTIONS}{body}"})
    assert (migration.tool, migration.way) == ("Django", way)
    assert why in migration.why


@pytest.mark.parametrize("body", ["    operations = make()\n", "    operations = []\n    operations += more\n"])
def test_operations_that_code_puts_together_are_not_understood(body):
    text = f"from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n{body}"
    _, migration = one({"shop/migrations/0002_tea.py": text})
    assert migration.way is WayBack.UNKNOWN


@pytest.mark.parametrize(
    ("files", "way", "why"),
    [
        ({"V2__a.sql": "SELECT 1;"}, WayBack.NONE, "there is no U2__… that undoes it"),
        ({"V2__a.sql": "SELECT 1;", "undo/U2.0__a.sql": "SELECT 1;"}, WayBack.THERE, ""),
        ({"V2_1__a.sql": "SELECT 1;", "U2.1__a.sql": "SELECT 1;"}, WayBack.THERE, ""),
        ({"V2__a.sql": "SELECT 1;", "U2__a.sql": "-- nothing\n/* at all */"}, WayBack.NONE, "has no statement"),
        ({"V2__a.sql": "DROP TABLE tea;", "U2__a.sql": "SELECT 1;"}, WayBack.LOSES, "it runs DROP TABLE"),
        ({"V2__A.java": "class A {}"}, WayBack.NONE, "there is no U2__"),
        ({"V2__A.java": "class A {}", "U2__A.java": "class A {}"}, WayBack.THERE, ""),
        ({"R__view.sql": "CREATE OR REPLACE VIEW v AS SELECT 1;"}, WayBack.THERE, ""),
        ({"R__view.sql": "TRUNCATE tea;"}, WayBack.LOSES, "it runs TRUNCATE"),
    ],
)
def test_migrations_of_flyway(files, way, why):
    found, migration = one(files)
    assert (migration.tool, migration.way, len(found.migrations)) == ("Flyway", way, 1)
    assert why in migration.why


@pytest.mark.parametrize(
    ("sql", "lost"),
    [
        ("drop table if exists tea", "DROP TABLE"),
        ("ALTER TABLE tea DROP COLUMN leaf", "DROP COLUMN"),
        ('ALTER TABLE "tea" DROP "leaf"', "ALTER TABLE … DROP"),
        ("ALTER TABLE tea DROP leaf, ADD x int", "ALTER TABLE … DROP"),
        ("ALTER TABLE tea DROP CONSTRAINT c", ""),
        ("ALTER TABLE tea ALTER leaf DROP NOT NULL", ""),
        ("DROP INDEX i; DROP VIEW v", ""),
        ("DO $$ BEGIN DELETE FROM tea; END $$", "DELETE FROM"),
        ("CREATE TRIGGER t BEFORE TRUNCATE ON tea", ""),
        ("INSERT INTO tea VALUES ('DROP TABLE tea')", ""),
        ("INSERT INTO tea VALUES ('it''s'); -- DROP TABLE tea\n/* TRUNCATE tea */", ""),
        ("-- done\nTRUNCATE tea", "TRUNCATE"),
        ("SELECT 'never ends; DROP TABLE tea", "DROP TABLE"),
        ("", ""),
    ],
)
def test_statements_that_destroy_data(sql, lost):
    assert losing(sql) == lost


def test_only_what_is_new_is_judged():
    files = {"V1__a.sql": "DROP TABLE x;", "V2__b.sql": "SELECT 1;", "U2__b.sql": "SELECT 1;"}
    found, migration = one(files, {"V2__b.sql", "U2__b.sql"})
    assert (found.total, migration.path) == ({"Flyway": 2}, "V2__b.sql")
    assert found.allows_rollback
    assert found.why == ""


def test_a_team_may_say_it_and_may_except():
    found, _ = one({"V2__a.sql": "SELECT 1;"})
    assert not found.allows_rollback
    assert found.why == "V2__a.sql (Flyway): there is no U2__… that undoes it"
    assert found.excepting(lambda path: "the table is new").allows_rollback
    assert Reversibility(declared="always").allows_rollback
    assert not Reversibility(declared="never", reason="nobody knows").allows_rollback
    assert "nobody knows" in Reversibility(declared="never", reason="nobody knows").why


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.py": "x = 1\n", "V1.sql": "DROP TABLE x;", "migrations/notes.md": "down_revision"},
        {
            "test_a.py": "TEXT = 'revision = 2; down_revision = 1'\n",
            "b.py": "class Migration(Other):\n    migrations = 1\n",
        },
    ],
)
def test_what_is_no_migration_is_none(files):
    with pytest.raises(NotSetUp):
        one(files)


def test_a_new_migration_that_cannot_be_read_is_an_error():
    def read(path):
        raise CannotMeasure(f"{path} is binary", "write it anew")

    with pytest.raises(CannotMeasure, match="is binary"):
        read_migrations(["shop/migrations/0001_a.py"], read, {"shop/migrations/0001_a.py"})
