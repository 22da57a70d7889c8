"""Plain questions to the store, each in one round trip unless it says how many. What changes anything is a verb.

Each raises Refused (try_again).
"""

import asyncio
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import msgpack

from server.errors import Refused
from server.store import keys
from server.store.epoch import Epoch
from server.store.refusals import refusing
from server.store.scripts import Scripts

ACCOUNT_PHONES = keys.under(keys.ACCOUNT, "phones")
PHONES_PER_PAGE = 1_000
"""Phones of a long list that are read at once, about."""
SECTIONS = ("server", "replication")
"""The sections of `INFO` that tell a server, and whether it is a primary."""


async def epoch(scripts: Scripts) -> Epoch:
    """Return the epoch that the store is in. The caller decides whether to go by it: this sets nothing."""
    with refusing():
        await scripts.nodes.look()
        asked = [node.round_trips.ask("INFO", section) for node in scripts.nodes.all() for section in SECTIONS]
        account_asked = scripts.ask(("HMGET", keys.ACCOUNT, "identity", "last_member", "last_campaign"))
        [(identity, *used)], *told = await asyncio.gather(account_asked, *asked)
    if any(replication.get("role") == "slave" for replication in told[1::2]):
        await scripts.nodes.let_go()  # so that the primary of now is found
        raise Refused("try_again")
    account = identity and identity.decode()
    servers = zip(told[::2], told[1::2], strict=True)  # some managed stores don't say all
    runs = [(str(server.get("run_id")), str(replication.get("master_replid2"))) for server, replication in servers]
    return Epoch(account if any(used) else None, frozenset(runs))


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema of what is stored.

    number  its number (keys.py)
    least   the one that a program must understand to run; above `number` while a step is half done
    """

    number: int
    least: int


async def schema(scripts: Scripts) -> Schema | None:
    """Return the schema of what is stored; None if nothing was ever changed here."""
    [(v, number, least)] = await scripts.ask(("HMGET", keys.ACCOUNT, "v", "schema", "schema_least"))
    return Schema(int(number or 1), int(least or 1)) if v else None


async def about_itself(scripts: Scripts) -> list[Mapping[str, Any]]:
    """Return what each primary of the store says about itself (`INFO`)."""
    with refusing():
        return list(await asyncio.gather(*(node.round_trips.ask("INFO") for node in scripts.nodes.all())))


async def deployment(scripts: Scripts) -> str:
    """Return a word that tells this account from every other one; empty if there is none."""
    [identity] = await scripts.ask(("HGET", keys.ACCOUNT, "identity"))
    return sha256(b"handraise deployment " + identity).hexdigest()[:12] if identity else ""


async def campaigns(scripts: Scripts) -> list[int]:
    """Return the ids of all campaigns that are listed, in order; some may not be made yet."""
    [ids] = await scripts.ask(("SMEMBERS", keys.under(keys.ACCOUNT, "campaigns")))
    return sorted(map(int, ids))


async def title(scripts: Scripts, campaign: int) -> str | None:
    """Return the title of a campaign; None if it isn't there any more."""
    [title] = await scripts.ask(("HGET", keys.campaign(campaign), "title"))
    return title.decode() if title is not None else None


async def organisation(scripts: Scripts) -> str | None:
    """Return the name of the organization; None if none is set."""
    [name] = await scripts.ask(("HGET", keys.ACCOUNT, "name"))
    return name.decode() if name is not None else None


async def active_campaigns(scripts: Scripts, most: int, but: int | None) -> dict[int, str]:
    """Return the newest active campaigns, `most` of them and without the one `but`: id → title. It takes 2 round
    trips."""
    ids = [id for id in reversed(await campaigns(scripts)) if id != but]
    told = await scripts.ask(*(("HMGET", keys.campaign(id), "status", "title") for id in ids))
    active = [(id, title) for id, (status, title) in zip(ids, told, strict=True) if status == b"active"]
    return {id: title.decode() for id, title in active[:most]}


async def how_many_in(scripts: Scripts, campaigns: Sequence[int], phones: Sequence[str]) -> dict[int, int]:
    """Return how many of these phones each of these campaigns has: id → count."""
    found = await scripts.ask(*(("HMGET", keys.under(keys.campaign(id), "phones"), *phones) for id in campaigns))
    return {id: sum(one is not None for one in some) for id, some in zip(campaigns, found, strict=True)}


async def campaigns_that_take_back(scripts: Scripts) -> list[int]:
    """Return the active campaigns in which conversations go back when their texters do nothing. 2 round trips."""
    ids = await campaigns(scripts)
    fields = ("status", "take_back_initials", "take_back_replies")
    found = await scripts.ask(*(("HMGET", keys.campaign(id), *fields) for id in ids))
    return [
        id
        for id, (status, *minutes) in zip(ids, found, strict=True)
        if status == b"active" and any(int(each or 0) for each in minutes)
    ]


