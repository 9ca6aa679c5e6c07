"""Evaluates gates anew, outside pytest's protocol and as often as wanted: what a watch takes its samples by."""
