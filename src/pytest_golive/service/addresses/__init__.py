"""Where a URL leads: hosts in one normal form, their names, and addresses that are production's."""
