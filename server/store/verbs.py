"""The Lua verbs as the store gets them: each with its includes and the names of all keys."""

import re
from functools import cache
from pathlib import Path

from msgspec.structs import asdict

from server.limits import LIMITS
from server.resources import resources
from server.store import keys

INCLUDE = re.compile(r"^-- include (\w+)\n", re.MULTILINE)
SAME_ACCOUNT = (
    'if ARGV[2] and redis.call("HGET", KEYS[1], "identity") ~= ARGV[2] then '
    'return redis.error_reply("REFUSED try_again") end'
)
WHOLE = 'redis.call("EXISTS", KEYS[1] .. ":never")'
"""While a slot moves, a script may run where some of its keys are gone, and ends at the first of those, half done. So
it asks for one that never exists before anything else, and then ends there instead (tests/test_cluster.py)."""


@cache
def source(verb: str, sharded: bool = False) -> str:
    """Return the whole text of a verb as the store gets it: `#!lua`, its argument, keys, limits, includes once each.

    The folder that a verb lies in says whose keys it gets. `sharded` is for a cluster. What follows the head is a
    function of its own: making a function that uses locals of the one around it, Lua looks for each of them among all
    that are in use, and the hundreds of functions of the includes use those of the head. That took a fifth of the time
    of a verb that does nothing.
    """
    path = _paths()[verb]
    owned = keys.ACCOUNT_KEYS if path.parent.name == "account" else keys.CAMPAIGN
    names = ", ".join(f'{name} = KEYS[1] .. ":{name}"' for name in owned if name)
    limits = ", ".join(f"{name} = {number}" for name, number in asdict(LIMITS).items())
    included: list[str] = []

    def include(text: str) -> str:
        def one(match: re.Match[str]) -> str:
            name = match[1]
            if name in included:
                return ""
            included.append(name)
            return include((resources("lua") / "shared" / f"{name}.lua").read_text())

        return INCLUDE.sub(one, text)

    prelude = [
        "#!lua",
        "local args = cmsgpack.unpack(ARGV[1])",
        f"local key = {{{names}}}",
        f"local limit = {{{limits}}}",
        f"local SCHEMA = {keys.SCHEMA}",
        'local function under(...) return KEYS[1] .. ":" .. table.concat({...}, ":") end',
        f'local PUBLISH = "{"SPUBLISH" if sharded else "PUBLISH"}"',
        'local function refuse(code) return redis.error_reply("REFUSED " .. code) end',
    ]
    if sharded:
        prelude.append(WHOLE)
    if owned is keys.ACCOUNT_KEYS:
        prelude.append(SAME_ACCOUNT)
    body = include(path.read_text())
    if "ledger" in included:
        prelude.append(f'local VERB, ASKED_BY = "{verb}", args["me"] or args["texter"] or 0')
    return "\n".join([*prelude, "return (function()", body, "end)()"])


def read_all(sharded: bool) -> None:
    """Read every verb, so that this process runs those of its own version also when the files are replaced later."""
    for verb in verbs():
        source(verb, sharded)
        changes(verb)


@cache
def changes(verb: str) -> bool:
    """Return whether a verb may change something that must survive a failover: its header says if it doesn't."""
    return "\n  Changes  nothing" not in _paths()[verb].read_text()


def verbs() -> list[str]:
    """Return the names of all verbs."""
    return sorted(_paths())


@cache
def _paths() -> dict[str, Path]:
    return {path.stem: path for folder in ("campaign", "account") for path in (resources("lua") / folder).glob("*.lua")}
