"""``golive sign`` and ``golive record``."""
