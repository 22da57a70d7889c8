"""Looks at the Telnyx account, sets its messaging profiles up, and sends a test."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import msgspec

from server.carriers.carrier import CarrierStopped, CarrierUnsure, Failed, Later
from server.carriers.telnyx.calls import Calls, asking, sender
from server.carriers.telnyx.errors import first
from server.carriers.telnyx.posts import BECAME, E164, Message

if TYPE_CHECKING:
    from telnyx.types import MessagingMessagingProfile

INBOUND = "/carriers/telnyx/inbound"
"""The end of the address that contacts' texts are posted to."""
POOL = {"long_code_weight": 1, "toll_free_weight": 1, "skip_unhealthy": True, "sticky_sender": True}
"""Settings with which Telnyx chooses a number of the profile, and stays with it for a contact."""
NEEDS = {
    "webhook_url": "the address to post texts to",
    "webhook_api_version": "the version of what is posted",
    "number_pool_settings": "one number for each contact",
}
"""Settings of a messaging profile that we need, by Telnyx's names for them."""
WORDS = "This is a test of Handraise."
CONFIGURE = "Run: handraise carrier telnyx --configure"
LOOKS, LOOK_EVERY_SECONDS = 120, 1.0
"""A test is followed by so many looks, at this distance in seconds."""


async def check(calls: Calls) -> None:
    """Look whether texts could be sent, and whether answers would come to us.

    Raises CarrierStopped, CarrierUnsure.
    """
    for profile in await profiles(calls):
        if not profile.enabled:
            raise CarrierStopped(f"The messaging profile {profile.name} is turned off. Turn it on in Telnyx's portal.")
        if wanted := changes(calls, profile):
            missing = ", ".join(NEEDS[name] for name in wanted)
            raise CarrierStopped(f"The messaging profile {profile.name} isn't set up yet ({missing}). {CONFIGURE}")


async def configure(calls: Calls) -> AsyncIterator[str]:
    """Have every messaging profile that we send from post to us, and keep to one number for each contact."""
    for profile in await profiles(calls):
        wanted = changes(calls, profile)
        before = profile.to_dict()
        with asking(str(profile.id)):
            await calls.client.messaging_profiles.update(str(profile.id), **wanted)
        for name, value in wanted.items():
            yield f"The messaging profile {profile.name}: {turned(name, before.get(name), value)}"
        if not wanted:
            yield f"The messaging profile {profile.name} is set up already. Nothing was changed."


def turned(name: str, before: object, value: object) -> str:
    """Return words that say what a setting of a messaging profile was, and is now."""
    was, now = ("off", "on") if name == "number_pool_settings" else (before or "empty", value)
    return f"{NEEDS[name]} was {was}, and is {now} now."


def changes(calls: Calls, profile: "MessagingMessagingProfile") -> dict[str, Any]:
    """Return the settings that a messaging profile must have and hasn't, by Telnyx's names for them."""
    wanted: dict[str, Any] = {}
    if profile.webhook_url != f"{calls.public_url}{INBOUND}":
        wanted["webhook_url"] = f"{calls.public_url}{INBOUND}"
    if profile.webhook_api_version != "2":
        wanted["webhook_api_version"] = "2"
    pool = profile.number_pool_settings
    if calls.settings.profile and not (pool and pool.sticky_sender):
        wanted["number_pool_settings"] = {**POOL, **(pool.to_dict() if pool else {}), "sticky_sender": True}
    return wanted


async def profiles(calls: Calls) -> "list[MessagingMessagingProfile]":
    """Return the messaging profiles that we send from: the one in the settings, or those of the numbers there.

    Raises CarrierStopped, also for a profile without numbers and a number without a profile; CarrierUnsure.
    """
    client, settings = calls.client, calls.settings
    if settings.profile:
        numbers = client.messaging_profiles.list_phone_numbers(settings.profile, page_size=1)
        with asking(f"There is no messaging profile {settings.profile}. Correct TELNYX_MESSAGING_PROFILE_ID."):
            if not (await numbers).data:
                raise CarrierStopped("The messaging profile has no numbers. Assign one to it in Telnyx's portal.")
        ids = {settings.profile}
    else:
        ids = {await profile_of(calls, number.strip()) for number in (settings.numbers or "").split(",")}
    found = []
    for id in sorted(ids):
        with asking(f"There is no messaging profile {id}."):
            profile = (await client.messaging_profiles.retrieve(id)).data
            if profile is None:
                raise ValueError
            found.append(profile)
    return found


async def profile_of(calls: Calls, number: str) -> str:
    """Return the id of the messaging profile that a number is assigned to."""
    with asking(f"{number} isn't a number of this Telnyx account. Correct TELNYX_FROM."):
        found = (await calls.client.phone_numbers.messaging.list(filter_phone_number=number)).data
    if not found:
        raise CarrierStopped(f"{number} isn't a number of this Telnyx account. Correct TELNYX_FROM.")
    if not (id := found[0].messaging_profile_id):
        raise CarrierStopped(f"{number} has no messaging profile. Assign one to it in Telnyx's portal.")
    return id


async def try_out(calls: Calls, phone: str) -> AsyncIterator[str]:
    """Send one text to a number, and tell what becomes of it until it is delivered.

    Raises CarrierStopped, also when it fails; CarrierUnsure, also when nothing is known of it after two minutes.
    """
    if not E164.fullmatch(phone):
        raise CarrierStopped("Give a number like +12125550100.")
    chosen = sender(calls.settings.profile or calls.settings.numbers or "", phone) or {}
    answer = await calls.deliver(f"handraise:test:{secrets.token_hex(16)}", phone, WORDS, chosen)
    match answer:
        case Failed(why):
            raise CarrierStopped(why)
        case Later():
            raise CarrierUnsure("Telnyx takes no texts now. Try again later.")
    yield f"Telnyx has taken the text, from {answer.number or 'a number that it chooses'}."
    said = None
    for _ in range(LOOKS):
        status, why = await became(calls, str(answer.reference))
        if status == "failed":
            raise CarrierStopped(why)
        if status != said:
            yield f"It is {status}."
        if status == "delivered":
            return
        said = status
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    raise CarrierUnsure("Nobody says that it was delivered. Look at the phone, and in Telnyx's portal.")


async def became(calls: Calls, reference: str) -> tuple[str, str]:
    """Return what has become of a text, in our words or Telnyx's, and why it failed."""
    with asking("Telnyx doesn't know the text any more."):
        message = (await calls.client.messages.retrieve(reference)).data
        read = msgspec.convert(message.to_dict() if message else {}, Message)
    status = read.recipient.status or "queued"
    return BECAME.get(status, status), first(read.errors or ()).sentence
