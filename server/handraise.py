"""The module for scripts: `from handraise import Client`."""

from server.client import Change, Client, ConnectionLost, Thing
from server.errors import HandraiseError, NotAFrame, Refused
from server.wire.frames import Encoding

__all__ = ["Change", "Client", "ConnectionLost", "Encoding", "HandraiseError", "NotAFrame", "Refused", "Thing"]
