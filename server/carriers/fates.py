"""Settles the fate of each text: hands it over, unless that was done before, and reports what became of it.

A store can go back to an earlier state, in which a text that was handed over is queued again. This process remembers
such a text by all that makes it this one: the account, its place, when it was queued, its phone and its words. The very
same text is not handed over again, and its fate is reported again. Any other text is handed over, also where it stands
in the same place of the same conversation as one of before: of that one nothing is remembered. When another account
answers, or the store holds none, no text that was taken before is handed over any more: who has opted out isn't known.
What is remembered of an account stays: its store may come back, and with it texts that were handed over already.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.campaigns.contact import opt_out_everywhere, opt_out_here
from server.carriers.apart import why_not_sent
from server.carriers.carrier import Answer, Carrier, CarrierStopped, CarrierUnsure, Failed, Later, Sent, Status, Text
from server.carriers.intake import gone
from server.carriers.pace import Pace
from server.carriers.patience import Patience
from server.measures.declared import CARRIER_SECONDS, TEXTS
from server.store.scripts import Scripts

HAND_OVER_WITHIN_SECONDS = 30.0
"""Seconds after which a taken text isn't handed over any more, but put back. After 60 it is given up (lost.py)."""
FATES_REMEMBERED = 100_000
"""Texts handed over that are remembered."""


@dataclass(frozen=True, slots=True)
class Fate:
    """The end of a text: what became of it, why it failed, the carrier's name for it, and the number it came from."""

    status: Status
    why: str | None = None
    reference: str | None = None
    number: str | None = None

    @classmethod
    def of(cls, answer: Sent | Failed) -> "Fate":
        """Return the fate that a carrier's answer means."""
        if isinstance(answer, Sent):
            return cls("sent", reference=answer.reference, number=answer.number)
        return cls("failed", answer.why)


class Fates:
    """Hands texts over at the rate of `pace`.

    not_now  texts that the carrier has certainly not accepted, and takes later
    wait     seconds until it does
    stopped  why the carrier takes no texts at all until somebody has done something; None: it takes them
    """

    def __init__(self, scripts: Scripts, carrier: Carrier, patience: Patience, pace: Pace) -> None:
        self.not_now: list[Text] = []
        self.wait = 0.0
        self.stopped: str | None = None
        self._scripts = scripts
        self._carrier = carrier
        self._patience = patience
        self._pace = pace
        self._handed_over: dict[bytes, Fate] = {}

    @property
    def paused(self) -> bool:
        """True while nothing is to be handed over."""
        return bool(self.not_now) or self.stopped is not None

    async def settle(self, text: Text) -> None:
        """Hand a text over, unless that was done before, and report what became of it."""
        fate = self._handed_over.get(text.mark) or await self._hand_over(text)
        if isinstance(fate, Later):
            self.not_now.append(text)
            self.wait = max(self.wait, fate.seconds)
        elif fate is not None:
            self._handed_over[text.mark] = fate
            if len(self._handed_over) > FATES_REMEMBERED:
                del self._handed_over[next(iter(self._handed_over))]
            await self._report(text, fate)

    async def settle_unsure(self, text: Text) -> None:
        """Ask the carrier about a text that it was unsure of, and report what it says."""
        if self._carrier.repeats and (_hours_are_over(text) or not await self._permitted(text)):
            return  # it would text the contact
        try:
            answer = await self._carrier.settle(text)
        except CarrierUnsure:
            return  # asked again later
        except CarrierStopped as stopped:
            self.stopped = str(stopped)
            return
        if answer is None:
            await self._report(text, Fate("unknown"), settled=True)
        elif not isinstance(answer, Later):
            await self._heed(text, answer)
            await self._report(text, Fate.of(answer))

    async def _hand_over(self, text: Text) -> Fate | Later | None:
        """Hand it over, and say what became of it; None: it was left, since the store holds its account no more."""
        if not self.paused:
            await self._pace.turn()
        if self.paused:
            return Later(0.0)  # the carrier has just said so
        permitted = await self._permitted(text, unasked=text.unasked)
        if isinstance(permitted, Mapping):
            return Fate("not_sent", await why_not_sent(self._scripts, permitted, text.zone))
        if not permitted:
            return None if permitted is None else Fate("not_sent")
        if asyncio.get_running_loop().time() - text.taken > HAND_OVER_WITHIN_SECONDS:
            self._count("too_late")
            return Later(0.0)
        if _hours_are_over(text):
            return Later(0.0)
        answer = await self._send(text)
        if isinstance(answer, Sent | Failed):
            await self._heed(text, answer)
            return Fate.of(answer)
        return answer or Fate("unknown")

    async def _permitted(self, text: Text, *, unasked: bool = False) -> bool | Mapping[str, int] | None:
        """Return whether it may be handed over; None: the store holds its account no more; {campaign, at, hours}: that
        campaign has texted the phone a short time before. One that was handed over before isn't `unasked` any more.
        """
        here: dict[str, Any] = {"phone": text.phone, "conversation": text.conversation}
        permitted: bool | Mapping[str, int] | None = await self._patience.run(
            self._scripts,
            "permit_text",
            **here,
            to=text.campaign,
            automatic=text.automatic,
            unasked=unasked,
            identity=text.account,
        )
        if permitted is False:
            # Whoever opted them out may not have come to this campaign, and then its console still offers to write.
            with gone():
                await self._patience.ask(lambda: opt_out_here(self._scripts, text.campaign, **here))
            self._count("not_sent")
        elif isinstance(permitted, Mapping):
            self._count("doubled")
        return permitted

    async def _send(self, text: Text) -> Answer | None:
        """Return what the carrier answered; None: it is unsure."""
        began = time.perf_counter()
        try:
            answer = await self._carrier.send(text)
        except CarrierUnsure:
            self._count("unsure")
            return None
        except CarrierStopped as stopped:
            self.stopped = str(stopped)
            answer = Later(0.0)
        finally:
            CARRIER_SECONDS.observe(time.perf_counter() - began, self._carrier.name)
        self._count(type(answer).__name__.lower())
        return answer

    async def _heed(self, text: Text, answer: Answer) -> None:
        """Note what an answer says beyond the fate of its text: whoever has opted out at the carrier has opted out."""
        if isinstance(answer, Failed) and answer.opted_out:
            await self._patience.ask(lambda: opt_out_everywhere(self._scripts, text.phone, how="carrier"))

    def _count(self, outcome: str) -> None:
        TEXTS.add(self._carrier.name, outcome)

    async def _report(self, text: Text, fate: Fate, *, settled: bool | None = None) -> None:
        """Tell the store what became of a text, unless it doesn't know this text (any more).

        Its reference is noted first: a carrier's report then finds the text, also when we stop half-way.
        """
        where: dict[str, Any] = {"conversation": text.conversation, "text": text.id, "at": text.at}
        said: list[dict[str, Any]] = [
            {"status": fate.status, "why": fate.why, "reference": fate.reference, "settled": settled}
        ]
        if fate.reference is not None:
            ahead = await self._patience.run(
                self._scripts,
                "note_sent",
                carrier=self._carrier.name,
                reference=fate.reference,
                place={"campaign": text.campaign, **where},
                phone=text.phone,
                number=fate.number,
            )
            if ahead:
                said.append(ahead)
        for each in said:
            with gone():
                await self._patience.run(
                    self._scripts, "report_text", text.campaign, name=self._carrier.name, **where, **each
                )


def _hours_are_over(text: Text) -> bool:
    return asyncio.get_running_loop().time() >= text.till
