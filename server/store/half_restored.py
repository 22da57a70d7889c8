"""The mark on a store into which a backup is being restored, or was in part: nothing else may use it.

It is set before the first key and taken away after the last, which is the account itself. So hubs and carriers that run
meanwhile see no account, and go on once everything is there.
"""

from redis.asyncio import Redis

from server.errors import StoreTrouble
from server.store import keys

MARK = keys.under(keys.ACCOUNT, "restoring")


async def refuse_half_restored(account: Redis, where: str) -> None:
    """Raise StoreTrouble if the store holds a part of a backup only; `account` is a client of the account's server."""
    if await account.exists(MARK):
        raise StoreTrouble(
            f"A backup is being restored into the store {where}, or was in part: wait for it, or end it by "
            "handraise restore FILE --again."
        )
