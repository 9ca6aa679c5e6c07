"""The triggers of a rollback, measured as the settings say."""
