#!/bin/sh
# regression.sh URL: what customers do, from end to end.
set -eu
. "ops/places/$GOLIVE_TARGET.env"
number=$(date +%s%N)
python3 - "$1" "$number" <<'PYTHON'
import sys
import urllib.request

url, number = sys.argv[1:]
urllib.request.urlopen(f"{url}/products", timeout=60).read()
urllib.request.urlopen(urllib.request.Request(f"{url}/purchases/{number}", method="POST"), timeout=60).read()
PYTHON
psql -h "$PGHOST" -U "$PGUSER" -d "$PGDATABASE" -qAtX -c "SELECT number FROM purchases WHERE number = $number" | grep -q "$number"
