"""The table of commands that each actor's socket is handed."""

from server.commands import account, admin, moves, sending, texter

ACTORS = {"texter": texter.commands, "admin": admin.commands | moves.commands | account.commands | sending.commands}
"""By the last part of the socket's address, `/ws/texter` and `/ws/admin`."""
