"""Arranged campaigns that several of these tests begin with."""

from typing import Any

from tests.world import World


async def quiet_campaign(world: World, contacts: int, batch_size: int, **settings: Any) -> int:
    """A campaign whose contacts have all been texted, and are unassigned: no request is refused for what one holds, so
    nothing but a request's id keeps it from being taken twice."""
    campaign = await world.campaign(contacts=contacts, batch_size=contacts, **settings)
    zoe = await world.texter(campaign, "Zoe")
    await zoe.request()
    await zoe.send_initials()
    await zoe.release()
    await world.ask(await world.member("Ada", "admin"), "update_campaign", campaign=campaign, batch_size=batch_size)
    return campaign
