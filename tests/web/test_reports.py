"""Reports of a campaign as CSV."""

import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest

from server.people.members import Member, Members
from tests.browsers import PLAIN
from tests.labels import answer, tag, with_survey, with_tags
from tests.world import World


@pytest.fixture
async def script(hub_url: str, members: Members, root: Member) -> AsyncIterator[httpx.AsyncClient]:
    """The HTTP client with which an admin downloads."""
    headers = {"authorization": f"Bearer {await members.token(root)}"}
    async with httpx.AsyncClient(base_url=hub_url, headers=headers, timeout=60, verify=PLAIN) as client:
        yield client


@pytest.fixture
async def root(members: Members, hub_url: str) -> Member:
    """An admin."""
    return await members.add("root@example.org", "Root", "admin")


async def download(script: httpx.AsyncClient, path: str) -> list[list[str]]:
    """The rows of the file, its header first."""
    answer = await script.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_a_row_for_each_sender(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=12)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "=Ben")
    await ana.request()
    await ana.send_initial((await ana.holds("initial"))[0])
    header, first, second = await download(script, f"/campaigns/{campaign}/senders.csv")
    assert header[:7] == ["name", "email", "to_send", "replies_waiting", "quiet", "closed", "opted_out"]
    assert first[0] == "Ana"
    assert first[2:7] == ["9", "0", "1", "0", "0"]
    assert first[7].startswith("20")
    assert second[0] == "'=Ben"
    assert second[7] == ""
    await world.scripts.run("remove_sender", campaign, member=ben.id, most=10)
    assert len(await download(script, f"/campaigns/{campaign}/senders.csv")) == 2


async def test_a_row_for_each_answer_and_each_tag(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=4)
    vote, _ = await with_survey(world, campaign)
    [spanish] = await with_tags(world, campaign, "Spanish")
    for conversation in (1, 2, 3):
        await answer(world, campaign, conversation, vote["id"], vote["answers"][conversation == 3]["id"])
    await tag(world, campaign, 1, spanish)
    assert await download(script, f"/campaigns/{campaign}/survey.csv") == [
        ["question", "answer", "conversations", "share"],
        ["Will you vote?", "Yes", "2", "66.7 %"],
        ["Will you vote?", "No", "1", "33.3 %"],
        ["Need a ride?", "Yes", "0", ""],
        ["Need a ride?", "No", "0", ""],
        ["Tag", "Spanish", "1", "25.0 %"],
    ]


async def test_only_admins_get_reports(world: World, hub_url: str, members: Members, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await members.add("ana@example.org", "Ana", "texter")
    for name in ("senders", "survey"):
        path = f"/campaigns/{campaign}/{name}.csv"
        headers = {"authorization": f"Bearer {await members.token(texter)}"}
        assert (await script.get(path, headers=headers)).status_code == 403
        assert (await script.get(path.replace(str(campaign), "99"))).status_code == 404
        assert (await script.get(path.replace(str(campaign), "x"))).status_code == 404
