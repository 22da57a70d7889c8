"""Verifies, on a live store, that every conversation is in exactly one bucket and that all counts add up.

It reads everything in small pieces while campaigns go on, so what it has read never quite fits together. Hence what
looks wrong is only a suspicion: it becomes a fault when one script that reads that conversation and its buckets again,
all at one moment, confirms it.
"""

import asyncio
import re
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import msgpack

from server.errors import Refused
from server.store import keys, lookups
from server.store.scanning import entries, names
from server.store.scripts import Scripts

ENTRIES_PER_PIECE = 1000
"""Entries that are asked for at a time."""
RELEASING_SECONDS = 2.0
"""Seconds in which someone who is being removed as a sender must hold fewer conversations than before."""

NOTHING = (
    "There is nothing in this store: no member and no campaign. "
    "Point REDIS_URL or HANDRAISE_DATA at the right one, or begin with handraise member add."
)
UNMOVED = f"{keys.NOBODY}:initial"
REMOVED = f"{keys.NOBODY}:removed"
"""The place of a conversation whose contact was removed from a draft."""
NAME = re.compile(rb"\{c:(\d+)\}:(bucket|texts):(.+)")
COUNTED = {
    "contacts": "contacts",
    "phones": "phones (each is one contact's)",
    "conversations": "conversations in buckets (each contact is one)",
    "undos": "acts that can be undone",
    "replying": "conversations that wait for an answer",
    "held_initial": "assigned initials",
    "held_reply": "assigned replies",
    "held_quiet": "assigned quiet ones",
    "closed": "closed ones",
    "opted_out": "opted out ones",
}


@dataclass(frozen=True)
class Fault:
    """Something that must never be; None when it's about the whole campaign, or about the whole store."""

    campaign: int | None
    conversation: int | None
    sentence: str


@dataclass
class Findings:
    """The result of a check: how much it looked at, and the faults."""

    campaigns: int = 0
    conversations: int = 0
    faults: list[Fault] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """{ok, campaigns, conversations, faults: [{campaign, conversation, sentence}]}."""
        return {"ok": not self.faults, **asdict(self)}


@dataclass
class Seen:
    """The buckets and texts of a campaign, as the names of its keys show them.

    buckets  'holder:lane' of every one that isn't empty
    texted   conversations with texts → whether the first of them was ours
    """

    buckets: set[str] = field(default_factory=set)
    texted: dict[int, bool] = field(default_factory=dict)


async def check(scripts: Scripts) -> Findings:
    """Look at every conversation of every campaign. Changes nothing.

    Raises Refused, `try_again` when the store goes away meanwhile.
    """
    counts = {id: found for id in await lookups.campaigns(scripts) if (found := await _counts(scripts, id))}
    seen = await _look(scripts)
    findings = Findings(len(counts), sum(found["contacts"] for found in counts.values()))
    if (await lookups.epoch(scripts)).account is None and not seen:
        findings.faults.append(Fault(None, None, NOTHING))
    for id, found in counts.items():
        findings.faults += [
            *await _check_counters(scripts, id, found, seen[id]),
            *await _check_conversations(scripts, id, found["contacts"], seen[id]),
            *await _check_labels(scripts, id),
            *await _check_answered(scripts, id, seen[id]),
        ]
    for id in sorted(seen.keys() - set(await lookups.campaigns(scripts))):
        findings.faults.append(Fault(id, None, "It isn't in the account's list of campaigns."))
    return findings


async def _counts(scripts: Scripts, id: int) -> dict[str, Any] | None:
    """Return what the verb `check_counters` says; None for a campaign that is listed and not made."""
    try:
        return cast(dict[str, Any], await scripts.run("check_counters", id))
    except Refused as refused:
        if refused.code != "unknown_campaign":
            raise
        return None


async def _look(scripts: Scripts) -> defaultdict[int, Seen]:
    """Go through the names of all keys, so that also what nothing else leads to is found."""
    seen: defaultdict[int, Seen] = defaultdict(Seen)
    async for found in names(scripts, "{c:*}:*", ENTRIES_PER_PIECE):
        texted = []
        for match in filter(None, map(NAME.fullmatch, found)):
            campaign, family, rest = int(match[1]), match[2], match[3]
            if family == b"bucket":
                seen[campaign].buckets.add(rest.decode())
            else:
                texted.append((campaign, int(rest)))
        firsts = await lookups.first_texts(scripts, texted)
        for (campaign, conversation), first in zip(texted, firsts, strict=True):
            if first:  # else it has been deleted meanwhile
                seen[campaign].texted[conversation] = first["d"] == "out"
    return seen


async def _check_counters(scripts: Scripts, id: int, before: dict[str, Any], seen: Seen) -> list[Fault]:
    faults = []
    counts = await scripts.run("check_counters", id)
    for name, meaning in COUNTED.items():
        should, are = counts["counters"][name], counts["counted"][name]
        if should != are:
            faults.append(f"By its counter it has {should:,} {meaning}; counted, they are {are:,}.")
    # Counted between two readings of the counters, so neither fewer than the first nor more than the second: but for
    # contacts who were erased, with their texts. Once all of them are, no text may be left (`judge`).
    first_ours = sum(seen.texted.values())
    least, most = before["sent"] - counts["erased_sent"], counts["sent"] - before["erased_sent"]
    if not counts.get("emptied") and not least <= first_ours <= most:
        faults.append(f"By its counter {counts['sent']:,} first messages were sent; counted, they are {first_ours:,}.")
    if counts["strangers"]:
        faults += await _strangers(scripts, id, dict(counts["strangers"]))
    return [Fault(id, None, sentence) for sentence in faults]


