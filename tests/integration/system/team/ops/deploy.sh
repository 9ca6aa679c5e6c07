#!/bin/sh
# deploy.sh TAG: one instance after the other leaves the balancer, is replaced, and comes back once it is well.
set -eu
for instance in a b; do
    python3 ops/instance.py replace "$instance" "$1"
done
