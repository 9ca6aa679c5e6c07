"""What migrations hide: in helpers, in code that puts operations together, and in SQL that databases read otherwise."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.migrations.reading import read_migrations
from pytest_golive.delivery.migrations.result import WayBack
from pytest_golive.delivery.migrations.statements import losing

pytestmark = pytest.mark.security
HEAD = 'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "2"\ndown_revision = "1"\n\n\n'
ADD = "def upgrade():\n    op.add_column('tea', sa.Column('c', sa.Integer()))\n\n\n"
DOWN = "\n\ndef downgrade():\n    op.drop_column('tea', 'c')\n"
ALEMBIC = [
    ("def more():\n    op.drop_table('x')\n\n\ndef upgrade():\n    more()\n" + DOWN, WayBack.LOSES, "drop_table()"),
    ("def upgrade():\n    from shop import drop\n\n    drop('x')\n" + DOWN, WayBack.UNKNOWN, "calls drop()"),
    ("import shop\n\n\ndef upgrade():\n    shop.drop('x')\n" + DOWN, WayBack.UNKNOWN, "calls drop()"),
    ("def upgrade():\n    getattr(op, 'drop_' + 'table')('x')\n" + DOWN, WayBack.UNKNOWN, "what it puts together"),
    ("def upgrade():\n    more = op.drop_table\n    more('x')\n" + DOWN, WayBack.UNKNOWN, "calls more()"),
    ("def upgrade():\n    eval('op.drop_table(1)')\n" + DOWN, WayBack.UNKNOWN, "calls eval()"),
    (
        "def upgrade():\n    op.get_bind().exec_driver_sql('DROP TABLE x')\n" + DOWN,
        WayBack.LOSES,
        "executes DROP TABLE",
    ),
    ("def upgrade():\n    op.invoke(ops.DropTableOp('x'))\n" + DOWN, WayBack.LOSES, "DropTableOp()"),
    (ADD + "def downgrade():\n    print('there is no way back')\n", WayBack.NONE, "downgrade() does nothing"),
    (ADD + "def no():\n    pass\n\n\ndef downgrade():\n    no()\n", WayBack.NONE, "downgrade() does nothing"),
    (ADD + "def no():\n    raise OSError\n\n\ndef downgrade():\n    no()\n", WayBack.UNKNOWN, "raises an error"),
    (
        (
            "import sqlmodel\n\n\ndef more():\n    session = sessionmaker(bind=op.get_bind())()\n    len(session)\n\n\n"
            "def upgrade():\n    op.add_column('tea', sa.Column('c', sqlmodel.AutoString()))\n    tea = sa.table('tea')\n"
            "    op.bulk_insert(tea, [{'c': str(1)}])\n    more()\n\n\n"
            "def back():\n    op.drop_column('tea', 'c')\n\n\ndef downgrade():\n    back()\n"
        ),
        WayBack.UNKNOWN,
        "what it puts together",
    ),
    (
        (
            "import sqlmodel\nfrom sqlalchemy.orm import sessionmaker\n\n\ndef more():\n"
            "    Session = sessionmaker(bind=op.get_bind())\n    session = Session()\n    session.commit()\n\n\n"
            "def upgrade():\n    op.add_column('tea', sa.Column('c', sqlmodel.AutoString()))\n    more()\n\n\n"
            "def back():\n    op.drop_column('tea', 'c')\n\n\ndef downgrade():\n    back()\n"
        ),
        WayBack.THERE,
        "",
    ),
]
CLASS = "class Migration(migrations.Migration):\n    operations = [{}]\n"
FILL = "def fill(apps, editor):\n    {}\n\n\n" + CLASS.format("migrations.RunPython(fill, migrations.RunPython.noop)")
DJANGO = [
    (
        CLASS.format("migrations.RunSQL('ALTER TABLE t ADD x int', migrations.RunSQL.noop)"),
        WayBack.NONE,
        "does nothing",
    ),
    (CLASS.format("migrations.RunSQL('CREATE TABLE x (i int)', reverse_sql='')"), WayBack.NONE, "does nothing"),
    (CLASS.format("migrations.RunSQL('UPDATE t SET x = 1', reverse_sql='')"), WayBack.THERE, ""),
    (CLASS.format("") + "    operations.append(migrations.DeleteModel('tea'))\n", WayBack.UNKNOWN, "put together"),
    (CLASS.format("") + "    for x in 'ab':\n        operations.append(x)\n", WayBack.UNKNOWN, "put together"),
    (CLASS.format("") + "    def apply(self, *args):\n        drop()\n", WayBack.UNKNOWN, "put together"),
    (CLASS.format("") + "\n\nMigration.operations.append(DROP)\n", WayBack.UNKNOWN, "put together"),
    (CLASS.format("") + "\n\n" + CLASS.format("migrations.DeleteModel('tea')"), WayBack.UNKNOWN, "put together"),
    ("from shop import AddField\n\n\n" + CLASS.format("AddField('a', 'b')"), WayBack.UNKNOWN, "none of Django's own"),
    ("class AddField:\n    pass\n\n\n" + CLASS.format("AddField('a', 'b')"), WayBack.UNKNOWN, "none of Django's own"),
    (FILL.format("apps.get_model('a', 'B').objects.all().delete()"), WayBack.LOSES, "fill() calls delete()"),
    (FILL.format("editor.execute('DROP TABLE x')"), WayBack.LOSES, "fill() executes DROP TABLE"),
    (FILL.format("editor.execute(SQL)"), WayBack.UNKNOWN, "executes what is not written there"),
    (FILL.format("apps.get_model('a', 'B').objects.update(x=1)"), WayBack.THERE, ""),
]


def one(path, text):
    found = read_migrations([path], {path: text}.__getitem__, {path})
    return found, found.migrations[0]


@pytest.mark.parametrize(("text", "way", "why"), ALEMBIC)
def test_revisions_of_alembic_that_hide_something(text, way, why):
    found, migration = one("db/versions/2_tea.py", HEAD + text)
    assert (migration.way, why in migration.why) == (way, True), migration.why
    assert found.allows_rollback is (way is WayBack.THERE)


@pytest.mark.parametrize(("text", "way", "why"), DJANGO)
def test_migrations_of_django_that_hide_something(text, way, why):
    found, migration = one("shop/migrations/0002_tea.py", f"from django.db import migrations\n\n\n{text}")
    assert (migration.way, why in migration.why) == (way, True), migration.why
    assert found.allows_rollback is (way is WayBack.THERE)


@pytest.mark.parametrize(
    "sql",
    [
        r"SELECT 'a\'b'; DROP TABLE t; SELECT ''",
        "SELECT $$it's$$; DROP TABLE x; SELECT $$it's$$",
        "SELECT $a$it's$a$; DROP TABLE x; SELECT $a$it's$a$",
        "/*!50000 DROP TABLE x */",
        "/*M!100100 DROP TABLE x */",
        "# it's\nDROP TABLE x; # it's",
        "DO $$ BEGIN EXECUTE 'DROP TABLE x'; END $$",
        "PREPARE s FROM 'DROP TABLE t'",
        "EXECUTE IMMEDIATE 'DROP ' || 'TABLE ' || t",
        "DELETE t FROM t JOIN u",
        "MERGE INTO t USING s ON a = b WHEN MATCHED THEN DELETE",
        "DROP FOREIGN TABLE x",
        "DROP OWNED BY shop",
        "\uff24\uff32\uff2f\uff30 TABLE x",
    ],
)
def test_sql_that_a_database_reads_otherwise(sql):
    assert losing(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE t DROP FOREIGN KEY k",
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b ON DELETE CASCADE",
        "CREATE TRIGGER t AFTER DELETE ON tea FOR EACH ROW EXECUTE FUNCTION count_tea()",
        "DO $$ BEGIN EXECUTE 'CREATE TABLE x (i int)'; END $$",
        "GRANT SELECT, DELETE ON tea TO shop",
    ],
)
def test_sql_that_destroys_nothing(sql):
    assert not losing(sql)
