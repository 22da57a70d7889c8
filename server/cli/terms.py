"""Commands about what the account's carriers let through and what they cost: more of `handraise account`."""

from collections.abc import Awaitable, Callable
from typing import Any

import click

from server.cli.running import run
from server.cli.settings import account as account  # the group, which main.py takes from here


def told(change: Callable[..., Awaitable[None]], **given: Any) -> None:
    """Make a change of the account, and print the terms that it has then."""
    from server.campaigns.reading import account_now
    from server.cli.account import account as opened

    async def make() -> list[str]:
        async with opened() as (scripts, _):
            await change(scripts, **given)
            now = await account_now(scripts)
        lines = [f"Campaigns made from now on use: {now.default_carrier or 'any carrier that runs'}"]
        for row in now.carriers:
            limits = [f"{row.per_second:g} segments a second"] if row.per_second else []
            limits += [f"{row.per_day:,} segments a day"] if row.per_day else []
            limits += [f"{row.price} {now.currency} a segment"] if row.price else []
            limits += [f"{row.picture_price} {now.currency} a picture"] if row.picture_price else []
            limits += [f"{row.lookup_price} {now.currency} a lookup"] if row.lookup_price else []
            lines.append(f"{row.carrier}{' ' if row.numbers else ''}{row.numbers}: {', '.join(limits)}")
        return lines

    click.echo("\n".join(run(make())))


@account.command("carrier")
@click.argument("carrier")
@click.option("--numbers", default="", help="Only for these numbers or this service of it, as campaigns set them.")
@click.option("--per-second", type=float, help="Segments a second, at most; 0: no limit.")
@click.option("--per-day", type=int, help="Segments a day, at most, until midnight Pacific; 0: no limit.")
@click.option("--price", help="The price of a segment, such as 0.0079; an empty one: it isn't known.")
@click.option("--picture-price", help="The price of a text with a picture, in the same way.")
@click.option("--lookup-price", help="The price of looking a number up, in the same way.")
def set_carrier(**given: Any) -> None:
    """Set what a carrier lets through and what it costs. What is left out stays as it is."""
    from server.carriers import rates
    from server.wire.amounts import GivenTerms
    from server.wire.arguments import checked

    checked({name: value for name, value in given.items() if value is not None}, GivenTerms, "a carrier")
    told(rates.set_carrier, **given)


@account.command("default-carrier")
@click.argument("carrier", required=False)
def set_default_carrier(carrier: str | None) -> None:
    """Set the carrier of campaigns that are made from now on. Without a name: any that runs."""
    from server.carriers import rates

    told(rates.set_default_carrier, carrier=carrier)


@account.command("currency")
@click.argument("currency")
def set_currency(currency: str) -> None:
    """Set the currency of prices and budgets, such as USD."""
    from server.carriers import rates

    told(rates.set_currency, currency=currency)
