"""Sets Twilio up: tells it where to post, and sends one text to see that all is well. Each gives lines for people."""

import asyncio
import math
from collections.abc import AsyncIterator
from typing import Any

from server.carriers.carrier import Answer, CarrierStopped, Failed, Later, Sent, Text
from server.carriers.twilio.answers import TwilioRefused, asking
from server.carriers.twilio.carrier import Twilio, state
from server.carriers.twilio.senders import NUMBER, inbound, numbers_in, status_address
from server.errors import BadSetting
from server.store import lookups

TEST_TEXT = "This is a test of Handraise. If you can read it, texts arrive."
FOLLOWED_SECONDS = 120.0
ASK_EVERY_SECONDS = 1.0
FIELDS = {
    "inbound_request_url": "the address for answers",
    "sms_url": "the address for answers",
    "inbound_method": "the HTTP method for answers",
    "sms_method": "the HTTP method for answers",
    "status_callback": "the address for reports",
    "use_inbound_webhook_on_number": "that each number has an address of its own",
    "sticky_sender": "that a contact always gets the same number",
}
"""The settings that are changed, in words."""
SAYS = {
    "accepted": "Twilio has accepted it.",
    "queued": "It waits in Twilio's queue.",
    "sending": "Twilio is handing it to the phone's carrier.",
    "sent": "The phone's carrier has it.",
    "delivered": "It is on the phone.",
    "read": "It is on the phone, and was read.",
}
"""Twilio's statuses, in words."""
NOT_REPORTED = "That it arrived wasn't reported within two minutes: look at the phone. Some carriers never say so."
ARRIVED = ("delivered", "read")


async def configure(twilio: Twilio, _: str) -> AsyncIterator[str]:
    """Tell Twilio where to post what people write and what becomes of texts; say what that changed.

    Raises CarrierStopped, CarrierUnsure.
    """
    await twilio.account_type()
    if sid := twilio.settings.service:
        service = twilio.clients.sending.messaging.v1.services(sid)
        wanted = {
            "inbound_request_url": inbound(twilio.public_url),
            "inbound_method": "POST",
            "status_callback": status_address(twilio.public_url),
            "use_inbound_webhook_on_number": False,
            "sticky_sender": True,
        }
        async for line in changed(service, wanted, f"The Messaging Service {sid}"):
            yield line
    else:
        for number in numbers_in(twilio.settings.numbers or ""):
            wanted = {"sms_url": inbound(twilio.public_url), "sms_method": "POST"}
            async for line in changed(await owned(twilio, number), wanted, number):
                yield line


async def owned(twilio: Twilio, number: str) -> Any:
    """Return the resource of a number of the account's. Raises CarrierStopped if there is none."""
    numbers = twilio.clients.sending.incoming_phone_numbers
    with asking("Twilio refuses to list the account's numbers"):
        found = await numbers.list_async(phone_number=number, limit=1)
    if not found:
        raise CarrierStopped(f"{number} in TWILIO_FROM isn't a number of this Twilio account.")
    return numbers(found[0].sid)


async def changed(resource: Any, wanted: dict[str, Any], name: str) -> AsyncIterator[str]:
    """Set what a resource should say, if it doesn't; say what it said and says now."""
    with asking(f"Twilio refuses to change this. {name}"):
        before = await there(resource, name)
        other = {field: value for field, value in wanted.items() if getattr(before, field) != value}
        if not other:
            yield f"{name} is set up already. Nothing was changed."
            return
        await resource.update_async(**other)
    for field, value in other.items():
        yield f"{name}: {FIELDS[field]} was {shown(getattr(before, field))}, and is {shown(value)} now."


async def there(resource: Any, name: str) -> Any:
    """Return a resource of the settings as it is. Raises CarrierStopped if the account has no such one."""
    try:
        return await resource.fetch_async()
    except TwilioRefused as refused:
        if refused.status != 404:
            raise
        raise CarrierStopped(f"{name} isn't in this Twilio account: correct the setting.") from None


def shown(value: str | bool | None) -> str:
    """Return a value of Twilio's as people read it."""
    if value in (None, ""):
        return "empty"
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


async def try_out(twilio: Twilio, number: str) -> AsyncIterator[str]:
    """Send one text to a number, in E.164, and say what becomes of it.

    Raises BadSetting, CarrierStopped, CarrierUnsure.
    """
    if not NUMBER.fullmatch(number):
        raise BadSetting("Write the number like +12025550123: a plus, the country code, and no blanks.")
    [out] = await lookups.opted_out(twilio.scripts, [number])
    if out:
        raise BadSetting(f"{number} has opted out of texts, so no test goes there.")
    if await twilio.account_type() == "Trial":
        yield "This Twilio account is a trial: it texts only numbers verified there."
    sent = accepted(await twilio.send(Text(0, 0, 0, number, TEST_TEXT, 0.0, 0, "")))
    yield f"Twilio calls the text {sent.reference}."
    async for line in followed(twilio, sent):
        yield line


def accepted(answer: Answer) -> Sent:
    """Return the answer to a text that Twilio has accepted. Raises CarrierStopped, if it hasn't."""
    match answer:
        case Failed(why):
            raise CarrierStopped(why)
        case Later(seconds):
            raise CarrierStopped(f"Twilio takes no text now. Try again in {math.ceil(seconds)} s.")
    return answer


async def followed(twilio: Twilio, sent: Sent) -> AsyncIterator[str]:
    """Ask what becomes of a text that was sent, until it has arrived or won't; say each change.

    Raises CarrierStopped, if it won't; CarrierUnsure.
    """
    loop, last = asyncio.get_running_loop(), ""
    until = loop.time() + FOLLOWED_SECONDS
    while loop.time() < until:
        with asking("Twilio refuses to say what became of it"):
            message = await twilio.clients.sending.messages(sent.reference).fetch_async()
        if message.status != last:
            last = message.status
            if isinstance(failed := state(message), Failed):
                raise CarrierStopped(failed.why)
            yield SAYS.get(last, f"Twilio says: {last}.")
        if last in ARRIVED:
            return
        await asyncio.sleep(ASK_EVERY_SECONDS)
    yield NOT_REPORTED
