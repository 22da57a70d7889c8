"""Reads from Twilio's list what people wrote to our numbers: its webhook may have found nobody there."""

from collections.abc import AsyncIterator
from datetime import datetime

from server.carriers.carrier import Heard, Incoming
from server.carriers.twilio.answers import asking
from server.carriers.twilio.calls import Clients
from server.carriers.twilio.senders import SERVICE, numbers_in

PAGE, LISTED = 100, 10_000
"""Texts to one number that are asked for at once, and those that are looked through, at most: the newest."""
REFUSES = "Twilio refuses to list what people wrote"


async def missed(clients: Clients, senders: str, since: datetime) -> AsyncIterator[Heard]:
    """Give the texts that came to these senders, a service or numbers, since then."""
    for number in await _numbers(clients, senders):
        with asking(REFUSES):
            listing = await clients.sending.messages.stream_async(
                to=number, date_sent_after=str(since.date()), page_size=PAGE, limit=LISTED
            )
            async for one in listing:  # the newest first
                if one.date_created < since:
                    break
                if one.direction == "inbound":
                    yield Heard(texts=(Incoming(one.from_, one.body, one.sid, int(one.num_media), number),))


async def _numbers(clients: Clients, senders: str) -> list[str]:
    if not SERVICE.fullmatch(senders):
        return numbers_in(senders)
    with asking(REFUSES):
        found = await clients.sending.messaging.v1.services(senders).phone_numbers.list_async()
    return [one.phone_number for one in found]
