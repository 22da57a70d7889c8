"""Deeds of a contact: to write, to opt out and in again, to come into a campaign. Carriers call these.

Nothing is atomic across campaigns, so the account notes an opt-out first, and each campaign afterwards. Stopped
half-way, nobody is texted (carriers ask the account right before each text), and doing it again finishes it.
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, Literal

from msgspec import convert

from server.campaigns.attached import Attached, count, kept, words_for
from server.campaigns.indexing import fields_in_index
from server.campaigns.merge import fields_in
from server.campaigns.places import Place, also_in, chosen
from server.campaigns.reading import conversation_by
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.things import Conversation
from server.words.comparable import comparable
from server.words.stop_words import in_force, says_help, says_start, says_stop
from server.words.wishes import may_be_a_wish

Asks = Literal["stop", "start", "help"]
"""A carrier's own word on what a text asks for."""
How = Literal["text", "carrier", "texter", "admin", "import", "command"]
"""The way an opt-out came: by the contact's words; by the carrier, which has opted them out there; by the press of a
texter or an admin; by a list that was imported; or by a command of the command line."""

LONGEST_TEXT_CHARACTERS = 10_000
"""Characters of an incoming text that are kept; Twilio's have at most 1,600."""

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters, but for tab and line feed: no page shows them, and spreadsheets refuse some."""


async def receive(
    scripts: Scripts,
    phone: str,
    text: str,
    reference: str,
    media: Sequence[Attached] | int = 0,
    asks: Asks | None = None,
    *,
    carrier: str = "",
    number: str | None = None,
) -> None:
    """Take in a text from a contact, with the pictures or other files that came with it, to a carrier's `number`.

    `reference` is the carrier's name for the text; the same one again changes nothing, and finishes what was begun. The
    text goes where server/campaigns/places.py says. One that no texter gets, because the phone is in no campaign or has
    opted out, is kept for the admins.

    `asks` is what the carrier itself has taken the text for. Either its word or the words of the text suffice; if they
    disagree, an opt-out counts. What the carrier has taken for a request it has answered, so no text of ours does.

    Raises Refused (try_again).
    """
    known = await lookups.known_of(scripts, phone, carrier, number)
    languages = in_force(known.languages)
    text = readable(text)
    stop = asks == "stop" or says_stop(text, languages)
    start = not stop and (asks == "start" or says_start(text, languages))
    help = not stop and asks is None and says_help(text, languages)
    how: How = "carrier" if asks == ("stop" if stop else "start") else "text"
    places = await _places(scripts, phone)
    here = chosen(places, known.last, known.by_number)
    words = words_of(text, media)
    where: dict[str, Any] = {"to": here.campaign, "conversation": here.conversation} if here else {}
    asked: dict[str, Any] = {"stop": stop, "start": start, "help": help, "how": how}
    placed = await scripts.run("place_text", reference=reference, phone=phone, text=words, **asked, **where)
    campaign, at = placed["campaign"], placed.get("at")
    if campaign:
        await scripts.run(
            "receive_text",
            campaign,
            conversation=placed["conversation"],
            text=words,
            reference=reference,
            stop=stop,
            start=start and at is not None,
            at=at,
            how=how,
            automatic=placed.get("automatic"),
            wish=(not stop and may_be_a_wish(text, languages)) or None,
            media=(count(media) or None) if comparable(text) else None,  # else the words tell of them
            files=kept(media) or None,
            by=carrier or None,
            also_in=also_in(places, campaign) or None,
        )
    if at is not None:
        await _in_every_campaign(scripts, "opt_out" if stop else "opt_in", phone, at=at, how=how)


def words_of(text: str, media: Sequence[Attached] | int) -> str:
    """Return the words to show of a readable text: its own, or a sentence when it has none."""
    return text if comparable(text) else words_for(media)


def readable(text: str) -> str:
    """Return what can be kept of an incoming text: all but control characters and halves of characters, and of a text
    longer than any carrier's its beginning, which says so."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    words = CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))
    more = len(words) - LONGEST_TEXT_CHARACTERS
    return words if more <= 0 else f"{words[:LONGEST_TEXT_CHARACTERS]} … ({more:,} more characters aren't kept)"


async def opt_out_everywhere(scripts: Scripts, phone: str, by: str | None = None, *, how: How) -> None:
    """No more texts to this phone: noted in the account first, then in each campaign, with the name of the member who
    did it. Doing it again finishes it. The contact isn't told.

    Raises Refused (try_again).
    """
    noted = await scripts.run("opt_out_phone", phone=phone, by=by, how=how)
    await _in_every_campaign(scripts, "opt_out", phone, by=by, at=noted["at"], how=how)


async def opt_in_everywhere(scripts: Scripts, phone: str, by: str) -> None:
    """Undo an opt-out, in the same way, by an admin of that name. A phone that hasn't opted out stays as it is.

    Raises Refused (try_again).
    """
    at = await scripts.run("opt_in_phone", phone=phone, by=by, how="admin")
    if at is not None:
        await _in_every_campaign(scripts, "opt_in", phone, by=by, at=at, how="admin")


