"""The mark on a store into which a backup is being restored, or was in part: nothing else may use it.

It is set before the first key and taken away after the last, which is the account itself. So hubs and carriers that run
meanwhile see no account, and go on once everything is there.
"""

from server.errors import StoreTrouble
from server.store import keys
from server.store.nodes import Nodes

MARK = keys.under(keys.ACCOUNT, "restoring")


async def refuse_half_restored(nodes: Nodes, shown: str) -> None:
    """Raise StoreTrouble if the store holds a part of a backup only; `shown` is where it is, for people: `in ./data`.

    Raises redis' exceptions and OSError, too.
    """
    if await nodes.ask(MARK, "EXISTS", MARK):
        raise StoreTrouble(
            f"A backup is being restored into the store {shown}, or was in part: wait for it, or end it by "
            "handraise restore FILE --again."
        )
