"""Breaking changes of the public API since the previous release, and whether documents announce them."""
