"""Takes the texts that campaigns have queued, hands each to the carrier, and reports what it said.

    outbox ──take_texts──▶ this process ──send──▶ carrier
                               └──report_text──▶ the conversation

One task takes texts while few are in hand; workers hand them over and report them, those to one phone in their order.
So a slow answer of the carrier holds up one worker, and what workers ask the store at the same time shares a round
trip. Asking the store again is safe: a text stays taken by this process until it is reported, so a lost answer to
`take_texts` is simply given again, and what has been handed over is remembered here. So a text is handed over at most
once; one whose fate nobody knows becomes `unknown`.

When the carrier says `Later`, nothing more is taken or handed over. Once nothing is in hand, all that was certainly not
accepted is put back in the queue, and we rest: a text never waits for the carrier while it is ours.

A store can go back to an earlier state, in which a text that was handed over is queued again. This process remembers
such a text by all that makes it this one: the account, its place, when it was queued, its phone and its words. The very
same text is not handed over again, and its fate is reported again. Any other text is handed over, also where it stands
in the same place of the same conversation as one of before: of that one nothing is remembered. When another account
answers, or the store holds none, no text that was taken before is handed over any more: who has opted out isn't known.
What is remembered of an account stays: its store may come back, and with it texts that were handed over already.
"""

import asyncio
import secrets
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from server.campaigns.contact import opt_out_here
from server.carriers.carrier import Carrier, CarrierUnsure, Failed, Later, Sent, Status, Text
from server.carriers.intake import gone
from server.carriers.pace import Pace
from server.carriers.patience import Patience
from server.store import keys
from server.store.same_store import SameStore
from server.store.scripts import Scripts

TEXTS_IN_HAND = 100
"""Texts that are taken and not yet reported, at most. If this process is killed, their fate is unknown."""
TEXTS_AT_ONCE = 32
"""Texts that are with the carrier at the same time."""
PACED_WITHIN = 5.0
"""Seconds that a taken text waits for the rate, at most."""
TOO_LATE = 30.0
"""Seconds after which a taken text isn't handed over any more. Other carriers call it `unknown` after 60."""
SOON, LATER = 0.1, 0.5
"""Seconds until we look for work again: at first, and when there has been none for a while."""
REMEMBERED = 100_000
"""Texts handed over that are remembered."""
ORDER = attrgetter("at", "conversation", "id")
"""The order in which texts of a campaign were queued."""


@dataclass(frozen=True, slots=True)
class Fate:
    """The end of a text: what became of it, why it failed, and the carrier's name for it."""

    status: Status
    why: str | None = None
    reference: str | None = None


