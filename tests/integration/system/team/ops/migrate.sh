#!/bin/sh
# migrate.sh: bring the database of the target to this release; each file of migrations once.
# migrate.sh undo TAG: take back the migrations that TAG does not know, the newest first.
set -eu
. "ops/places/$GOLIVE_TARGET.env"
export PGHOST PGUSER PGDATABASE
sql() { psql -qAtX -v ON_ERROR_STOP=1 "$@"; }
sql -c "SET client_min_messages TO warning; CREATE TABLE IF NOT EXISTS history (name text PRIMARY KEY)"
if [ "${1:-}" = undo ]; then
    sql -c "SELECT name FROM history ORDER BY name DESC" | while read -r name; do
        git cat-file -e "$2:migrations/V$name.sql" 2>/dev/null && continue
        sql -f "migrations/U$name.sql"
        sql -c "DELETE FROM history WHERE name = '$name'"
    done
    exit
fi
for file in migrations/V*.sql; do
    name=$(basename "$file" .sql | cut -c 2-)
    [ -z "$(sql -c "SELECT name FROM history WHERE name = '$name'")" ] || continue
    echo "migrating: $name"
    sql -f "$file"
    sql -c "INSERT INTO history VALUES ('$name')"
done
