"""The former name of `service.http.guard`."""

from __future__ import annotations

from pytest_golive.service.http.guard import check_addresses, check_clear_text, check_method, keep_home

__all__ = ["check_addresses", "check_clear_text", "check_method", "keep_home"]