async def opt_out_by(
    scripts: Scripts, campaign: int, conversation: int, *, texter: int, name: str, text: str | None = None
) -> Conversation:
    """Opt out the contact of a conversation that this texter, who is called `name`, holds. Returns the conversation.

    `text` confirms it to the contact and is the last that they get: "" is none, and None the account's words. Somebody
    whom we haven't texted yet gets none.

    Raises Refused.
    """
    held = await conversation_by("open_conversation", scripts, campaign, conversation, texter=texter)
    _must_not_be_erased(held)
    words = text if text is None or comparable(text) else ""
    if words:
        asked: dict[str, Any] = {"conversation": conversation, "texter": texter, "text": words}
        await scripts.run("check_last_text", campaign, **asked, fields=fields_in(words))
    phone = held.contact.phone
    place = None if held.lane == "initial" else f"{campaign}:{conversation}"
    note: dict[str, Any] = {"by": name, "how": "texter"}
    noted = await scripts.run("opt_out_phone", phone=phone, place=place, text=words, **note)
    own = {"at": noted["at"], "automatic": noted.get("automatic"), **note}
    await scripts.run("opt_out", campaign, conversation=conversation, texter=texter, **own)
    await _in_every_campaign(scripts, "opt_out", phone, at=noted["at"], **note)
    return await conversation_by("open_conversation", scripts, campaign, conversation, texter=texter)


async def undo_opt_out(scripts: Scripts, campaign: int, conversation: int, by: str) -> Conversation:
    """Undo the opt-out of a conversation's contact, by an admin of that name. Returns the conversation.

    Raises Refused.
    """
    before = await conversation_by("open_conversation", scripts, campaign, conversation)
    _must_not_be_erased(before)
    await opt_in_everywhere(scripts, before.contact.phone, by)
    return await conversation_by("open_conversation", scripts, campaign, conversation)


async def undo_by(scripts: Scripts, campaign: int, conversation: int, *, texter: int, name: str) -> Conversation:
    """Undo the last act in a conversation of this texter, who is called `name`. Returns the conversation.

    Raises Refused.
    """
    undone = await scripts.run("undo", campaign, conversation=conversation, texter=texter)
    if "phone" not in undone:
        return convert(undone, Conversation)
    note: dict[str, Any] = {"by": name, "how": "texter"}
    at = await scripts.run("opt_in_phone", phone=undone["phone"], only=undone["at"], **note)
    if at is None:
        raise Refused("too_late")
    await _in_every_campaign(scripts, "opt_in", undone["phone"], at=at, **note)
    return await conversation_by("open_conversation", scripts, campaign, conversation, texter=texter)


def _must_not_be_erased(conversation: Conversation) -> None:
    if not conversation.contact.phone:
        raise Refused("erased")


async def opt_out_here(scripts: Scripts, campaign: int, conversation: int, phone: str) -> None:
    """Opt out a conversation whose phone the account has noted, as that note says. Doing it again changes nothing.

    Raises Refused.
    """
    note = await lookups.opt_out_note(scripts, phone) or {"out": True}  # noted before it was kept by whom and when
    if note["out"]:
        told = {name: note.get(name) for name in ("by", "at", "how")}
        await scripts.run("opt_out", campaign, conversation=conversation, **told)


async def add_contacts(
    scripts: Scripts, campaign: int, contacts: Sequence[tuple[str, str, str]], columns: str
) -> list[int]:
    """Add contacts, each a phone, JSON as campaigns keep it (keys.py), and its time zone (server/contacts/zones.py).
    Returns for each 1 (added) or 0 (known).

    `columns` are those that they came with, as server/campaigns/merge.py packs them.

    Someone who opts out at this moment may come in too late for those who look through the campaigns, and too early for
    whoever has asked the account before: so the account is asked again afterwards.

    Raises Refused.
    """
    find = [fields_in_index(packed) for _, packed, *_ in contacts]
    added: list[int] = await scripts.run("add_contacts", campaign, contacts=list(contacts), columns=columns, find=find)
    phones = [phone for phone, *_ in contacts]
    answers = await lookups.opted_out(scripts, phones)
    for phone in [phone for phone, out in zip(phones, answers, strict=True) if out]:
        if conversation := await lookups.conversation_with(scripts, campaign, phone):
            await opt_out_here(scripts, campaign, conversation, phone)
    return added


async def _in_every_campaign(scripts: Scripts, verb: str, phone: str, **args: Any) -> None:
    found = await lookups.conversations_with(scripts, phone)
    await asyncio.gather(*(scripts.run(verb, id, conversation=one, **args) for id, one in found.items()))


async def _places(scripts: Scripts, phone: str) -> list[Place]:
    ids = list(await lookups.conversations_with(scripts, phone))
    found = await asyncio.gather(*(scripts.run("find_contact", id, phone=phone) for id in ids))
    return [Place(id, **{"texted": None, **place}) for id, place in zip(ids, found, strict=True) if place]
