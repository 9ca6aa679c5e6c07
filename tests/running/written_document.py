"""A small document with rows that are bound, rows for people, and rows that are not due."""

from __future__ import annotations

import pytest

DOCUMENT = """\
# Go live

## Code Quality Gate
- [ ] Files are short <!-- golive: code_quality::files_within_limit -->

## Deployment Day
- [x] Team briefed
- [ ] Backup is made <!-- golive: sign phase=pre_deploy id=backup -->
"""
NO_PEOPLE = DOCUMENT.replace("sign phase=pre_deploy id=backup", "no-check")
BOTH = pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
