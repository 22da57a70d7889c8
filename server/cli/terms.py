"""Commands about the account's carriers, what they let through and what they cost: `handraise account carrier`."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import click

from server.cli.running import run

if TYPE_CHECKING:
    from server.wire.things import Account


def terms(account: "Account") -> list[str]:
    """Return the lines that tell the carrier of new campaigns, and the terms of each carrier."""
    lines = [f"Carrier of new campaigns: {account.default_carrier or 'any that runs'}"]
    for row in account.carriers:
        said = [f"{row.per_second:g} segment{'s' * (row.per_second != 1)} a second"] if row.per_second else []
        said += [f"{row.per_day:,} segments a day"] if row.per_day else []
        said += [f"{row.price} {account.currency} a segment"] if row.price else []
        said += [f"{row.picture_price} {account.currency} a text with a picture"] if row.picture_price else []
        said += [f"{row.lookup_price} {account.currency} a lookup"] if row.lookup_price else []
        lines.append(f"{row.carrier}{' ' if row.numbers else ''}{row.numbers}: {', '.join(said)}")
    return lines


def make(change: Callable[..., Awaitable[None]], **given: Any) -> None:
    """Make a change of the account, and print the terms that it has then."""
    from server.campaigns.reading import account_now
    from server.cli.account import changing

    async def changed() -> list[str]:
        async with changing() as (scripts, _):
            await change(scripts, **given)
            return terms(await account_now(scripts))

    click.echo("\n".join(run(changed())))


@click.command("carrier")
@click.argument("carrier")
@click.option("--numbers", default="", help="Only for these numbers or this service of it, as campaigns set them.")
@click.option("--per-second", type=float, help="Segments a second, at most; 0: no limit.")
@click.option("--per-day", type=int, help="Segments a day, at most, until midnight Pacific; 0: no limit.")
@click.option("--price", help="The price of a segment, such as 0.0079; an empty one: it isn't known.")
@click.option("--picture-price", help="The price of a text with a picture, in the same way.")
@click.option("--lookup-price", help="The price of looking a number up, in the same way.")
def carrier_terms(**given: Any) -> None:
    """Set what a carrier lets through and what it costs. What is left out stays as it is."""
    from server.carriers import rates
    from server.wire.amounts import GivenTerms
    from server.wire.arguments import checked

    checked({name: value for name, value in given.items() if value is not None}, GivenTerms, "a carrier")
    make(rates.set_carrier, **given)


@click.command("default-carrier")
@click.argument("carrier", required=False)
def default_carrier(carrier: str | None) -> None:
    """Set the carrier of campaigns that are made from now on. Without a name: any that runs."""
    from server.carriers import rates

    make(rates.set_default_carrier, carrier=carrier)


@click.command("currency")
@click.argument("currency")
def set_currency(currency: str) -> None:
    """Set the currency of prices and budgets, such as USD."""
    from server.carriers import rates

    make(rates.set_currency, currency=currency)
