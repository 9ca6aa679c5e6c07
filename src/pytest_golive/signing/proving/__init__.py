"""How a signature shows whose it is: OpenSSH's keys, and the commits that bring files."""
