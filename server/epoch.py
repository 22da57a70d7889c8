"""Which account the store holds, and since when it is this store: whatever a process remembers holds for that alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Epoch:
    """The time in which a store only goes forwards. Another server, or the same one started again, begins another.

    account   the identity of the account, made with its first change; None: nobody is a member, no campaign was listed
    server    the server's run id, which is another after every start
    promoted  the history that it went on with when it was made the primary; zeros if it always was
    """

    account: str | None
    server: str
    promoted: str
