"""The contacts of a draft, corrected or removed before anybody is texted."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from server.campaigns.contact import opt_out_here
from server.campaigns.indexing import to_be_taken_out
from server.campaigns.reading import conversation_by
from server.contacts.columns import Column
from server.contacts.numbers import Unusable, read_phone
from server.contacts.zones import Zones
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.replies import Removed
from server.wire.things import Conversation
from server.words.names import fields_of


async def correct(
    scripts: Scripts, campaign: int, conversation: int, given: Mapping[str, Any], region: str
) -> Conversation:
    """Correct the contact of a conversation of a draft: its `first_name`, `last_name`, `phone` and `fields`, as given.

    What isn't given stays; so does a field that `fields` leaves out, and an empty one goes. A phone without a country
    code is one of `region`. Returns the conversation.

    Raises Refused.
    """
    before = (await conversation_by("open_conversation", scripts, campaign, conversation)).contact
    told = {name: value.strip() for name, value in given.get("fields", {}).items()}
    fields = {name: value for name, value in (before.fields | told).items() if value}
    phone = _phone(given["phone"], region) if "phone" in given else before.phone
    if phone != before.phone and (await lookups.opted_out(scripts, [phone]))[0]:
        raise Refused("opted_out", "The person with this number has opted out of texts.")
    names = [str(given.get(name, getattr(before, name))).strip() for name in ("first_name", "last_name")]
    was = [before.first_name, before.last_name, before.phone]
    find = {
        "was": was,
        "fields": fields_of(before.first_name, before.last_name, before.phone),
        "now": fields_of(names[0], names[1], phone),
    }
    zones = Zones([Column(name, "field") for name in fields])
    await scripts.run(
        "correct_contact",
        campaign,
        conversation=conversation,
        phone=phone,
        contact=msgspec.json.encode([*names, phone, fields]).decode(),
        find=find,
        zone=zones.of(phone, [*fields.values(), ""]),
    )
    if (await lookups.opted_out(scripts, [phone]))[0]:  # at this moment
        await opt_out_here(scripts, campaign, conversation, phone)
    return await conversation_by("open_conversation", scripts, campaign, conversation)


def _phone(written: str, region: str) -> str:
    read = read_phone(written.strip(), region)
    if isinstance(read, Unusable):
        raise Refused("bad_phone", f"This number can't be used. {read.sentence}")
    return read


async def remove(scripts: Scripts, campaign: int, conversations: Sequence[int]) -> Removed:
    """Remove the contacts of these conversations from a draft. Whoever has texts, or was erased, stays.

    Raises Refused.
    """
    find = await to_be_taken_out(scripts, campaign, conversations)
    answer = await scripts.run("remove_contacts", campaign, conversations=list(conversations), find=find)
    return Removed(removed=answer["removed"], kept=answer["kept"])
