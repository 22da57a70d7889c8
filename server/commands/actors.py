"""The table of commands that each actor's socket is handed."""

from server.commands import account, admin, moves, numbers, sending, texter
from server.commands.noted import NotedCommands

ADMIN = NotedCommands() | admin.commands | moves.commands | account.commands | sending.commands | numbers.commands

ACTORS = {"texter": texter.commands, "admin": ADMIN}
"""By the last part of the socket's address, `/ws/texter` and `/ws/admin`."""
