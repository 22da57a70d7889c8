import json
import signal
import socket
from pathlib import Path

import httpx
import pytest

from server import demo, sample
from server.config import Config
from server.contacts.numbers import read_phone
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.carriers.carrying import eventually
from tests.command_line import Running, handraise, running
from tests.world import Texter, World


async def links(running_demo: Running) -> dict[str, str]:
    """The sign-in links that the demo prints: a member's name → their link."""
    await running_demo.says("Ctrl-C stops")
    rows = [line.split() for line in running_demo.said.splitlines() if ".localhost:" in line]
    return {name: link for name, _, link in rows}


async def test_the_demo_prints_links_that_open_and_stops_cleanly_on_ctrl_c(tmp_path: Path) -> None:
    settings = {
        "REDIS_URL": "redis://nowhere",
        "PUBLIC_URL": "https://text.example.org",
    }  # the demo is nobody's account
    async with running("demo", "--port", "0", cwd=tmp_path, **settings) as it:
        people = await links(it)
        async with httpx.AsyncClient() as browser:
            for name, link in people.items():
                url = httpx.URL(link)
                host = {"Host": f"{url.host}:{url.port}"}
                page = await browser.get(url.copy_with(host="127.0.0.1"), headers=host)
                assert (page.status_code, name in page.text) == (200, True)
                for press in ("once", "again"):
                    pressed = await browser.post(page.url, headers=host, data={"press": press})
                    assert (pressed.status_code, "set-cookie" in pressed.headers) == (303, True)
        ended = await it.stop(signal.SIGINT)

    assert list(people) == ["Ada", "Ana", "Ben", "Chloe"]
    assert {httpx.URL(link).host for link in people.values()} == {f"{name.lower()}.localhost" for name in people}
    assert (ended.code, ended.err) == (0, "")
    assert not (tmp_path / "demo-data" / "store.sock").exists()


async def test_the_demo_has_a_launched_campaign_whose_senders_must_request(tmp_path: Path) -> None:
    async with running("demo", "--port", "0", "--data", tmp_path) as it:
        await links(it)
        ended = await handraise("campaign", "status", "1", "--json", HANDRAISE_DATA=tmp_path)

    status = json.loads(ended.out)
    assert (status["status"], status["self_assign"], status["contacts"]) == ("active", True, 1000)
    assert status["unassigned"] == {"initial": 1000, "reply": 0, "quiet": 0}
    assert [row["name"] for row in status["sender_rows"]] == ["Ana", "Ben", "Chloe"]


async def test_people_answer_in_the_demo_and_the_next_one_goes_on_with_the_same_campaign(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    async with running("demo", "--port", "0", "--data", tmp_path, "--delay", "0") as it, open_store(config) as store:
        await links(it)
        scripts = Scripts(store.nodes)
        world = World(scripts, Members(scripts, config))
        ana = await world.members.find("ana@example.org")
        assert ana is not None
        texter = Texter(scripts, 1, ana.id)
        await texter.request()
        await texter.send_initials()

        async def somebody_waits() -> bool:
            return (await world.counts(1))["held"]["reply"] > 0

        await eventually(somebody_waits)
    async with running("demo", "--port", "0", "--data", tmp_path) as it:
        await links(it)
        again = json.loads((await handraise("campaign", "status", "1", "--json", HANDRAISE_DATA=tmp_path)).out)
        second = await handraise("campaign", "status", "2", HANDRAISE_DATA=tmp_path)
        checked = await handraise("check", HANDRAISE_DATA=tmp_path)

    assert (again["contacts"], again["sent"], again["senders"]) == (1000, 20, 3)
    assert again["held"]["reply"] > 0
    assert (second.code, checked.code) == (1, 0)


async def test_who_was_disabled_in_the_demo_is_left_out_of_the_next_one(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    async with running("demo", "--port", "0", "--data", tmp_path) as it, open_store(config) as store:
        await links(it)
        scripts = Scripts(store.nodes)
        ben = await Members(scripts, config).find("ben@example.org")
        assert ben is not None
        await scripts.run("disable_member", member=ben.id)

    async with running("demo", "--port", "0", "--data", tmp_path) as it:
        assert list(await links(it)) == ["Ada", "Ana", "Chloe"]


async def test_a_sample_campaign_that_was_begun_is_finished(world: World) -> None:
    ana = await world.member("Ana")
    await world.scripts.run("new_campaign")  # listed, and stopped before it was made

    await sample.sample_campaign(world.scripts, [ana])
    await sample.sample_campaign(world.scripts, [ana])

    (text,) = (await world.scripts.run("list_unplaced", limit=10))["texts"]
    assert text["phone"] == sample.STRANGER
    campaign = await world.counts(2)
    assert (campaign["contacts"], campaign["status"], campaign["senders"]) == (1000, "active", 1)
    assert (await world.scripts.run("describe_account"))["campaigns"] == [1, 2]


async def test_an_archived_sample_campaign_is_left_alone(world: World) -> None:
    await sample.sample_campaign(world.scripts, [])
    await world.scripts.run("archive_campaign", 1)

    await sample.sample_campaign(world.scripts, [await world.member("Ana")])

    assert (await world.counts(1))["senders"] == 0


def test_the_contacts_are_a_thousand_people_with_numbers_of_their_own() -> None:
    rows = list(sample.contacts())

    phones = {phone for phone, *_ in rows}
    names = "".join(json.loads(person)[0] for _, person, _ in rows)
    assert len(phones) == len(rows) == 1000
    assert all(read_phone(phone, "US") == phone and "55501" in phone for phone in phones)
    assert all(character in names for character in "é李🌻م")
    assert rows == list(sample.contacts())


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(demo, "PORTS", range(port, port + 50))

        with demo.listen_somewhere() as found:
            assert port < found.getsockname()[1] < port + 50

        monkeypatch.setattr(demo, "PORTS", range(port, port + 1))
        with pytest.raises(demo.CantListen, match="all taken"):
            demo.listen_somewhere()
