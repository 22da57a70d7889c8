"""The module for scripts: `from handraise import Client`."""

from server.client import Client, ConnectionLost
from server.errors import HandraiseError, NotAFrame, Refused
from server.shown import Change, Thing
from server.wire.frames import Encoding

__all__ = ["Change", "Client", "ConnectionLost", "Encoding", "HandraiseError", "NotAFrame", "Refused", "Thing"]
