"""The account that a command works on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from server.config import Config
from server.people import deeds
from server.people.members import Member, Members
from server.store.scripts import Scripts
from server.upgrades.opening import open_account


@asynccontextmanager
async def account() -> AsyncIterator[tuple[Scripts, Members]]:
    """Open the account that this process's settings lead to."""
    config = Config.read()
    async with open_account(config) as (_, scripts):
        yield scripts, Members(scripts, config)


@asynccontextmanager
async def changing() -> AsyncIterator[tuple[Scripts, Members]]:
    """Open it for a command that changes something. Once that is done, it is noted in the audit."""
    async with account() as (scripts, members):
        yield scripts, members
        context = click.get_current_context()
        did = context.command_path.partition(" ")[2]
        given = {name: value for name, value in context.params.items() if value is not None and value is not False}
        await deeds.note(scripts, None, did, given)


async def any_member(members: Members, email: str) -> Member:
    """Return the member with this e-mail address, disabled or not."""
    found = await members.find(email)
    if found is None:
        raise click.ClickException(f"There is no member with the e-mail address {email}: see handraise member add.")
    return found


async def known_member(members: Members, email: str) -> Member:
    """Return the member with this e-mail address, who isn't disabled."""
    found = await any_member(members, email)
    if found.disabled:
        raise click.ClickException(f"{found.email} is disabled.")
    return found