async def campaigns_to_launch(scripts: Scripts) -> list[int]:
    """Return the drafts that are to be launched by themselves, and whose time has come. 3 round trips."""
    ids = await campaigns(scripts)
    found = await scripts.ask(*(("HMGET", keys.campaign(id), "status", "launches_at") for id in ids))
    scheduled = {id: int(at) for id, (status, at) in zip(ids, found, strict=True) if status == b"draft" and at}
    now = await scripts.now() if scheduled else 0
    return [id for id, at in scheduled.items() if at <= now]


async def campaigns_with_a_room(scripts: Scripts) -> list[int]:
    """Return the campaigns in which texters are, or wait for conversations or an admin's yes. It takes 2 round
    trips."""
    ids = await campaigns(scripts)
    sets = (tuple(keys.under(keys.campaign(id), name) for name in ("room", "asking", "here")) for id in ids)
    found = await scripts.ask(*(("EXISTS", *names) for names in sets))
    return [id for id, some in zip(ids, found, strict=True) if some]


async def contacts(scripts: Scripts, campaign: int) -> int:
    """Return how many contacts were ever added to a campaign."""
    [count] = await scripts.ask(("HGET", keys.campaign(campaign), "contacts"))
    return int(count or 0)


async def first_texts(scripts: Scripts, conversations: Sequence[tuple[int, int]]) -> list[dict[str, Any] | None]:
    """Return the first text of each (campaign, conversation), as stored; None where there is none."""
    lists = [keys.under(keys.campaign(campaign), "texts", conversation) for campaign, conversation in conversations]
    return [
        packed and msgpack.unpackb(packed) for packed in await scripts.ask(*(("LINDEX", name, 0) for name in lists))
    ]


async def picture(scripts: Scripts, campaign: int, token: str) -> bytes | None:
    """Return the picture of a campaign with this token, a JPEG; None if there is none."""
    [kept] = await scripts.ask(("GET", keys.under(keys.campaign(campaign), "picture", token)))
    return b64decode(kept) if kept else None


async def campaigns_with(scripts: Scripts, what: Literal["sending", "unsure", "to_look_up"]) -> list[int]:
    """Return the ids of the campaigns that have such texts or numbers (keys.py), in order."""
    ids = await campaigns(scripts)
    count = "ZCARD" if what == "to_look_up" else "HLEN"
    counts = await scripts.ask(*((count, keys.under(keys.campaign(id), what)) for id in ids))
    return [id for id, count in zip(ids, counts, strict=True) if count]


async def versions(scripts: Scripts, owners: Sequence[str]) -> list[int]:
    """Return the `v` of the account or campaigns with these keys; 0 where there is none."""
    return [int(v or 0) for v in await scripts.ask(*(("HGET", owner, "v") for owner in owners))]


async def disabled(scripts: Scripts, members: Sequence[int]) -> list[int]:
    """Return those of some members who are disabled."""
    answers = await scripts.ask(*(("HGET", keys.under(keys.ACCOUNT, "member", id), "disabled") for id in members))
    return [id for id, answer in zip(members, answers, strict=True) if answer]


async def opted_out(scripts: Scripts, phones: Sequence[str]) -> list[bool]:
    """Return for each phone whether the account notes that it has opted out."""
    if not phones:
        return []
    [answers] = await scripts.ask(("SMISMEMBER", keys.under(keys.ACCOUNT, "opted_out"), *phones))
    return [bool(answer) for answer in answers]


async def opt_out_note(scripts: Scripts, phone: str) -> dict[str, Any] | None:
    """Return who opted a phone out or in last, and when: {out, by, at (ms)}; None if that was never noted."""
    [packed] = await scripts.ask(("HGET", keys.under(keys.ACCOUNT, "opt_outs"), phone))
    return msgpack.unpackb(packed) if packed else None


async def opt_out_notes(scripts: Scripts, cursor: int) -> tuple[int, dict[str, dict[str, Any]]]:
    """Return some phones with their notes, as `opt_out_note` gives them, and the cursor of the next ones.

    The first cursor is 0, and so is the last that is returned. A phone may come more than once.
    """
    key = keys.under(keys.ACCOUNT, "opt_outs")
    [(after, found)] = await scripts.ask(("HSCAN", key, cursor, "COUNT", PHONES_PER_PAGE))
    return int(after), {phone.decode(): msgpack.unpackb(packed) for phone, packed in found.items()}


async def opted_out_phones(scripts: Scripts, cursor: int) -> tuple[int, list[str]]:
    """Return some of the phones that have opted out, noted or not, and the cursor of the next ones, in the same way."""
    key = keys.under(keys.ACCOUNT, "opted_out")
    [(after, found)] = await scripts.ask(("SSCAN", key, cursor, "COUNT", PHONES_PER_PAGE))
    return int(after), [phone.decode() for phone in found]


