"""Commands that delete something for good: `handraise delete`."""

import click

from server.cli.running import note, run


@click.group()
def delete() -> None:
    """Delete something for good."""


@delete.command("campaign")
@click.argument("id", type=int)
@click.option("--yes", is_flag=True, help="Don't ask for the title.")
def delete_campaign(id: int, yes: bool) -> None:
    """Delete an archived campaign or a draft: its contacts, their texts, and its counts. It can't be undone.

    That people have opted out stays noted. Interrupted, do it again; a hub that runs finishes it, too.
    """
    from server.campaigns.erasing import delete_campaign as delete_whole
    from server.campaigns.reading import campaign_now
    from server.cli.account import account, changing
    from server.errors import Refused
    from server.wire.things import Campaign

    async def look() -> Campaign:
        async with account() as (scripts, _):
            return await campaign_now(scripts, id)

    async def do() -> None:
        async with changing() as (scripts, _):
            await delete_whole(scripts, id)

    thing = run(look())
    if thing.deleted:
        run(do())
        raise Refused("unknown_campaign")
    if thing.status not in ("draft", "archived"):
        raise click.ClickException(f"Campaign {id} is {thing.status}. Archive it first, on its page.")
    contacts = thing.erased.contacts if thing.erased else thing.contacts
    if not yes:
        note(f"Campaign {id}, {thing.title}: {thing.status}, {contacts:,} contacts.")
        if click.prompt("Type its title to delete it", err=True).strip() != thing.title:
            raise click.ClickException("This isn't its title. Nothing was deleted.")
    run(do())
    click.echo(f"Campaign {id}, {thing.title}, is deleted: {contacts:,} contacts and all their texts.")
