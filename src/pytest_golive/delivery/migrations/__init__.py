"""Whether the migrations of a database can be undone, as their files say; nothing of the project is imported."""