@dataclass(frozen=True, slots=True)
class Known:
    """The account's knowledge of where a phone's text may belong. A place is a (campaign, conversation).

    languages  the account's stop languages, as stored
    last       the place that texted the phone last
    by_number  the place that texted it last from the number that it writes to
    """

    languages: str | None
    last: tuple[int, int] | None
    by_number: tuple[int, int] | None


async def known_of(scripts: Scripts, phone: str, carrier: str, number: str | None) -> Known:
    """Return what the account knows of a phone that writes to a carrier's `number`, if that is known."""
    languages, *places = await scripts.ask(
        ("HGET", keys.ACCOUNT, "stop_languages"),
        ("HGET", ACCOUNT_PHONES, phone),
        ("HGET", ACCOUNT_PHONES, f"{phone} {carrier} {number}"),
    )
    return Known(languages and languages.decode(), *map(_place, places))


def _place(kept: bytes | None) -> tuple[int, int] | None:
    if kept is None:
        return None
    campaign, conversation = kept.split(b":")
    return int(campaign), int(conversation)


async def texts_called(
    scripts: Scripts, carrier: str, references: Sequence[str]
) -> tuple[int, list[tuple[int, ...] | None]]:
    """Return the store's time, in ms, and for each of a carrier's references the text that it is noted for.

    A text is (campaign, conversation, text, at); None where a reference is noted for none.
    """
    (seconds, microseconds), *answers = await scripts.ask(
        ("TIME",), *(("GET", keys.under(keys.ACCOUNT, "sent", carrier, one)) for one in references)
    )
    places = [msgpack.unpackb(answer) if answer else None for answer in answers]
    parts = ("campaign", "conversation", "text", "at")
    named = [place and tuple(place[part] for part in parts) for place in places]
    return seconds * 1000 + microseconds // 1000, named


async def conversation_with(scripts: Scripts, campaign: int, phone: str) -> int | None:
    """Return a campaign's conversation with a phone, or None."""
    [conversation] = await scripts.ask(("HGET", keys.under(keys.campaign(campaign), "phones"), phone))
    return int(conversation) if conversation else None


async def conversations_with(scripts: Scripts, phone: str) -> dict[int, int]:
    """Return every conversation with a phone, campaign → conversation, whatever the campaign's status."""
    ids = await campaigns(scripts)
    found = await scripts.ask(*(("HGET", keys.under(keys.campaign(id), "phones"), phone) for id in ids))
    return {id: int(one) for id, one in zip(ids, found, strict=True) if one}


async def troubles(scripts: Scripts) -> dict[str, str]:
    """Return why carriers send nothing until somebody has done something: carrier → sentence."""
    [kept] = await scripts.ask(("HGETALL", keys.under(keys.ACCOUNT, "troubles")))
    return {carrier.decode(): msgpack.unpackb(packed)["sentence"] for carrier, packed in kept.items()}


async def price_of(scripts: Scripts, carrier: str, what: Literal["picture", "lookup"]) -> tuple[int | None, str]:
    """Return what a text with a picture costs by a carrier, or looking a number up, in millionths, None if that isn't
    known; and the currency."""
    price, currency = await scripts.ask(
        ("HGET", keys.under(keys.ACCOUNT, "prices"), f"{carrier} {what}"), ("HGET", keys.ACCOUNT, "currency")
    )
    return (None if price is None else int(price)), (currency or b"USD").decode()


async def emails(scripts: Scripts) -> list[tuple[str, int]]:
    """Return the (e-mail address as it is kept, member) of all members."""
    [kept] = await scripts.ask(("HGETALL", keys.under(keys.ACCOUNT, "emails")))
    return [(email.decode(), int(id)) for email, id in kept.items()]


async def ledger_before(scripts: Scripts, campaign: int, before: str | None, most: int) -> list[tuple[bytes, bytes]]:
    """Return entries of a campaign's ledger, the newest first: (id, entry). `before` is the id of a newer one."""
    return await _entries(scripts, campaign, "XREVRANGE", f"({before}" if before else "+", "-", most)


async def ledger_after(
    scripts: Scripts, campaign: int, after: str, last: str, most: int
) -> tuple[list[tuple[bytes, bytes]], int]:
    """Return the next entries of a campaign's ledger after one, up to another, oldest first: (id, entry); and how many
    were taken off its beginning by then."""
    found = await _entries(scripts, campaign, "XRANGE", f"({after}", last, most)
    [trimmed] = await scripts.ask(("HGET", keys.campaign(campaign), "ledger_trimmed"))
    return found, int(trimmed or 0)


async def _entries(
    scripts: Scripts, campaign: int, command: str, begin: str, end: str, most: int
) -> list[tuple[bytes, bytes]]:
    [found] = await scripts.ask((command, keys.under(keys.campaign(campaign), "ledger"), begin, end, "COUNT", most))
    return [(id, fields[b"e"]) for id, fields in found]
