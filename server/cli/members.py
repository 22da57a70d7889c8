"""Commands about people: `handraise member`, `handraise token`."""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import click

from server.cli.running import note, run

if TYPE_CHECKING:
    from server.people.members import Member
    from server.store.scripts import Scripts

LOCAL = "http://localhost:8000"
"""The address at which people reach the hub when `PUBLIC_URL` doesn't say."""
ROLES = click.Choice(["admin", "texter"])


@click.group()
def member() -> None:
    """The people of this account."""


@member.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=ROLES, required=True)
def add_member(email: str, name: str, role: str) -> None:
    """Add a member and print a sign-in link. One who is there already stays as they are and gets a fresh link."""
    from server.cli.account import changing
    from server.config import Config

    async def add() -> str:
        async with changing() as (_, members):
            known = await members.find(email)
            new = known or await members.add(email, name, role)
            if known:
                note(f"{known.email} is a member already ({known.name}, {known.role}); nothing was changed.")
            note(f"{new.name} can sign in with this link once, within 7 days:")
            return (Config.read().public_url or LOCAL) + await members.sign_in_link(new)

    click.echo(run(add()))


@member.command("list")
@click.option("--json", "as_json", is_flag=True, help="A list of {id, name, email, role, disabled}.")
def list_members(as_json: bool) -> None:
    """List the members, disabled ones too."""
    from dataclasses import asdict

    from server.cli.account import account

    async def look() -> "list[Member]":
        async with account() as (_, members):
            return await members.all()

    all_of_them = run(look())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in all_of_them], indent=2, ensure_ascii=False))
        return
    for one in all_of_them:
        click.echo(f"{one.email}  {one.name}  {one.role}{', disabled' if one.disabled else ''}")


@member.command("role")
@click.argument("email")
@click.argument("role", type=ROLES)
def change_role(email: str, role: str) -> None:
    """Make a member an admin, or a texter only. The last admin stays one."""
    change(email, lambda scripts, one: scripts.run("change_role", member=one.id, role=role))
    note(f"{email} is {'an admin' if role == 'admin' else 'a texter'} now.")


@member.command("disable")
@click.argument("email")
def disable_member(email: str) -> None:
    """Keep a member out from now on. They are signed out everywhere, and what they hold becomes unassigned."""
    from server.campaigns.senders import disable

    change(email, lambda scripts, one: disable(scripts, one.id))
    note(f"{email} is disabled.")


@member.command("enable")
@click.argument("email")
def enable_member(email: str) -> None:
    """Let a disabled member sign in again."""
    change(email, lambda scripts, one: scripts.run("enable_member", member=one.id))
    note(f"{email} can sign in again.")


@member.command("unbind")
@click.argument("email")
def unbind_member(email: str) -> None:
    """Let a member's next sign-in by OpenID Connect find them by their e-mail address again.

    For a person whom the provider knows by a new name, such as after their account there was deleted and made again.
    """
    change(email, lambda scripts, one: scripts.run("unbind_member", member=one.id))
    note(f"{email} is found by the e-mail address again.")


def change(email: str, doing: "Callable[[Scripts, Member], Awaitable[Any]]") -> None:
    """Do something to the member with this e-mail address, disabled or not."""
    from server.cli.account import any_member, changing

    async def do() -> None:
        async with changing() as (scripts, members):
            await doing(scripts, await any_member(members, email))

    run(do())


@click.command()
@click.argument("email")
@click.option("--name", default="", help="What it is for, to tell it from others in the admins' list.")
def token(email: str, name: str) -> None:
    """Print a new API token of a member. Earlier ones stay valid."""
    from server.cli.account import changing, known_member

    async def make() -> str:
        async with changing() as (_, members):
            return await members.token(await known_member(members, email), name)

    click.echo(run(make()))
