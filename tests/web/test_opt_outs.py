import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest

from server.people.members import Member, Members
from server.store import keys
from tests.browsers import PLAIN, browser_of
from tests.world import World

CSV = b"Phone,First name\n(202) 555-0123,Dana\n12,Eli\n"
OPTED_OUT = keys.under(keys.ACCOUNT, "opted_out")


@pytest.fixture
async def root(members: Members, hub_url: str) -> Member:
    """An admin."""
    return await members.add("root@example.org", "Root", "admin")


@pytest.fixture
async def script(hub_url: str, members: Members, root: Member) -> AsyncIterator[httpx.AsyncClient]:
    """The HTTP client of an admin's script."""
    headers = {"authorization": f"Bearer {await members.token(root)}"}
    async with httpx.AsyncClient(base_url=hub_url, headers=headers, timeout=60, verify=PLAIN) as client:
        yield client


async def test_an_admin_opts_out_everybody_in_a_file_and_downloads_the_list(
    world: World, hub_url: str, members: Members, root: Member
) -> None:
    async with browser_of(hub_url, members, root) as client:
        answer = await client.post("/opt-outs", files={"file": ("out.csv", CSV)})
        again = await client.post("/opt-outs", files={"file": ("out.csv", CSV)})
        download = await client.get("/opt-outs.csv")

    told = answer.json()
    [rejected] = told.pop("rejected")
    assert (rejected["line"], rejected["reason"], rejected["row"]) == (3, "bad_number", ["12", "Eli"])
    counts = {"opted_out": 1, "already": 0, "rows": 2, "rejected_in_all": 1}
    assert told == {**counts, "columns": ["Phone", "First name"], "notices": []}
    assert (again.json()["opted_out"], again.json()["already"]) == (0, 1)
    assert download.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="opt-outs.csv"' in download.headers["content-disposition"]
    [row] = csv.DictReader(io.StringIO(download.content.decode("utf-8-sig"), newline=""))
    assert (row["phone"], row["status"], row["by"], row["how"]) == ("'+12025550123", "opted out", "Root", "import")


async def test_the_file_may_be_the_body_and_is_refused_if_it_is_no_list(script: httpx.AsyncClient) -> None:
    assert (await script.post("/opt-outs", content=CSV)).json()["opted_out"] == 1
    for sent, code in (
        ({"content": b"Name\nDana\n"}, "bad_contacts_file"),
        ({"data": {"encoding": "utf-8"}, "files": {"other": ("x.csv", CSV)}}, "no_file"),
    ):
        answer = await script.post("/opt-outs", **sent)
        assert (answer.status_code // 100, answer.json()["code"]) == (4, code)


async def test_nobody_but_an_admin_gets_at_the_list(world: World, hub_url: str, members: Members, root: Member) -> None:
    ana = await members.add("ana@example.org", "Ana", "texter")
    async with browser_of(hub_url, members, ana) as client:
        answers = [await client.get("/opt-outs.csv"), await client.post("/opt-outs", content=CSV)]
    assert [answer.status_code for answer in answers] == [403, 403]
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as stranger:
        answers = [await stranger.get("/opt-outs.csv"), await stranger.post("/opt-outs", content=CSV)]
    assert [answer.status_code for answer in answers] == [401, 401]
    async with browser_of(hub_url, members, root) as client:
        other = await client.post("/opt-outs", content=CSV, headers={"origin": "https://evil.example.org"})
    assert other.status_code == 403
    assert await world.scripts.redis.scard(OPTED_OUT) == 0


async def test_asking_only_for_the_headers_reads_no_list(script: httpx.AsyncClient) -> None:
    assert (await script.head("/opt-outs.csv")).status_code == 405


async def test_the_list_tells_times_in_the_organizations_zone(world: World, hub_url: str, members: Members) -> None:
    root = await members.add("root@example.org", "Root", "admin")
    await world.ask(root, "set_organisation", time_zone="Asia/Kolkata")
    await world.ask(root, "opt_out_phone", phone="+12025550123")
    async with browser_of(hub_url, members, root) as tab:
        lines = (await tab.get("/opt-outs.csv")).text.splitlines()
    assert "+05:30,Root,admin" in lines[1]
