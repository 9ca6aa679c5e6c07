"""What the changelog says of this release, held against tags, versions and the changelog of the last one."""
