"""The project's code as its inventory sees it: what is ours, how old it is."""
