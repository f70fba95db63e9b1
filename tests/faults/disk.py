"""``dsr`` on a disk that is full: no file may grow past LIMIT bytes.

disk.py LIMIT USER SITE WORD…
"""

from __future__ import annotations

import os
import resource
import signal
import sys

from dsr.entrypoints.cli import main

if __name__ == "__main__":
    limit, user, site, *words = sys.argv[1:]
    os.environ |= {"DSR_USER": user, "DSR_SITE": site, "DSR_TODAY": "2026-03-12"}
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    sys.argv = ["dsr", *words]
    main()
