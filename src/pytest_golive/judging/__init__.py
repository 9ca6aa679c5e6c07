"""Limits, evidence, waivers and the verdict: pure, without pytest."""
