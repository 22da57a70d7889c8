"""The table of commands that each actor's socket is handed."""

from server.commands import (
    account,
    admin,
    at_hand,
    drafts,
    members,
    moves,
    numbers,
    offers,
    opt_outs,
    people,
    sending,
    texter,
)
from server.commands.noted import NotedCommands

ADMIN = (
    NotedCommands()
    | admin.commands
    | drafts.commands
    | offers.commands
    | moves.commands
    | account.commands
    | members.commands
    | sending.commands
    | numbers.commands
    | opt_outs.commands
    | people.commands
)

ACTORS = {"texter": texter.commands | at_hand.commands, "admin": ADMIN}
"""By the last part of the socket's address, `/ws/texter` and `/ws/admin`."""
