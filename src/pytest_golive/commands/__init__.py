"""What the ``golive`` command does: ``init`` and ``explain``."""
