"""A process that is killed while it removes a sender and disables a member: another one finishes it."""

import asyncio

from redis.asyncio import Redis

from server.campaigns.check import check
from server.client import Client, ConnectionLost
from server.people.members import Members
from server.store import keys
from tests.processes import hub_process
from tests.world import World

CONTACTS = 40_000


async def test_nothing_stays_with_someone_who_cant_answer_it(
    store_url: str, redis: Redis, world: World, members: Members
) -> None:
    campaign = await world.campaign(contacts=CONTACTS, launch=False)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.scripts.run("launch_campaign", campaign, most=CONTACTS)
    token = await members.token(await world.member("Root", "admin"))

    async def held() -> int:
        return int(await redis.hget(keys.campaign(campaign), "held_initial") or 0)

    async def disabled() -> bool:
        member = await members.find("ben@example.org")
        return member is not None and member.disabled

    async with hub_process(store_url) as killed, hub_process(store_url) as other:
        async with Client(killed.url, token, "/ws/admin") as root, Client(killed.url, token, "/ws/admin") as second:
            removing = asyncio.gather(
                root.ask("remove_sender", campaign=campaign, member=ana.id),
                second.ask("disable_member", member=ben.id),
                return_exceptions=True,
            )
            while await held() == CONTACTS or not await disabled():  # both have begun
                await asyncio.sleep(0)
            await killed.kill()
            assert ConnectionLost in map(type, await removing)
        assert await held() > 0

        async with Client(other.url, token, "/ws/admin") as watching:
            await watching.ask("watch_campaign", campaign=campaign)
            await watching.until(
                lambda client: client.thing("campaign", campaign, campaign)["unassigned"]["initial"] == CONTACTS,
                within=60,
            )
    assert (await world.counts(campaign))["senders"] == 0
    assert (await check(world.scripts)).faults == []
