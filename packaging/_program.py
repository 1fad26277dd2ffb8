"""What `run.py` starts inside the environment: the program, from this checkout."""

import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
runpy.run_module("desktop_crm", run_name="__main__", alter_sys=True)
