"""The steps by which what older versions stored becomes what this one stores: a table.

A step is begun when the store has the schema before it. It may be interrupted and begun again, and it may be done twice
at the same time: neither does harm.

To change what is stored: raise SCHEMA in server/store/keys.py by 1, and add the step of that number here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from server.campaigns.indexing import index_contacts
from server.campaigns.organising import note_answered
from server.store import lookups
from server.store.scripts import Scripts
from server.words.comparable import comparable


@dataclass(frozen=True, slots=True)
class Step:
    """A step from one schema to the next.

    sentence  says what it does
    do        does it; may raise Refused (try_again): the store is away, and the next process to start does it again
    alone     whether programs of the schema before can't live with what it does: then it isn't begun while one runs,
              and none may begin to run from then on. Other steps are done beside them.
    """

    sentence: str
    do: Callable[[Scripts], Awaitable[None]]
    alone: bool = False


async def _identify(scripts: Scripts) -> None:
    await scripts.run("identify_account")


async def _index_emails(scripts: Scripts) -> None:
    kept = await lookups.emails(scripts)
    # Of two members whose addresses are one as they are compared today, the first that is kept is found by it.
    await scripts.run("index_emails", members={comparable(email): id for email, id in reversed(kept)})


async def _build_what_organisers_read(scripts: Scripts) -> None:
    await index_contacts(scripts)
    await note_answered(scripts)


STEPS = {
    2: Step("The account gets its identity, by which it is told from every other one.", _identify),
    3: Step("Members are found under their e-mail addresses as these are compared today.", _index_emails),
    4: Step(
        "What an organiser's pages read is built: the index for searching people, and who has answered.",
        _build_what_organisers_read,
    ),
}
"""The schema that a step leads to → the step. Schema 1 is that of every version before schemas had numbers."""
