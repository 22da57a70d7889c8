"""Commands of admins: people, over all campaigns."""

from typing import Annotated

from msgspec import convert

from server.campaigns import person
from server.campaigns.search import search
from server.commands.table import Asking, Commands
from server.contacts.numbers import phone_of
from server.wire.arguments import limited
from server.wire.people import ErasedPerson, Found, Person

commands = Commands()

LONGEST_QUERY_CHARACTERS = 200
MOST_FOUND = 100
Phone = Annotated[
    str, limited("The phone number, in E.164 or as people of the region write it.", "characters", max_length=100)
]


@commands
async def search_people(
    asking: Asking,
    *,
    query: Annotated[
        str,
        limited(
            "Beginnings of names in any order, a phone number, or its last four digits or more.",
            "characters",
            max_length=LONGEST_QUERY_CHARACTERS,
        ),
    ],
    limit: Annotated[int, limited("The most that are listed.", "entries", ge=1, le=MOST_FOUND)] = 50,
) -> Found:
    """Search for people by name or phone, over all campaigns."""
    return await search(asking.scripts, query, limit, asking.region)


@commands
async def open_person(asking: Asking, *, phone: Phone) -> Person:
    """Show all campaigns' conversations with a person, with all texts; not kept up to date."""
    return convert(await person.across_campaigns(asking.scripts, phone_of(phone, asking.region)), Person)


@commands
async def erase_person(asking: Asking, *, phone: Phone) -> ErasedPerson:
    """Erase what is kept of a person, in every campaign. It can't be undone."""
    done = await person.erase(asking.scripts, phone_of(phone, asking.region))
    return ErasedPerson(
        conversations=len(done.conversations),
        waiting=done.waiting,
        unplaced=done.unplaced,
        opted_out=done.opted_out,
        files=[address for _, address in done.files],
        sentence=" ".join(person.sentences_of(done)),
    )
