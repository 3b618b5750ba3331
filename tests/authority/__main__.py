"""`python -m tests.authority FOLDER`: make the authority there, and answer until interrupted."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from tests.authority import served

# Held back from the very first, and from the server's thread too, the signal waits for `sigwait`.
END = {signal.SIGINT, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, END)
with served(Path(sys.argv[1])) as authority:
    print(f"tsa={authority.tsa}", f"ocsp={authority.ocsp}", f"root={authority.root}", sep="\n", flush=True)
    signal.sigwait(END)
