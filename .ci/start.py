"""Runs the command that a newcomer runs first, and looks whether it ends with consoles that can be reached.

python3 .ci/start.py COMMAND
"""

import os
import re
import signal
import subprocess
import sys
import threading
from urllib.request import Request, urlopen

LINK = re.compile(r"http://([^:/]+):(\d+)(/\S+)")
WITHIN = 300.0
"""Seconds, most of them for the installation."""

with subprocess.Popen(
    ["bash", "-c", f"{sys.argv[1]} --port 0"], stdout=subprocess.PIPE, text=True, start_new_session=True
) as process:
    impatience = threading.Timer(WITHIN, os.killpg, (process.pid, signal.SIGKILL))
    impatience.start()
    pages = []
    for line in process.stdout:
        print(line, end="", flush=True)
        if "Ctrl-C" in line:
            break
        if link := LINK.search(line):
            pages.append(link.groups())
    for host, port, path in pages:  # machines differ in whether they know ana.localhost
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers={"Host": f"{host}:{port}"})) as page:
            print(page.status, host)
    os.killpg(process.pid, signal.SIGINT)
    print(process.stdout.read())
    impatience.cancel()
if process.returncode or len(pages) < 4:
    sys.exit(f"It ended with {process.returncode} and {len(pages)} links.")
