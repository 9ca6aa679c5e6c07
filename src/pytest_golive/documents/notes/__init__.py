"""Release notes: the facts of a release, a text written from them, and whether published notes agree with them."""
