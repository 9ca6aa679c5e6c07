"""What of the public API a user of the previous release can no longer rely on."""
