"""The targets of a run: turns settings into the arguments of the domain packages."""
