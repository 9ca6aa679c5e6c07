"""The former name of `testrun.junit.safe_xml`."""

from __future__ import annotations

from pytest_golive.testrun.junit.safe_xml import read_xml, stream_xml

__all__ = ["read_xml", "stream_xml"]
