"""Reads files of others up to a bound, and writes files and folders: completely or not at all."""
