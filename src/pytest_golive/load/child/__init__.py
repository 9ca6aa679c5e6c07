"""Code inside locust's process; never imported into pytest."""
