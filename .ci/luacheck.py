"""luacheck over every verb as the store gets it: with the names of its keys and its includes.

An include may bring more than a verb uses. So a line that leaves something unused counts when it does so in every
verb that has it: always for one in the verb's own file, and for one in lua/shared/ when nobody needs it.
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from server.store.verbs import source, verbs

OPTIONS = ("--no-config", "--formatter", "plain", "--codes", "--std", "lua51")
LENGTH = "--no-max-line-length"  # the line with all keys' names is long; those of our own files are looked at here
GLOBALS = ("--read-globals", "redis", "cjson", "cmsgpack", "KEYS", "ARGV")
WARNING = re.compile(r".*/(\w+)\.lua:(\d+):\d+: \(([WE]\d+)\) .*")

texts = {verb: source(verb).splitlines() for verb in verbs()}
with tempfile.TemporaryDirectory() as folder:
    for verb in texts:
        Path(folder, f"{verb}.lua").write_text(source(verb) + "\n")
    files = [str(file) for file in Path(folder).iterdir()]
    checked = subprocess.run(["luacheck", *OPTIONS, LENGTH, *files, *GLOBALS], capture_output=True, text=True)
if checked.returncode > 2:  # 1 and 2: it has found something
    sys.exit(checked.stdout + checked.stderr)

faults: list[str] = []
unused: defaultdict[str, list[str]] = defaultdict(list)
for warning in checked.stdout.splitlines():
    parts = WARNING.fullmatch(warning)
    if parts is None:
        sys.exit(warning)
    line = texts[parts[1]][int(parts[2]) - 1]
    said = f"{line.strip()}\n    {Path(warning).name}"
    if parts[3].startswith("W2"):
        unused[line].append(said)
    else:
        faults.append(said)
for line, warnings in unused.items():
    if len(warnings) >= sum(line in text for text in texts.values()):
        faults.append(warnings[0])
for file in sorted(Path("lua").rglob("*.lua")):
    faults += [f"{line}\n    longer than 120" for line in file.read_text().splitlines() if len(line) > 120]

print("\n".join(faults) or f"{len(texts)} verbs: no warnings")
sys.exit(bool(faults))
