"""One person's data, by their phone: everything that is kept of them, and its erasure."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec import convert, to_builtins

from server.campaigns.erasing import TEXTS_LOOKED_AT, forget_places, forget_unplaced
from server.campaigns.indexing import to_be_taken_out
from server.campaigns.reading import campaign_now, conversation_by
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.things import Campaign, Conversation

TEXTS_PER_PAGE = 100
Tell = Callable[[Scripts, Campaign, Conversation], Awaitable[dict[str, Any]]]
"""Tells a conversation of a person."""


async def known_of(scripts: Scripts, phone: str) -> dict[str, Any]:
    """Return all that is kept of the person with this phone.

    {phone, opted_out, opt_out: {out, by, at, how, since} or null, conversations: [{title, status, holder_name, …the
    conversation thing, its `tags` and `answers` in words (`in_words`), in each of its texts `reference` and
    `at_carrier`: the carrier's names of text and files}], unplaced: [{id, text, at, opted_out, campaign,
    conversation}]}. Times are in ms since 1970.

    Raises Refused (try_again).
    """
    return await _about(scripts, phone, _all_kept)


async def across_campaigns(scripts: Scripts, phone: str) -> dict[str, Any]:
    """Return what an organiser reads of the person with this phone: {phone, names, opted_out, opt_out, conversations:
    [{title, status, holder_name, …the conversation thing}], unplaced}, the newest campaign first. `names` are the
    different ones that campaigns have for them.

    Raises Refused (try_again).
    """
    told = await _about(scripts, phone, _as_shown)
    told["conversations"].reverse()
    contacts = [conversation["contact"] for conversation in told["conversations"]]
    names = [f"{contact['first_name']} {contact['last_name']}".strip() for contact in contacts]
    return {**told, "names": [name for name in dict.fromkeys(names) if name]}


async def _about(scripts: Scripts, phone: str, tell: Tell) -> dict[str, Any]:
    [opted_out] = await lookups.opted_out(scripts, [phone])
    members = {member["id"]: member["name"] for member in (await scripts.run("describe_account"))["members"]}
    note = await lookups.opt_out_note(scripts, phone)
    there = await lookups.conversations_with(scripts, phone)
    conversations = []
    for campaign, conversation in there.items():
        thing = await conversation_by("open_conversation", scripts, campaign, conversation)
        now = await campaign_now(scripts, campaign)
        name = members.get(thing.holder) if thing.holder else None
        whose = {"title": now.title, "status": now.status, "holder_name": name}
        conversations.append(whose | await tell(scripts, now, thing))
    return {
        "phone": phone,
        "opted_out": opted_out,
        "opt_out": note and {name: value for name, value in note.items() if name != "place"},
        "conversations": conversations,
        "unplaced": await _unplaced(scripts, phone),
    }


async def _as_shown(scripts: Scripts, campaign: Campaign, thing: Conversation) -> dict[str, Any]:
    told: dict[str, Any] = to_builtins(thing)
    return told


async def _all_kept(scripts: Scripts, campaign: Campaign, thing: Conversation) -> dict[str, Any]:
    [[_, _, _, _, kept, *_]] = await scripts.run("export_conversations", campaign.id, first=thing.id, count=1)
    told: dict[str, Any] = to_builtins(thing) | in_words(campaign, thing)
    for text, raw in zip(told["texts"], kept, strict=False):
        text |= {"reference": raw.get("r"), "at_carrier": [address for address, _ in raw.get("f", ())]}
    return told


def in_words(campaign: Campaign, conversation: Conversation) -> dict[str, Any]:
    """Return the tags and answers of a conversation in words: {tags: [name], answers: {question: answer}}."""
    names = {tag.id: tag.name for tag in campaign.tags}
    answers = {
        question.question: answer.answer
        for question in campaign.survey
        for answer in question.answers
        if conversation.answers.get(str(question.id)) == answer.id
    }
    return {"tags": [names[tag] for tag in conversation.tags if tag in names], "answers": answers}


async def _unplaced(scripts: Scripts, phone: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        page = await scripts.run("list_unplaced", after=after, limit=TEXTS_LOOKED_AT)
        found += [text for text in page["texts"] if text["phone"] == phone]
        after = page.get("next")
    return found


@dataclass
class Erasure:
    """The result of an erasure.

    conversations  those erased now: (campaign, conversation)
    waiting        campaigns in which a text to the person is with the carrier: there it is still to be done
    files          (carrier, address) of the files that came from the person, which stay with the carrier
    unplaced       texts forgotten that no texter got
    opted_out      true if the phone is opted out, which stays noted
    """

    conversations: list[tuple[int, int]] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    unplaced: int = 0
    opted_out: bool = False


async def erase(scripts: Scripts, phone: str) -> Erasure:
    """Erase the person with this phone, in each campaign and then in the account. Interrupted, erasing again goes on.

    The account is last: as long as a text to the phone is with a carrier, it knows where an answer goes.

    Raises Refused (try_again).
    """
    done = Erasure()
    for campaign, conversation in (await lookups.conversations_with(scripts, phone)).items():
        try:
            _, files = await erase_in(scripts, campaign, conversation)
        except Refused as refused:
            if refused.code not in ("text_on_its_way", "unknown_conversation", "unknown_campaign"):
                raise
            if refused.code == "text_on_its_way":
                done.waiting.append(campaign)
        else:
            done.conversations.append((campaign, conversation))
            done.files += files
    if not done.waiting:
        await forget_places(scripts, phone=phone)
        done.unplaced = await forget_unplaced(scripts, phone=phone)
    [done.opted_out] = await lookups.opted_out(scripts, [phone])
    return done


def sentences_of(done: Erasure) -> list[str]:
    """Return what an erasure did, in sentences."""
    erased, lines = len(done.conversations), []
    if erased:
        lines.append(f"Erased in {erased:,} campaign{'' if erased == 1 else 's'}.")
    if done.unplaced:
        lines.append(f"Forgotten: {done.unplaced:,} of their texts that no texter got.")
    if done.waiting:
        lines.append(
            "A text to them is with the carrier at this moment, so this isn't finished. Erase them again in a minute."
        )
    elif not lines:
        lines.append("No campaign has this person.")
    if done.opted_out:
        lines.append("That the phone has opted out stays noted, so that it isn't texted again.")
    if done.files:
        lines.append(
            f"{len(done.files):,} file{'' if len(done.files) == 1 else 's'} that came from them stay with the carrier "
            "until you delete them there."
        )
    return lines


async def erase_in(scripts: Scripts, campaign: int, conversation: int) -> tuple[Conversation, list[tuple[str, str]]]:
    """Erase the contact of one conversation. Returns it, and carrier and address of the files that came with its texts.

    Raises Refused unknown_campaign, unknown_conversation, text_on_its_way, try_again.
    """
    [find] = await to_be_taken_out(scripts, campaign, [conversation])
    answer = await scripts.run("erase_contact", campaign, conversation=conversation, find=find or None)
    files = [(carrier, address) for carrier, address in answer["files"]]
    return convert(answer["conversation"], Conversation), files
