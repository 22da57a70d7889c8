"""The command `handraise carrier`, with a command for each carrier in the registry."""

import click


class Carriers(click.Group):
    """Commands that are the names of carriers. None is a default: nothing simulated may answer for real people."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all carriers."""
        from server.carriers.registry import CARRIERS

        return list(CARRIERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return the command of the carrier of that name."""
        from server.carriers.registry import CARRIERS
        from server.cli.carrying import command

        if cmd_name in CARRIERS:
            return command(cmd_name, CARRIERS[cmd_name])
        raise click.UsageError(f"There is no carrier called {cmd_name!r}; there is: {', '.join(CARRIERS)}.", ctx)


@click.group(cls=Carriers)
def carrier() -> None:
    """Send the queued texts of all campaigns by the carrier of this name. docs/carriers.md says what real ones take."""
