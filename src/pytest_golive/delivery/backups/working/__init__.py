"""The folder and the commands that the proof of a backup works with."""
