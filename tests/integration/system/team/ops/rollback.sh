#!/bin/sh
# rollback.sh TAG: the release before serves again; then the database goes back as well.
set -eu
ops/deploy.sh "$1"
ops/migrate.sh undo "$1"
