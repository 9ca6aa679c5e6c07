"""The targets of a run: from the settings to what the domain packages take."""
