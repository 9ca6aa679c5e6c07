"""Whether a rule is at least as strict as an alert that is needed."""
