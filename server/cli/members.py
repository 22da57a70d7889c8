"""Commands about people: `handraise member`, `handraise token`."""

import click

from server.cli.running import note, run

LOCAL = "http://localhost:8000"
"""The address at which people reach the hub when `PUBLIC_URL` doesn't say."""


@click.group()
def member() -> None:
    """The people of this account."""


@member.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(["admin", "texter"]), required=True)
def add_member(email: str, name: str, role: str) -> None:
    """Add a member and print a sign-in link. One who is there already stays as they are and gets a fresh link."""
    from server.cli.account import account
    from server.config import Config

    async def add() -> str:
        async with account() as (_, members):
            known = await members.find(email)
            new = known or await members.add(email, name, role)
            if known:
                note(f"{known.email} is a member already ({known.name}, {known.role}); nothing was changed.")
            note(f"{new.name} can sign in with this link once, within 7 days:")
            return (Config.read().public_url or LOCAL) + await members.sign_in_link(new)

    click.echo(run(add()))


@click.command()
@click.argument("email")
@click.option("--name", default="", help="What it is for, to tell it from others in the admins' list.")
def token(email: str, name: str) -> None:
    """Print a new API token of a member. Earlier ones stay valid."""
    from server.cli.account import account, known_member

    async def make() -> str:
        async with account() as (_, members):
            return await members.token(await known_member(members, email), name)

    click.echo(run(make()))