async def _strangers(scripts: Scripts, id: int, before: dict[int, int]) -> list[str]:
    """Return a sentence for each member who holds open conversations and is no sender, also a moment later.

    While a sender is being removed that is so for a moment.
    """
    await asyncio.sleep(RELEASING_SECONDS)
    after = dict((await scripts.run("check_counters", id))["strangers"])
    return [
        f"Member {member} holds {count:,} open conversations and is no sender."
        for member, count in sorted(after.items())
        if count >= before.get(member, count + 1)
    ]


async def _check_conversations(scripts: Scripts, id: int, contacts: int, seen: Seen) -> list[Fault]:
    """Faults of single conversations: every suspect is looked at again, all at one moment."""
    suspects = await _suspects(scripts, id, contacts, seen)
    faults = []
    for conversation, buckets in sorted(suspects.items()):
        found = await scripts.run("check_conversation", id, conversation=conversation, seen=sorted(buckets))
        faults += [Fault(id, conversation, sentence) for sentence in judge(found)]
    return faults


async def _suspects(scripts: Scripts, id: int, contacts: int, seen: Seen) -> dict[int, set[str]]:
    """Conversations that don't look right, with the buckets they were seen in.

    `contacts` is how many there were before `seen`; those who came later needn't be in it.
    """
    owner = keys.campaign(id)
    where: dict[int, str] = {}
    async for entry in entries(scripts, "HSCAN", keys.under(owner, "where"), ENTRIES_PER_PIECE):
        where[int(entry[0])] = sys.intern(entry[1].decode())

    suspects: defaultdict[int, set[str]] = defaultdict(set)
    found: dict[int, str] = {}
    for name in sorted(seen.buckets):
        async for entry in entries(scripts, "ZSCAN", keys.under(owner, "bucket", name), ENTRIES_PER_PIECE):
            conversation = int(entry[0])
            found[conversation] = name
            if where.get(conversation, UNMOVED) != name:
                suspects[conversation].add(name)
            if name.endswith(":initial") and conversation in seen.texted:
                suspects[conversation].add(name)
    latest = await lookups.contacts(scripts, id)
    for conversation, name in found.items():
        if conversation > latest:
            suspects[conversation].add(name)
    for conversation in {*range(1, contacts + 1), *where, *seen.texted} - found.keys():
        suspects[conversation].add(where.get(conversation, UNMOVED))
    return suspects


async def _check_labels(scripts: Scripts, id: int) -> list[Fault]:
    """Faults of tags and answers: every one that is kept twice is to be in both places."""
    owner = keys.campaign(id)
    own, indexed = set[tuple[int, str]](), set[tuple[int, str]]()
    async for entry in entries(scripts, "HSCAN", keys.under(owner, "labels"), ENTRIES_PER_PIECE):
        conversation, kept = int(entry[0]), msgpack.unpackb(entry[1])
        own |= {(conversation, f"tag {tag} {conversation:010}") for tag in kept["t"]}
        own |= {(conversation, f"answer {answer} {conversation:010}") for answer in dict(kept["a"]).values()}
    async for entry in entries(scripts, "ZSCAN", keys.under(owner, "labelled"), ENTRIES_PER_PIECE):
        indexed.add((int(entry[0].rpartition(b" ")[2]), entry[0].decode()))
    suspects: defaultdict[int, list[str]] = defaultdict(list)
    for conversation, name in sorted(own ^ indexed):
        suspects[conversation].append(name)
    faults = []
    for conversation, found_odd in suspects.items():
        found = await scripts.run("check_labels", id, conversation=conversation, seen=found_odd)
        if differing := sorted(set(found["own"]) ^ set(found["indexed"])):
            said = ", ".join(name.rpartition(" ")[0] for name in differing)
            faults.append(Fault(id, conversation, f"Its labels and their index differ: {said}."))
    return faults


async def _check_answered(scripts: Scripts, id: int, seen: Seen) -> list[Fault]:
    """Faults of the note which contacts have ever written: each is looked at in one script with the texts."""
    suspects = set(seen.texted)
    async for entry in entries(scripts, "SSCAN", keys.under(keys.campaign(id), "answered"), ENTRIES_PER_PIECE):
        suspects.add(int(entry))
    faults, them = [], sorted(suspects)
    for first in range(0, len(them), ENTRIES_PER_PIECE):
        some = them[first : first + ENTRIES_PER_PIECE]
        for conversation, wrote in await scripts.run("check_answered", id, conversations=some):
            said = "wrote, and isn't noted to have" if wrote else "is noted to have written, and hasn't"
            faults.append(Fault(id, conversation, f"Its contact {said}."))
    return faults


def judge(found: dict[str, Any]) -> list[str]:
    """Return the faults of a conversation, a sentence each, given what `check_conversation` says of it. Pure."""
    where, buckets = found["where"], found["buckets"]
    emptied = found.get("emptied")  # between the two, what is left to be taken out has no contact
    if emptied == "going on" or (emptied == "over" and not (buckets or found["texts"])):
        return []
    if where == REMOVED and not (found["contact"] or buckets or found["texts"]):
        return []
    faults = []
    if not found["contact"]:
        faults.append("It has no contact.")
    if not buckets:
        faults.append(f"It is in no bucket; it should be in {where}.")
    elif len(buckets) > 1:
        faults.append(f"It is in {len(buckets)} buckets at once: {', '.join(sorted(buckets))}.")
    elif buckets != [where]:
        faults.append(f"It is in {buckets[0]} and noted to be in {where}.")
    if where.endswith(":initial") and found["texts"]:
        faults.append("It counts as not begun, and has texts.")
    return faults
