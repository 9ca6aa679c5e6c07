"""How a project's tests run, which files that writes, and what is lacking, by the kind of project."""