class Handover:
    """Carries the texts of every campaign until it is told to leave.

    rate  texts a second, at most; 0: no limit
    """

    def __init__(self, scripts: Scripts, carrier: Carrier, patience: Patience, rate: float = 0.0) -> None:
        self.id = secrets.token_hex(8)
        self._scripts = scripts
        self._carrier = carrier
        self._patience = patience
        self._pace = Pace(rate)
        self._most = max(1, min(TEXTS_IN_HAND, int(rate * PACED_WITHIN))) if rate else TEXTS_IN_HAND
        self._campaigns: list[int] = []
        self._first = 0
        self._store = SameStore(scripts, self._forget, binds=False)
        self._handed_over: dict[bytes, Fate] = {}
        self._in_hand: dict[bytes, Text] = {}
        self._phones: dict[str, deque[Text]] = {}
        self._free: asyncio.Queue[str] = asyncio.Queue()
        self._done = asyncio.Event()
        self._not_now: list[Text] = []
        self._wait = 0.0

    def _forget(self) -> None:
        self._campaigns = []

    async def run(self) -> None:
        """Carry texts until we are to leave; what is in hand then is finished.

        Raises Refused `try_again` when we are to leave while the store is away.
        """
        tasks = [asyncio.create_task(self._feed()), *(asyncio.create_task(self._work()) for _ in range(TEXTS_AT_ONCE))]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # raises what went wrong
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _feed(self) -> None:
        """Take texts while few are in hand, until we are to leave and all are done with."""
        pause = SOON
        while not self._patience.leaving.is_set():
            if self._not_now:
                await self._until_in_hand(0)
                await self._put_back()
            await self._until_in_hand(self._most // 2)
            await self._patience.rest(self._pace.wait - PACED_WITHIN)
            if self._not_now or self._patience.leaving.is_set():
                continue
            texts = await self._take()
            for text in texts:
                self._hold(text)
            pause = SOON if texts else min(LATER, pause * 1.5)
            if not texts:
                await self._patience.rest(pause)
        await self._until_in_hand(0)
        if self._not_now:
            await self._put_back()

    async def _until_in_hand(self, most: int) -> None:
        """Wait until no more than so many texts are in hand."""
        while len(self._in_hand) > most:
            self._done.clear()
            await self._done.wait()

    def _hold(self, text: Text) -> None:
        """Give a text to the workers, behind those to the same phone."""
        self._in_hand[text.mark] = text
        if text.phone in self._phones:
            self._phones[text.phone].append(text)
        else:
            self._phones[text.phone] = deque([text])
            self._free.put_nowait(text.phone)

    async def _work(self) -> None:
        """Carry texts, without end: the first one to a phone that no other worker is busy with."""
        while True:
            phone = await self._free.get()
            texts = self._phones[phone]
            await self._carry(texts[0])
            del self._in_hand[texts.popleft().mark]
            if texts:
                self._free.put_nowait(phone)
            else:
                del self._phones[phone]
            self._done.set()

    async def _take(self) -> list[Text]:
        """Take texts that aren't in hand yet, as many as there is room for, evenly over the campaigns."""
        await self._patience.ask(self._store.look)
        account = self._store.epoch.account if self._store.epoch else None
        if account is None:
            return []
        texts: list[Text] = []
        campaigns = await self._patience.ask(self._with_work)
        self._first = (self._first + 1) % max(1, len(campaigns))  # when there is no room for all, each has its turn
        for campaign in campaigns[self._first :] + campaigns[: self._first]:
            room = self._most - len(self._in_hand) - len(texts)
            if room < 1:
                break
            with gone():
                await self._patience.ask(partial(self._scripts.run, "send_bulk", campaign, most=TEXTS_IN_HAND))
                texts += await self._take_from(account, campaign, min(room, max(1, self._most // len(campaigns))))
        return texts

    async def _take_from(self, account: str, campaign: int, more: int) -> list[Text]:
        count = more + sum(text.campaign == campaign for text in self._in_hand.values())
        asked = asyncio.get_running_loop().time()  # an answer we waited for may tell of texts taken when we first asked
        rows = await self._patience.ask(lambda: self._scripts.run("take_texts", campaign, carrier=self.id, count=count))
        taken = [
            Text(campaign, row["conversation"], row["id"], row["phone"], row["text"], asked, row["at"], account)
            for row in rows
        ]
        return [text for text in sorted(taken, key=ORDER) if text.mark not in self._in_hand]

    async def _with_work(self) -> list[int]:
        """The campaigns with texts that are queued, or taken and not reported, or still to be sent in bulk; in one
        round trip.

        One made since the last look is seen at the next.
        """
        known = self._campaigns
        commands: list[tuple[str, ...]] = [("SMEMBERS", keys.under(keys.ACCOUNT, "campaigns"))]
        for id in known:
            commands.append(("LLEN", keys.under(keys.campaign(id), "outbox")))
            commands.append(("HLEN", keys.under(keys.campaign(id), "sending")))
            commands.append(("HMGET", keys.campaign(id), "status", "bulk_send", "bulk_at", "contacts"))
        campaigns, *answers = await self._scripts.ask(*commands)
        self._campaigns = sorted(map(int, campaigns))
        work = zip(known, answers[::3], answers[1::3], answers[2::3], strict=True)
        return [id for id, queued, taken, settings in work if queued or taken or _bulk_left(*settings)]

    async def _carry(self, text: Text) -> None:
        """Hand a text over, unless that was done before, and report what became of it."""
        fate = self._handed_over.get(text.mark) or await self._hand_over(text)
        if isinstance(fate, Later):
            self._not_now.append(text)
            self._wait = max(self._wait, fate.seconds)
        elif fate is not None:
            self._handed_over[text.mark] = fate
            if len(self._handed_over) > REMEMBERED:
                del self._handed_over[next(iter(self._handed_over))]
            await self._report(text, fate)

    async def _hand_over(self, text: Text) -> Fate | Later | None:
        """Hand it over, and say what became of it; None: it was left, since the store holds its account no more."""
        if not self._not_now:
            await self._pace.turn()
        if self._not_now:
            return Later(0.0)  # the carrier has just said so
        opted_out = await self._patience.ask(lambda: self._opted_out(text))
        if opted_out is None:
            return None
        if opted_out:
            # Whoever opted them out may not have come to this campaign, and then its console still offers to write.
            here = (text.campaign, text.conversation, text.phone)
            with gone():
                await self._patience.ask(lambda: opt_out_here(self._scripts, *here))
            return Fate("not_sent")
        if asyncio.get_running_loop().time() - text.taken > TOO_LATE:
            return Fate("unknown")
        try:
            answer = await self._carrier.send(text)
        except CarrierUnsure:
            return Fate("unknown")
        match answer:
            case Sent(reference):
                return Fate("sent", reference=reference)
            case Failed(why):
                return Fate("failed", why)
        return answer

    async def _report(self, text: Text, fate: Fate) -> None:
        """Tell the store what became of a text, unless it doesn't know this text (any more).

        Its reference is noted first: a carrier's report then finds the text, also when we stop half-way.
        """
        where: dict[str, Any] = {"conversation": text.conversation, "text": text.id, "at": text.at}
        said: list[dict[str, Any]] = [{"status": fate.status, "why": fate.why, "reference": fate.reference}]
        if fate.reference is not None:
            names: dict[str, Any] = {"carrier": self._carrier.name, "reference": fate.reference}
            place = {"campaign": text.campaign, **where}
            if ahead := await self._patience.ask(lambda: self._scripts.run("note_sent", **names, place=place)):
                said.append(ahead)
        for each in said:
            with gone():
                run = partial(self._scripts.run, "report_text", text.campaign, **where, **each)
                await self._patience.ask(run)

    async def _put_back(self) -> None:
        """Put back in the queue what the carrier has certainly not accepted, and rest for as long as it wants.

        Nothing is in hand then, so none of it can be handed over meanwhile, and asking the store again is safe.
        """
        names: defaultdict[int, list[str]] = defaultdict(list)
        for text in sorted(self._not_now, key=ORDER):
            names[text.campaign].append(f"{text.conversation}:{text.id}")
        for campaign, texts in names.items():
            with gone():
                run = partial(self._scripts.run, "put_back_texts", campaign, carrier=self.id, texts=texts)
                await self._patience.ask(run)
        seconds, self._wait, self._not_now = self._wait, 0.0, []
        await self._patience.rest(seconds)

    async def _opted_out(self, text: Text) -> bool | None:
        """Note whose conversation this phone is in, for the answers to come, and ask whether it may be texted.

        None: another account answers by now, or none.
        """
        conversation = f"{text.campaign}:{text.conversation}"
        _, opted_out, account = await self._scripts.ask(
            ("HSET", keys.under(keys.ACCOUNT, "phones"), text.phone, conversation),
            ("SISMEMBER", keys.under(keys.ACCOUNT, "opted_out"), text.phone),
            ("HGET", keys.ACCOUNT, "identity"),
        )
        return bool(opted_out) if account == text.account.encode() else None


def _bulk_left(status: bytes | None, bulk_send: bytes | None, at: bytes | None, contacts: bytes | None) -> bool:
    """Return whether a campaign has first messages left that are to be sent in bulk."""
    return status == b"active" and bulk_send == b"1" and int(at or 0) < int(contacts or 0)
