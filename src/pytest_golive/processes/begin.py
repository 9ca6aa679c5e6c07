"""The program that becomes one of our own children: ``python -P begin.py PATHS MODULE [arguments]``.

It is started by `pythons`, and imports nothing before it knows from where: a folder of the project that has the name of
a module of ours, or of a tool's, must not take its place.
"""

import json
import runpy
import sys

if __name__ == "__main__":
    sys.path[:] = json.loads(sys.argv[1])
    sys.argv[:] = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
