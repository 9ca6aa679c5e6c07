"""Compare the changelog of this release with tags, versions and the changelog of the previous release."""
