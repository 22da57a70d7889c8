"""Commands about one person's data, when they ask for it: `handraise contact`."""

import json
from typing import TYPE_CHECKING, BinaryIO

import click

from server.cli.running import note, run

if TYPE_CHECKING:
    from server.campaigns.person import Erasure


class Phone(click.ParamType[str]):
    """A phone number, in E.164 or as people of the deployment's region write it."""

    name = "PHONE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return it in E.164."""
        from server.config import Config
        from server.contacts.numbers import phone_of
        from server.errors import Refused

        try:
            return phone_of(value, Config.read().region)
        except Refused as refused:
            self.fail(f"{refused.sentence} Write it like +12025550123.", param, ctx)


@click.group()
def contact() -> None:
    """One person's data, when they ask for it."""


@contact.command("export")
@click.argument("phone", type=Phone())
@click.argument("file", type=click.File("wb", lazy=True), default="-")
def export(phone: str, file: BinaryIO) -> None:
    """Write all that is kept of the person with this PHONE to FILE, or to stdout: JSON, times in ms since 1970.

    Every campaign's conversation with all texts, who opted them out or in, and the texts that no texter got.
    """
    from server.campaigns.person import known_of
    from server.cli.account import account

    async def look() -> dict[str, object]:
        async with account() as (scripts, _):
            return await known_of(scripts, phone)

    known = run(look())
    file.write(f"{json.dumps(known, indent=2, ensure_ascii=False)}\n".encode())
    file.flush()
    if not known["conversations"] and not known["unplaced"]:
        note("No campaign has this person.")


@contact.command("erase")
@click.argument("phone", type=Phone())
@click.option("--yes", is_flag=True, help="Don't ask.")
def erase(phone: str, yes: bool) -> None:
    """Erase what is kept of the person with this PHONE, in every campaign. It can't be undone.

    Their conversations stay where they are counted, without name, phone and texts; open ones are closed. That the phone
    has opted out stays noted, so that it isn't texted again.
    """
    from server.campaigns.person import erase as erase_everywhere
    from server.cli.account import account, changing
    from server.store import lookups

    async def look() -> int:
        async with account() as (scripts, _):
            return len(await lookups.conversations_with(scripts, phone))

    async def do() -> "Erasure":
        async with changing() as (scripts, _):
            return await erase_everywhere(scripts, phone)

    if not yes:
        campaigns = run(look())
        where = "1 campaign has" if campaigns == 1 else f"{campaigns:,} campaigns have"
        click.confirm(f"{where} this person. Erase what is kept of them, for good?", abort=True, err=True)
    done = run(do())
    click.echo("\n".join(told(done)))
    if done.waiting:
        campaigns_waiting = ", ".join(map(str, done.waiting))
        raise click.ClickException(
            f"A text to them is with the carrier at this moment (campaign {campaigns_waiting}), so this isn't "
            "finished. Do it again in a minute."
        )


def told(done: "Erasure") -> list[str]:
    """Return the lines that tell what an erasure did."""
    lines = [
        f"Erased in campaign {campaign}: conversation {conversation}." for campaign, conversation in done.conversations
    ]
    if done.unplaced:
        lines.append(f"Forgotten: {done.unplaced:,} of their texts that no texter got.")
    if not lines and not done.waiting:
        lines.append("No campaign has this person.")
    if done.opted_out:
        lines.append("That the phone has opted out stays noted, so that it isn't texted again.")
    if done.files:
        lines.append("These files came from them, and stay with the carrier until you delete them there:")
        lines += [f"  {carrier}: {address}" for carrier, address in done.files]
    return lines
