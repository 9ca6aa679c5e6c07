"""From the result of a row to the verdict: record it, hide secrets in it, tally it."""
