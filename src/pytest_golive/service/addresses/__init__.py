"""Whom a URL leads to: hosts in one normal form, their names, their neighbours."""
