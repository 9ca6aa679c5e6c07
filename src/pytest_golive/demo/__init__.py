"""The reference service: a small real shop, on loopback only, with faults that can be switched on one by one.

``python -m pytest_golive.demo`` runs it; ``pytest -m smoke --target=demo`` starts and stops it automatically. It proves
that every live gate can pass, and that it can fail. It requires the extra ``pytest-golive[demo]``, and nothing else of
the package.
"""
