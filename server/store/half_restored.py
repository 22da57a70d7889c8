"""The mark on a store into which a backup is being restored, or was in part: nothing else may use it.

It is set before the first key and taken away after the last, which is the account itself. So hubs and carriers that run
meanwhile see no account, and go on once everything is there.
"""

from server.errors import StoreTrouble
from server.store import keys
from server.store.scripts import Scripts

MARK = keys.under(keys.ACCOUNT, "restoring")


async def refuse_half_restored(scripts: Scripts, where: str) -> None:
    """Raise StoreTrouble if the store holds a part of a backup only; `where` is which store it is, for people.

    Raises Refused (try_again), too.
    """
    [begun] = await scripts.ask(("EXISTS", MARK))
    if begun:
        raise StoreTrouble(
            f"A backup is being restored into the store {where}, or was in part: wait until it is done. If nothing "
            "restores it any more, begin anew: handraise restore FILE --again."
        )
