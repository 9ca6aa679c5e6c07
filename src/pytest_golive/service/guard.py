"""What `service.http.guard` was called before it moved there."""

from __future__ import annotations

from pytest_golive.service.http.guard import check_addresses, check_clear_text, check_method, keep_home

__all__ = ["check_addresses", "check_clear_text", "check_method", "keep_home"]
