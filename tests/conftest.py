"""Property tests draw new examples at a desk and the same ones in CI, where a failure must be about the change.

A shell that runs the tests in the background lets them ignore Ctrl-C, and the processes they start would ignore it too.
What is installed or settled on this machine has no part in a test, nor in a process that one starts.
"""

from __future__ import annotations

import os
import signal
import tempfile

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

for variable in ("SYNONYMIZER_REFERENCE", "SYNONYMIZER_MIRROR"):
    os.environ.pop(variable, None)
os.environ["SYNONYMIZER_CONFIG"] = os.devnull
os.environ["SYNONYMIZER_DATA_DIR"] = os.path.join(tempfile.gettempdir(), f"synonymizer-{os.getpid()}-has-none")
