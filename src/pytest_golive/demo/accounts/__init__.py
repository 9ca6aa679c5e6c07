"""Who is known to the service, and how people and programs prove who they are."""
