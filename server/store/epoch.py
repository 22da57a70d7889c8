"""An epoch names the account that a store holds and the run of the server that holds it.

What a process remembers of the store is true in one epoch only.
"""

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
