"""How to reach a target and the APIs beside it: addresses, certificates, credentials."""
