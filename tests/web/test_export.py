import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import msgpack
import pytest

from server.campaigns import reading
from server.errors import Refused
from server.people.members import Member, Members
from server.store import keys
from server.store.scripts import Scripts
from server.web import export
from tests.browsers import PLAIN
from tests.labels import answer, ask, tag, with_survey, with_tags
from tests.world import World, columns

HEADER = ["conversation", "first_name", "last_name", "phone", "lane", "holder", "wrong_number"]
TEXTS = ["direction", "text", "at", "status", "why"]


@pytest.fixture
async def root(members: Members, hub_url: str) -> Member:
    """An admin."""
    return await members.add("root@example.org", "Root", "admin")


@pytest.fixture
async def script(hub_url: str, members: Members, root: Member) -> AsyncIterator[httpx.AsyncClient]:
    """The HTTP client with which an admin downloads."""
    headers = {"authorization": f"Bearer {await members.token(root)}"}
    async with httpx.AsyncClient(base_url=hub_url, headers=headers, timeout=60, verify=PLAIN) as client:
        yield client


async def download(script: httpx.AsyncClient, campaign: int) -> list[list[str]]:
    """The rows of the file, its header first."""
    answer = await script.get(f"/campaigns/{campaign}/export.csv")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_a_row_for_each_text_and_one_for_who_has_none(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=3, fields={"Ward": "7"})
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.contact_writes(campaign, 1, "Who, me?")
    await ana.send_initial(2)
    await ana.report_wrong_number(3)

    header, *rows = await download(script, campaign)

    assert header == [*HEADER, "Ward", *TEXTS]
    one = ["1", "Contact 1", "Doe", "'+12025550000", "reply", "ana@example.org", "", "7"]
    two = ["2", "Contact 2", "Doe", "'+12025550001", "quiet", "ana@example.org", "", "7"]
    three = ["3", "Contact 3", "Doe", "'+12025550002", "closed", "ana@example.org", "yes", "7"]
    assert [[*row[:10], row[11]] for row in rows] == [
        [*one, "out", "Hi Contact 1!", "queued"],
        [*one, "in", "Who, me?", "received"],
        [*two, "out", "Hi Contact 2!", "queued"],
        [*three, "", "", ""],
    ]
    assert datetime.fromisoformat(rows[0][10]).utcoffset() is not None


async def test_why_a_text_wasnt_sent_stands_beside_it(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.scripts.run("take_texts", campaign, carrier="one", count=1)
    why = "Not sent: “Vote!” texted this person."
    await world.scripts.run("report_text", campaign, conversation=1, text=1, status="not_sent", why=why)
    header, row = await download(script, campaign)
    assert (header[-2:], row[-2:]) == (["status", "why"], ["not_sent", why])


async def test_tags_and_answers_have_columns_and_stay_in_them_once_they_are_taken_off(
    world: World, script: httpx.AsyncClient
) -> None:
    campaign = await world.campaign(contacts=2, fields={"Tags": "theirs", "Need a ride?": "theirs"})
    one, two = await with_tags(world, campaign, "=One", "Two")
    await with_survey(world, campaign)
    for each in (two, one):
        await tag(world, campaign, 1, each)
    await answer(world, campaign, 1, 1, 2)
    await ask(
        world, "set_survey", campaign=campaign, questions=[{"question": "Need a ride?", "answers": [{"answer": "y"}]}]
    )

    header, *rows = await download(script, campaign)

    named = ["contact Tags", "contact Need a ride?", "tags", "Need a ride?", "Will you vote?"]
    assert header == [*HEADER, *named, *TEXTS]
    assert [row[7:12] for row in rows] == [
        ["theirs", "theirs", "'=One; Two", "", "No"],
        ["theirs", "theirs", "", "", ""],
    ]


async def test_a_question_that_is_called_like_a_column_of_ours_has_another_name(
    world: World, script: httpx.AsyncClient
) -> None:
    campaign = await world.campaign(contacts=1)
    await with_tags(world, campaign, "One")
    asked = [{"question": name, "answers": [{"answer": "Yes"}]} for name in ("Phone?", "Tags", "status", "Ward")]
    await ask(world, "set_survey", campaign=campaign, questions=asked)
    header, _ = await download(script, campaign)
    named = ["question Phone?", "question Tags", "question status", "Ward"]
    assert header == [*HEADER, "tags", *named, *TEXTS]


async def test_it_is_named_and_typed_as_a_csv_file(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=1)
    answer = await script.get(f"/campaigns/{campaign}/export.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="campaign-{campaign}.csv"'


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        (["lane", "text"], ["contact lane", "contact text"]),
        (["Lane", "First Name", "AT"], ["contact Lane", "contact First Name", "contact AT"]),
        (["lane", "contact lane"], ["contact contact lane", "contact lane"]),
        (["contact lane", "lane"], ["contact lane", "contact contact lane"]),
        (["=x", "'=x", "\0lane"], ["'=x", "''=x", "contact lane"]),
        (["Ward", "ward", "planes"], ["Ward", "ward", "planes"]),
    ],
)
async def test_a_column_is_told_from_ours_and_from_any_other_by_its_name(
    world: World, script: httpx.AsyncClient, fields: list[str], columns: list[str]
) -> None:
    campaign = await world.campaign(contacts=1, fields=dict.fromkeys(fields, "theirs"), launch=False)
    header, row = await download(script, campaign)
    assert header == [*HEADER, *columns, *TEXTS]
    assert len(set(header)) == len(header)
    assert dict(zip(header, row, strict=True))["lane"] == "initial"


