#!/bin/sh
# Dump the database of the target.
set -eu
. "ops/places/$GOLIVE_TARGET.env"
export PGHOST PGUSER PGDATABASE
pg_dump -Fc -f "$BACKUPS/shop-$(date +%s%N).dump"
