"""The program that runs in our own child processes: ``python -P begin.py PATHS MODULE [arguments]``.

`pythons` starts it. It imports nothing before it has set the import path: a folder of the project with the name of one
of our modules, or of a tool, must not replace it.
"""

import json
import runpy
import sys

if __name__ == "__main__":
    sys.path[:] = json.loads(sys.argv[1])
    sys.argv[:] = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
