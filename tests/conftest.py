"""Property tests draw new examples at a desk and the same ones in CI, where a failure must be about the change.

A shell that runs the tests in the background lets them ignore Ctrl-C, and the processes they start would ignore it too.
"""

from __future__ import annotations

import os
import signal

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
