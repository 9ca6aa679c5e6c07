"""Whom this release may believe: the release before, who vouches for it, and the people that it names."""
