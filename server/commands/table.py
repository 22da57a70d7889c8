"""The commands, by actor: a name and keyword arguments, checked against the function's signature, are the wire form.

A session is handed its actor's table and has no way to call anything else: that is the authorization.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec

from server.errors import Refused
from server.limits import LIMITS
from server.live.hub import Hub
from server.live.watch import Connection
from server.people.mail import Mail
from server.people.members import Member, Members
from server.store.scripts import Scripts
from server.wire.arguments import checked
from server.wire.replies import Me, Opened
from server.wire.things import AnyThing


@dataclass(frozen=True, slots=True)
class Asking:
    """The member who asks, the socket they ask over, and all that is needed for an answer."""

    me: Member
    scripts: Scripts
    members: Members
    hub: Hub
    mail: Mail
    connection: Connection
    region: str
    """The region of phone numbers without a country code, as its two letters."""

    async def opened(self, things: list[AnyThing]) -> Opened:
        """Return the answer to `open_…`.

        Raises Refused (try_again).
        """
        return Opened(me=self.introduction(), now=await self.scripts.now(), limits=LIMITS, things=things)

    def introduction(self) -> Me:
        """Return the `me` of an `open_…` reply."""
        return Me(id=self.me.id, name=self.me.name, email=self.me.email, role=self.me.role)


Function = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its function, its arguments as a Struct, and what it returns.

    The arguments are the function's keyword-only parameters, and the fields of its second parameter, if there is one.
    """

    name: str
    function: Function
    arguments: type[msgspec.Struct]
    returns: Any
    own: tuple[str, ...]
    """The keyword-only parameters."""

    @classmethod
    def of(cls, function: Function) -> "Command":
        """Read a command off its function's signature."""
        hints = get_type_hints(function, include_extras=True)
        _asking, *parameters = inspect.signature(function).parameters.values()
        whole = [hints[it.name] for it in parameters if it.kind is not it.KEYWORD_ONLY]
        own: list[Any] = [
            (it.name, hints[it.name]) if it.default is it.empty else (it.name, hints[it.name], it.default)
            for it in parameters
            if it.kind is it.KEYWORD_ONLY
        ]
        name = function.__name__
        arguments = msgspec.defstruct(
            f"{function.__module__.rpartition('.')[2]}.{name}",
            own,
            bases=tuple(whole),
            kw_only=True,
            frozen=True,
            forbid_unknown_fields=True,
        )
        return cls(name, function, arguments, hints["return"], tuple(name for name, *_ in own))

    async def run(self, asking: Asking, args: dict[str, Any]) -> Any:
        """Check the arguments and run it.

        Raises Refused.
        """
        given = checked(args, self.arguments, self.name)
        whole = (given,) if len(self.own) < len(self.arguments.__struct_fields__) else ()
        return await self.function(asking, *whole, **{name: getattr(given, name) for name in self.own})


class Commands:
    """A table of commands; used as a decorator, it takes one in under its name."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}

    def __call__(self, function: Function) -> Function:
        command = Command.of(function)
        self._commands[command.name] = command
        return function

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __contains__(self, name: str) -> bool:
        return name in self._commands

    def __or__(self, other: "Commands") -> "Commands":
        """Return a table of both, of the kind that the first is."""
        both = type(self)()
        both._commands = self._commands | other._commands
        return both

    def names(self) -> list[str]:
        """Return the names of all commands, in order."""
        return sorted(self._commands)

    async def run(self, asking: Asking, name: str, args: dict[str, Any]) -> Any:
        """Check the arguments and run a command.

        Raises Refused.
        """
        if name not in self:
            raise Refused("unknown_command", details={"command": name[:100]})
        return await self._commands[name].run(asking, args)
