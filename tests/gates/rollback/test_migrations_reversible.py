"""The gate about migrations of a database: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest

GATE = "rollback::migrations_reversible"
UP, DOWN = "db/V2__tea.sql", "db/U2__tea.sql"


@pytest.fixture
def migrated(shop, git):
    """Version 1.1.0 has one migration of Flyway; others follow: ``migrated({UP: "…"})``."""

    def make(files, text=""):
        shop.write("db/V1__start.sql", "CREATE TABLE tea (id int);\n")
        shop.commit()
        git(shop.path, "tag", "v1.1.0")
        shop.settings(text)
        for path, content in files.items():
            shop.write(path, content)
        shop.write("src/shop/tea.py", '"""Tea."""\n')

    return make


def test_migrations_reversible_passes(shop, migrated):
    migrated({UP: "ALTER TABLE tea ADD leaf int;\n", DOWN: "ALTER TABLE tea DROP leaf;\n"})
    shop.passes(
        GATE,
        "*migrations without a way back: 0, must be at most 0 (n = 2, 2 migrations of Flyway)*",
        "*new migrations with a way back: 1 of 1*",
    )


def test_without_a_new_migration_there_is_nothing_to_undo(shop, migrated):
    migrated({})
    shop.passes(GATE, "*must be at most 0 (n = 1, 1 migrations of Flyway)*", "*with a way back: 0 of 0*")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({UP: "ALTER TABLE tea ADD leaf int;\n"}, "*db/V2__tea.sql*there is no U2__*that undoes it (Flyway)*"),
        ({UP: "DROP TABLE tea;", DOWN: "CREATE TABLE tea (id int);"}, "*it runs DROP TABLE (Flyway)*"),
        ({"db/V1__start.sql": "CREATE TABLE tea (id bigint);"}, "*db/V1__start.sql*there is no U1__*"),
    ],
)
def test_migrations_reversible_is_breached(shop, migrated, files, said):
    migrated(files)
    shop.breaches(GATE, said)


def test_an_exception_is_named_with_its_reason(shop, migrated):
    table = '\n[tool.golive.rollback.migrations.exceptions]\n"db/V2__*" = "version 1.1.0 does not read the new table"\n'
    migrated({UP: "CREATE TABLE leaf (id int);\n"}, table)
    shop.passes(GATE, "*exception db/V2__tea.sql: there is no U2__*: version 1.1.0 does not read the new table*")


def test_migrations_reversible_cannot_measure_what_is_not_understood(shop, migrated):
    text = "from x import Strange\nfrom django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
    migrated({"shop/migrations/0002_tea.py": f"{text}    operations = [Strange()]\n"})
    shop.cannot_measure(GATE, "*shop/migrations/0002_tea.py (Django): Strange is none of Django's own*")


def test_migrations_reversible_cannot_measure_what_is_binary(shop, migrated):
    migrated({UP: b"\x00\x01\x02\xff", DOWN: "SELECT 1;"})
    shop.cannot_measure(GATE, "*db/V2__tea.sql is binary*")


def test_a_tool_that_is_not_known_is_not_set_up(shop, git):
    git(shop.path, "tag", "v1.1.0")
    shop.write("db/2.sql", "DROP TABLE tea;\n")
    shop.cannot_measure(GATE, "*no file is a migration of Alembic, Django or Flyway*", word="NOT SET UP")


def test_the_settings_may_say_it_instead(shop, git):
    git(shop.path, "tag", "v1.1.0")
    table = '\n[tool.golive.rollback.migrations]\nreversible = "{}"\nreason = "each has its own down script"\n'
    file = shop.path / "pyproject.toml"
    before = file.read_text()
    file.write_text(before + table.format("always"))
    shop.passes(GATE, "*declared: always reversible, each has its own down script*")
    file.write_text(before + table.format("never"))
    shop.breaches(GATE, "*the settings say that migrations are never reversible: each has its own down script*")


def test_the_first_release_migrates_nothing_that_could_go_back(shop):
    shop.write(UP, "CREATE TABLE tea (id int);\n")
    shop.cannot_measure(GATE, "*there is no release before this one*", word="NOT SET UP")
