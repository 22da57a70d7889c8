"""Strangers who guess, from wherever they like and at whatever door, keep no member out."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from server.people.members import Member
from server.people.openid import CALLBACK
from tests.browsers import browser
from tests.provider_stand_in import StandIn, provider
from tests.web.test_openid import back_from_the_provider, hub, keep_cookies, sign_in
from tests.world import World

pytestmark = pytest.mark.usefixtures("quick_hashing")

PASSWORD = "correct horse"
OUR_ORIGIN = {"origin": "https://text.example.org"}


@pytest.fixture
async def ours() -> AsyncIterator[StandIn]:
    """The organization's provider."""
    async with provider() as it:
        yield it


@pytest.fixture
async def url(store_url: str, world: World, ours: StandIn) -> AsyncIterator[str]:
    """The address of a hub to which each request says where it comes from."""
    async with hub(store_url, ours, proxies=("127.0.0.1/32",)) as it:
        yield it


def at(address: str) -> dict[str, str]:
    """The headers of a request from there."""
    return {"x-forwarded-for": address, **OUR_ORIGIN}


async def with_password(url: str, world: World, address: str) -> Member:
    """Ana, who has used her link at this address to set a password, in a browser that she doesn't have any more."""
    ana = await world.member("Ana")
    async with browser(url, **at(address)) as client:
        await client.post(await world.members.sign_in_link(ana))
        keep_cookies(client)
        assert (await client.post("/password", data={"new": PASSWORD})).status_code == 200
    return ana


async def by_password(client: httpx.AsyncClient, password: str = PASSWORD) -> int:
    """The status of an attempt to sign in as Ana."""
    return (await client.post("/sign-in", data={"email": "ana@example.org", "password": password})).status_code


async def guess(url: str, guesses: int = 60) -> None:
    """Guess Ana's password, each time from another address."""
    for n in range(guesses):
        async with browser(url, **at(f"198.51.100.{n}")) as stranger:
            await by_password(stranger, f"guess number {n}")


async def test_guesses_from_many_addresses_keep_nobody_out(url: str, world: World) -> None:
    ana = await with_password(url, world, "192.0.2.1")
    async with browser(url, **at("192.0.2.2")) as known_browser:
        assert await by_password(known_browser) == 303
        keep_cookies(known_browser)

        await guess(url)

        async with browser(url, **at("203.0.113.9")) as stranger:
            assert await by_password(stranger) == 429  # as anybody would be who has never been there
        for place, address in ((known_browser, "203.0.113.7"), (None, "192.0.2.1")):
            async with browser(url, **at(address)) as client:
                client.cookies.update(place.cookies if place else {})
                assert await by_password(client) == 303
        async with browser(url, **at("203.0.113.10")) as client:
            assert (await client.post(await world.members.sign_in_link(ana))).status_code == 303
        async with browser(url, **at("203.0.113.11")) as client:
            assert (await sign_in(client)).status_code == 303


async def test_strangers_who_hammer_the_doors_of_the_provider_keep_nobody_out(
    url: str, world: World, ours: StandIn
) -> None:
    await world.member("Ana")
    async with browser(url, **at("198.51.100.1")) as strangers:
        for n in range(100):
            assert (await strangers.get(f"{CALLBACK}?code=x{n}&state=y")).status_code == 410
        assert "token" not in ours.asked  # of these the provider hears nothing
        await back_from_the_provider(strangers)
        state = (await strangers.get("/sign-in/oidc")).headers["location"].partition("state=")[2].partition("&")[0]
        keep_cookies(strangers)
        codes = [strangers.get(f"{CALLBACK}?code=x{n}&state={state}") for n in range(60)]
        made_up = asyncio.gather(*codes)

        async with browser(url, **at("192.0.2.1")) as client:
            assert (await sign_in(client)).status_code == 303
        assert {answer.status_code for answer in await made_up} <= {403, 410, 503}


@pytest.mark.parametrize("path", ["/sign-in/", "/invite/"])
async def test_made_up_links_keep_nobody_out(url: str, world: World, path: str) -> None:
    link = (await world.members.sign_in_link(await world.member("Ana"))).replace("/sign-in/", path)
    async with browser(url, **at("192.0.2.1")) as client:
        for n in range(100):
            assert (await client.post(f"{path}made-up-{n}")).status_code == 410

        assert (await client.post(link)).status_code == 303


async def test_made_up_tokens_and_join_links_keep_nobody_out(url: str, world: World) -> None:
    root, ana = await world.member("Root", "admin"), await world.member("Ana")
    token = await world.members.token(ana)
    campaign = await world.campaign(contacts=1)
    thing = await world.ask(root, "update_campaign", campaign=campaign, sender_link=True)
    async with browser(url, **at("192.0.2.1")) as client:
        for n in range(100):
            answer = await client.get("/console", headers={"authorization": f"Bearer made-up-{n}"})
            assert answer.status_code == 303
        client.headers["authorization"] = f"Bearer {token}"
        for n in range(100):
            assert (await client.get(f"/join/{campaign}-made-up-{n}")).status_code == 410

        assert (await client.get(thing["sender_link"])).headers["location"] == f"/console#{campaign}"
