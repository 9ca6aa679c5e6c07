"""What keeps a release from a target: a freeze in the calendar, or the lock that another run or person holds."""
