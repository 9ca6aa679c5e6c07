"""The reference service: a small real shop, on loopback only, whose faults can be switched on one by one.

``python -m pytest_golive.demo`` runs it; ``pytest -m smoke --target=demo`` starts and stops it by itself. It proves
that every live gate can pass, and that it can fail. It needs the extra ``pytest-golive[demo]``, and nothing else of the
package.
"""
