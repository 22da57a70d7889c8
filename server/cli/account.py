"""The account that a command works on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from server.config import Config
from server.people.members import Member, Members
from server.store.scripts import Scripts
from server.upgrades.opening import open_account


@asynccontextmanager
async def account() -> AsyncIterator[tuple[Scripts, Members]]:
    """Open the account that this process's settings lead to."""
    config = Config.read()
    async with open_account(config) as (_, scripts):
        yield scripts, Members(scripts, config)


async def known_member(members: Members, email: str) -> Member:
    """Return the member with this e-mail address, who isn't disabled."""
    found = await members.find(email)
    if found is None:
        raise click.ClickException(f"There is no member with the e-mail address {email}: see handraise member add.")
    if found.disabled:
        raise click.ClickException(f"{found.email} is disabled.")
    return found
