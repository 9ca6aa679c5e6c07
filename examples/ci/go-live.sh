#!/usr/bin/env bash
# One phase of the checklist from any shell, cron job or CI system; the exit status is pytest's: 0 is a GO.
#
#   go-live.sh PHASE [TARGET] [options of pytest]
#
# Reports are in reports/, named after the phase and the target; the HTML report needs pip install 'pytest-golive[html]'. The record of a phase opens the next one:
#   go-live.sh pre_deploy
#   go-live.sh deploy staging --golive-execute --golive-after=reports/pre_deploy.json
set -euo pipefail

phase=${1:?usage: go-live.sh PHASE [TARGET] [options of pytest]}
shift
target=""
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
    target=$1
    shift
fi
name=$phase${target:+-$target}

exec python3 -m pytest -m "$phase" ${target:+"--golive-target=$target"} \
    --junitxml="reports/$name.xml" -o junit_family=xunit1 \
    --golive-record="reports/$name.json" --golive-markdown="reports/$name.md" \
    --golive-html="reports/$name.html" --golive-sarif="reports/$name.sarif" "$@"