async def test_asking_for_the_headers_alone_reads_nothing(world: World, script: httpx.AsyncClient) -> None:
    answer = await script.head(f"/campaigns/{await world.campaign(contacts=1)}/export.csv")
    assert (answer.status_code, answer.headers.get("allow")) == (405, "GET")


@pytest.mark.parametrize("formula", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1"])
async def test_no_cell_that_people_wrote_begins_like_a_formula(
    world: World, script: httpx.AsyncClient, formula: str
) -> None:
    campaign = await world.campaign(fields={formula: formula}, launch=False)
    contact = f'["{formula}","{formula}","+12025550100",{{"{formula}":"{formula}"}}]'
    contact = contact.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")
    await world.scripts.run("add_contacts", campaign, contacts=[["+12025550100", contact]], columns=columns(formula))
    await world.contact_writes(campaign, 1, formula)

    header, row = await download(script, campaign)

    assert (header[7], row[1], row[2], row[7], row[9]) == (f"'{formula}",) * 5
    assert row[3] == "'+12025550100"


async def test_a_holders_address_is_no_formula_either(
    world: World, members: Members, script: httpx.AsyncClient
) -> None:
    campaign = await world.campaign(contacts=1)
    odd = await members.add("=1+1@example.org", "Odd", "texter")
    await world.scripts.run("add_senders", campaign, members=[odd.id])
    await world.scripts.run("request_conversations", campaign, texter=odd.id, request_id="a")
    assert (await download(script, campaign))[1][5] == "'=1+1@example.org"


async def test_quotes_line_ends_and_emoji_come_through(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=1)
    said = 'She said "no",\r\nand then\n👋🏽 נועה ‮ Zoë'
    await world.contact_writes(campaign, 1, said)
    assert (await download(script, campaign))[1][8] == said


async def test_a_campaign_without_contacts_is_a_header(world: World, script: httpx.AsyncClient) -> None:
    assert await download(script, await world.campaign()) == [[*HEADER, *TEXTS]]


async def test_thousands_of_conversations_are_all_there_once_in_order(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=5_001)
    _, *rows = await download(script, campaign)
    assert [int(row[0]) for row in rows] == list(range(1, 5_002))


async def test_conversations_with_very_many_texts_are_read_a_few_at_a_time(
    world: World, script: httpx.AsyncClient
) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    for conversation in (1, 2):
        texts = [msgpack.packb({"d": "in", "t": f"{n}", "at": 1, "s": "received"}) for n in range(1_001)]
        await world.scripts.redis.rpush(keys.under(keys.campaign(campaign), "texts", conversation), *texts)
    first = await world.scripts.run("export_conversations", campaign, first=1, count=200)
    assert [id for id, *_ in first] == [1]
    _, *rows = await download(script, campaign)
    assert [row[8] for row in rows] == [*map(str, range(1_001))] * 2 + [""]


async def test_it_comes_piece_by_piece(world: World) -> None:
    campaign = await world.campaign(contacts=export.CONVERSATIONS_PER_PIECE * 3)
    pieces = export.rows(world.scripts, campaign, [], {})
    header, first = await anext(pieces), await anext(pieces)
    await world.contact_writes(campaign, export.CONVERSATIONS_PER_PIECE * 3, "later")  # while the file is on its way
    rest = [piece async for piece in pieces]
    assert header.count("\n") == 1
    assert first.count("\n") == export.CONVERSATIONS_PER_PIECE
    assert "later" in rest[-1]
    assert len(rest) == 2


async def test_a_store_that_is_away_for_a_moment_is_waited_for(
    world: World, scripts: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ASK_AGAIN_AFTER_SECONDS", 0.01)
    campaign = await world.campaign(contacts=2)
    pieces = export.rows(scripts, campaign, [], {})
    await anext(pieces)
    await scripts.run("export_conversations", campaign, first=1, count=1)  # it is loaded, and so asked for at once
    await scripts.redis.config_set("maxmemory", 1)  # it refuses whatever could write: a passing trouble
    waiting = asyncio.ensure_future(anext(pieces))
    with pytest.raises(Refused, match="try_again"):
        await scripts.run("pause_campaign", campaign)
    assert not waiting.done()
    await scripts.redis.config_set("maxmemory", 0)
    assert (await waiting).count("\n") == 2


@pytest.mark.parametrize("campaign", ["99", "0", "-1", "abc", "9" * 400])
async def test_a_campaign_that_is_not_there_is_refused(script: httpx.AsyncClient, campaign: str) -> None:
    answer = await script.get(f"/campaigns/{campaign}/export.csv")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_campaign")


async def test_only_admins_may_export(world: World, members: Members, hub_url: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await members.add("ana@example.org", "Ana", "texter")
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as stranger:
        answer = await stranger.get(f"/campaigns/{campaign}/export.csv")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
        stranger.headers["authorization"] = f"Bearer {await members.token(ana)}"
        answer = await stranger.get(f"/campaigns/{campaign}/export.csv")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_an_admin")


async def test_exporting_changes_nothing(world: World, script: httpx.AsyncClient) -> None:
    campaign = await world.campaign(contacts=5)
    v = await world.scripts.redis.hget(keys.campaign(campaign), "v")
    await download(script, campaign)
    assert await world.scripts.redis.hget(keys.campaign(campaign), "v") == v
