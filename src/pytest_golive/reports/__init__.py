"""Views of the one verdict."""
