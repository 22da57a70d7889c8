"""Makes the command of a carrier out of its entry in the registry. Its process loads no hub."""

from contextlib import AsyncExitStack
from typing import Any

import click

from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.carriers.registry import Deed, Entry, Option
from server.cli.options import LOG_FORMAT, METRICS
from server.cli.running import run
from server.config import Config
from server.host.listening import listen
from server.host.signals import on_signals
from server.scraping import scraped
from server.store.processes import reporting
from server.upgrades.opening import open_account

RATE = Option("rate", 0.0, "Texts that this process sends in a second, at most; 0: no limit.")


def command(name: str, entry: Entry) -> click.Command:
    """Return the command that sends by this carrier, or does one of its deeds."""

    async def carry(rate: float, metrics: tuple[str, int] | None, options: dict[str, Any]) -> None:
        config = Config.read()
        at = listen(*metrics, "--metrics") if metrics else None
        async with open_account(config) as (store, scripts):
            patience = Patience()
            store.introduce(click.echo)
            built = await entry.build(config, scripts, patience, **options)
            handover = Handover(scripts, built, patience, rate)
            async with scraped(at, scripts, click.echo, trouble=handover.trouble), AsyncExitStack() as opened:
                opened.enter_context(on_signals(patience.leaving.set))
                await opened.enter_async_context(built)
                await handover.begin()
                click.echo(f"The {name} carries the texts of all campaigns.")
                async with reporting(store.background, scripts, handover.work):
                    await handover.run()

    async def do(deed: Deed, value: str, options: dict[str, Any]) -> None:
        config = Config.read()
        async with open_account(config) as (_, scripts):
            built = await entry.build(config, scripts, Patience(), **options)
            async with built:
                async for line in deed.do(built, value):
                    click.echo(line)

    def invoked(rate: float, metrics: tuple[str, int] | None, log_format: str, **options: Any) -> None:
        asked = [(deed, value) for deed in entry.deeds if (value := options.pop(deed.name))]
        for deed, value in asked:
            run(do(deed, value if deed.takes else "", options))
        if not asked:
            run(carry(rate, metrics, options))

    params: list[click.Parameter] = [flag(option) for option in (*entry.options, RATE)]
    params += [
        click.Option([f"--{deed.name}"], metavar=deed.takes, is_flag=deed.takes is None, help=deed.help)
        for deed in entry.deeds
    ]
    params += [click.Option(["--metrics"], **METRICS), click.Option(["--log-format"], **LOG_FORMAT)]
    return click.Command(name, callback=invoked, params=params, help=entry.sentence)


def flag(option: Option) -> click.Option:
    """Return the command line's form of a carrier's option."""
    whole = isinstance(option.default, int)
    within = click.IntRange if whole else click.FloatRange
    anything = click.INT if whole else click.FLOAT
    return click.Option(
        [f"--{option.name.replace('_', '-')}"],
        type=anything if option.least is None else within(option.least, option.most),  # type: ignore[arg-type]
        default=option.default,
        show_default=True,
        help=option.help,
    )
