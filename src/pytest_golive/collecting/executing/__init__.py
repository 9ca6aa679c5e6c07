"""The steps of a deployment: in which order they run, what each of them needs, and when nothing is executed at all."""
