"""An epoch names the account that a store holds and the run of the server that holds it.

What a process remembers of the store is true in one epoch only.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Epoch:
    """The time in which a store only goes forwards. Another server, or the same one started again, begins another.

    account  the identity of the account, made with its first change; None: nobody is a member, no campaign was listed
    servers  of each primary its run id, which is another after every start, and the history that it went on with when
             it was made one; zeros if it always was
    """

    account: str | None
    servers: frozenset[tuple[str, str]]

    def lasts(self, now: "Epoch") -> bool:
        """Return whether the store is still in this epoch. A cluster may have got more primaries meanwhile."""
        return self.account == now.account and self.servers <= now.servers
