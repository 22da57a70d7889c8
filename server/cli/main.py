"""The program itself. A thing that goes wrong is one sentence on stderr; the exit code is then 1, or 2 when the command
itself isn't right.

The files of the commands declare them, and import within a command what it needs: so help, completion and the version
load none of it, and a carrier's process loads no hub.
"""

from typing import Any

import click

from server.cli.audit import audit
from server.cli.backups import backup, restore
from server.cli.campaigns import campaign, check, replay
from server.cli.carriers import carrier
from server.cli.contacts import contact
from server.cli.deleting import delete
from server.cli.doctor import doctor
from server.cli.load import load
from server.cli.members import member, token
from server.cli.opt_outs import opt_outs
from server.cli.processes import demo, serve, status
from server.cli.settings import account
from server.errors import HandraiseError, Refused
from server.host.logs import set_up


class Sentences(click.Group):
    """Commands whose troubles are told in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from redis.exceptions import ConnectionError as StoreAway
        from redis.exceptions import TimeoutError as StoreSlow

        from server.store.refusals import store_says

        try:
            return super().invoke(ctx)
        except Refused as refused:
            says = store_says(refused)
            sentence = f"The store refuses everything ({says}): mend it, then try again." if says else refused.sentence
            raise click.ClickException(sentence) from refused
        except HandraiseError as error:
            raise click.ClickException(str(error)) from error
        except (StoreAway, StoreSlow) as error:
            raise click.ClickException(Refused("try_again").sentence) from error


@click.group(cls=Sentences)
@click.version_option(package_name="handraise", message="handraise %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Handraise: a peer-to-peer texting console built around self assignment."""
    from server.config import Config

    if ctx.invoked_subcommand != doctor.name:
        Config.read()  # settings that can't be right stop every other command, before it does anything
    set_up()


COMMANDS = (
    *(demo, serve, carrier, status, doctor, check, replay, member, token, account, campaign, delete, contact, opt_outs),
    *(audit, backup, restore, load),
)
for command in COMMANDS:
    main.add_command(command)
