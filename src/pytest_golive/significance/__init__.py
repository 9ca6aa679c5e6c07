"""Whether two sets of values differ, and by how much: by ranks, for any distribution."""
