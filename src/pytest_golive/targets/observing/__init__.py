"""What is observed of a target beside its answers: from its settings to the packages that measure."""
