from collections.abc import AsyncIterator
from io import BytesIO

import httpx
import pytest
from PIL import Image
from redis.asyncio import Redis

from server.carriers.drawn import drawn
from server.config import Config
from server.errors import SENTENCES
from server.limits import LIMITS
from tests.browsers import PLAIN
from tests.served import served
from tests.world import World


@pytest.fixture
async def root(world: World, redis: Redis, store_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """An admin's client, of a hub that carriers reach over https."""
    public = "https://text.example.org"
    config = Config(redis_url=store_url, secret_key="for tests", accept_loss=True, public_url=public)
    async with served(config) as url:
        bearer = {"authorization": f"Bearer {await world.members.token(await world.member('Root', 'admin'))}"}
        async with httpx.AsyncClient(base_url=url, headers=bearer, verify=PLAIN) as client:
            yield client


async def test_a_picture_is_set_and_fetched_by_whoever_knows_its_address(world: World, root: httpx.AsyncClient) -> None:
    campaign = await world.campaign()

    answer = await root.post(f"/campaigns/{campaign}/picture", content=drawn("hills"))

    assert answer.status_code == 200
    path = answer.json()["picture"]
    assert (await world.counts(campaign))["picture"] == path
    async with httpx.AsyncClient(base_url=root.base_url, verify=PLAIN) as carrier:
        fetched = await carrier.get(path)
        assert (fetched.status_code, fetched.headers["content-type"]) == (200, "image/jpeg")
        assert Image.open(BytesIO(fetched.content)).size == (480, 360)
        assert fetched.headers["x-content-type-options"] == "nosniff"
        assert fetched.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert (await carrier.head(path)).status_code == 200
        for wrong in (path[:-5] + "x.jpg", f"/pictures/{campaign}-.jpg", "/pictures/99-abc.jpg", "/pictures/a-b.jpg"):
            assert (await carrier.get(wrong)).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_a_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "not_a_picture"),
        (drawn("x")[:100], "not_a_picture"),
        (b"x" * (LIMITS.attached + 1), "too_big"),
    ],
)
async def test_what_is_no_picture_is_refused(world: World, root: httpx.AsyncClient, body: bytes, code: str) -> None:
    campaign = await world.campaign()
    answer = await root.post(f"/campaigns/{campaign}/picture", content=body)
    assert (await world.counts(campaign))["picture"] is None
    assert (answer.status_code, answer.json()) == (
        413 if code == "too_big" else 422,
        {"code": code, "sentence": SENTENCES[code]},
    )


async def test_only_admins_set_one_and_only_where_it_can_go_out(world: World, hub_url: str) -> None:
    campaign, simulated = await world.campaign(), await world.campaign(carrier="simulator")
    archived = await world.campaign()
    await world.scripts.run("archive_campaign", archived)
    codes = []
    for name, role, where in (
        ("Ana", "texter", campaign),
        ("Root", "admin", campaign),
        ("Root", "admin", 99),
        ("Root", "admin", archived),
        ("Root", "admin", simulated),
    ):
        bearer = {"authorization": f"Bearer {await world.members.token(await world.member(name, role))}"}
        async with httpx.AsyncClient(base_url=hub_url, headers=bearer, verify=PLAIN) as client:
            codes.append((await client.post(f"/campaigns/{where}/picture", content=drawn("x"))).json().get("code"))
    assert codes == ["not_an_admin", "no_public_url", "unknown_campaign", "archived", None]
