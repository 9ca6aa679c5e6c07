"""Tests and coverage of projects in Go."""
