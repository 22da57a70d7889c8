"""The commands, by actor: a name and keyword arguments, checked against the function's signature, are the wire form.

A session is handed its actor's table and has no way to call anything else: that is the authorization.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from server.errors import Refused
from server.live.hub import Hub
from server.live.watch import Connection
from server.people.mail import Mail
from server.people.members import Member, Members
from server.store.scripts import Scripts
from server.things import LARGEST_INTEGER, Thing

Id = Annotated[int, msgspec.Meta(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
"""A campaign's, conversation's or member's id, or a number of texts; what JavaScript and Lua can hold."""

Lane = Literal["initial", "reply", "quiet", "closed", "opted_out"]
OpenLane = Literal["initial", "reply", "quiet"]
OPEN: Sequence[Lane] = ("initial", "reply", "quiet")
Limit = Annotated[int, msgspec.Meta(ge=1, le=100)]
RequestId = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


@dataclass(frozen=True, slots=True)
class Asking:
    """The member who asks, the socket they ask over, and all that is needed for an answer."""

    me: Member
    scripts: Scripts
    members: Members
    hub: Hub
    mail: Mail
    connection: Connection

    async def opened(self, things: list[Thing]) -> Thing:
        """Return the answer to `open_…`: the member, the things shown, and the time by the store's clock (ms).

        Raises Refused (try_again).
        """
        return {"me": self.introduction(), "now": await self.scripts.now(), "things": things}

    def introduction(self) -> dict[str, Any]:
        """Return the `me` of an `open_…` reply."""
        return {"id": self.me.id, "name": self.me.name, "email": self.me.email, "role": self.me.role}


Command = Callable[..., Awaitable[Any]]


class Commands:
    """A table of commands; used as a decorator, it takes one in under its name."""

    def __init__(self) -> None:
        self._commands: dict[str, tuple[Command, type[msgspec.Struct]]] = {}

    def __call__(self, command: Command) -> Command:
        hints = get_type_hints(command, include_extras=True)
        fields: list[Any] = [
            (name, hints[name]) if it.default is it.empty else (name, hints[name], it.default)
            for name, it in inspect.signature(command).parameters.items()
            if it.kind is it.KEYWORD_ONLY
        ]
        name = command.__name__
        self._commands[name] = command, msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)
        return command

    def __or__(self, other: "Commands") -> "Commands":
        """Return a table of both."""
        both = Commands()
        both._commands = self._commands | other._commands
        return both

    def names(self) -> list[str]:
        """Return the names of all commands, in order."""
        return sorted(self._commands)

    async def run(self, asking: Asking, name: str, args: dict[str, Any]) -> Any:
        """Check the arguments and run a command.

        Raises Refused.
        """
        if name not in self._commands:
            raise Refused("unknown_command", details={"command": name[:100]})
        command, signature = self._commands[name]
        try:
            checked = msgspec.convert(args, signature)
        except msgspec.ValidationError as error:
            raise misfit(name, str(error)) from error
        return await command(asking, **msgspec.structs.asdict(checked))


def misfit(command: str, why: str) -> Refused:
    """Return the refusal of arguments that don't fit a command's signature, naming the argument."""
    argument = re.search(r"`\$\.(\w+)|field `(\w+)`", why)
    details = {"argument": argument[1] or argument[2]} if argument else None
    said = why.replace(" - at `$.", " - at `").replace("Object ", "")
    return Refused("bad_arguments", f"The arguments don't fit {command}: {said}.", details)
