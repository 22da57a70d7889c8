"""The list of who opted out, as a file and from a file."""

import csv
import io
import json
import time
from datetime import datetime
from tempfile import TemporaryFile

import pytest

from server.campaigns.contact import opt_in_everywhere, opt_out_everywhere, receive
from server.campaigns.imports import read_contacts
from server.campaigns.opt_outs import Progress, exported, import_opt_outs
from server.store import keys
from server.store.scripts import Scripts
from tests.world import World, columns

JO, KIM, LEE, MAX = "+12025550171", "+12025550172", "+12025550173", "+12025550174"
OPTED_OUT = keys.under(keys.ACCOUNT, "opted_out")


async def imported(scripts: Scripts, content: str, by: str | None = "Ada") -> list[Progress]:
    """Import a file; gives its progress."""
    with TemporaryFile() as file:
        file.write(content.encode())
        async with read_contacts(file, "US") as source:
            return [progress async for progress in import_opt_outs(scripts, source, by)]


async def listed(scripts: Scripts) -> list[list[str]]:
    """The rows of the exported list, by phone, its header first."""
    text = "".join([piece async for piece in exported(scripts)])
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [header, *sorted(rows)]


async def campaign_with(world: World, *phones: str) -> int:
    """A launched campaign of these people."""
    campaign = await world.campaign()
    rows = [[phone, json.dumps(["Bo", "", phone, {}])] for phone in phones]
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    return campaign


async def lanes(world: World, campaign: int, count: int) -> list[str]:
    return [(await world.conversation(campaign, n + 1))["lane"] for n in range(count)]


async def test_everybody_in_the_file_is_opted_out_in_every_campaign_and_told_nothing(world: World) -> None:
    await world.scripts.run("set_automatic_text", setting="confirm_opt_out", text="Bye.")
    first, second = await campaign_with(world, JO, KIM, MAX), await campaign_with(world, LEE)
    file = "Cell,Name\n(202) 555-0171,Jo\n202.555.0172,Kim\n12,?\n,\n+1 202 555 0171,Jo again\n202-555-0173,Lee\n"

    [progress] = await imported(world.scripts, file)

    assert (progress.rows, progress.opted_out, progress.already) == (5, 3, 0)
    assert [(row.line, row.reason) for row in progress.rejected] == [(4, "bad_number"), (6, "duplicate_in_file")]
    assert await lanes(world, first, 3) == ["opted_out", "opted_out", "initial"]
    thing = await world.conversation(second, 1)
    assert (thing["lane"], thing["texts"]) == ("opted_out", [])
    assert [(note["by"], note["how"]) for note in thing["opt_outs"]] == [("Ada", "import")]


async def test_importing_it_again_changes_nothing(world: World) -> None:
    await campaign_with(world, JO)
    await imported(world.scripts, f"phone\n{JO}\n{KIM}\n")
    before = await world.kept()
    [progress] = await imported(world.scripts, f"phone\n{JO}\n{KIM}\n", "Ben")
    assert (progress.opted_out, progress.already) == (0, 2)
    assert await world.kept() == before


async def test_one_who_opted_out_by_themselves_stays_so_noted(world: World) -> None:
    campaign = await campaign_with(world, JO)
    await receive(world.scripts, JO, "STOP", "SM1")
    await imported(world.scripts, f"phone\n{JO}\n")
    assert [note["how"] for note in (await world.conversation(campaign, 1))["opt_outs"]] == ["text"]


async def test_the_list_says_who_is_out_and_who_is_back_with_when_who_and_how(world: World) -> None:
    before = await world.scripts.now()
    await receive(world.scripts, JO, "STOP", "SM1")
    await opt_out_everywhere(world.scripts, KIM, "=cmd()", how="texter")
    await opt_in_everywhere(world.scripts, KIM, "=Ada")
    await world.scripts.redis.sadd(OPTED_OUT, MAX)  # by an older version

    header, *rows = await listed(world.scripts)

    assert header == ["phone", "status", "at", "by", "how"]
    assert [[row[0], row[1], *row[3:]] for row in rows] == [
        [f"'{JO}", "opted out", "", "text"],
        [f"'{KIM}", "opted in again", "'=Ada", "admin"],
        [f"'{MAX}", "opted out", "", ""],
    ]
    assert rows[2][2] == ""
    for _, _, at, _, _ in rows[:2]:
        when = datetime.fromisoformat(at)
        assert at.endswith("+00:00")
        assert -1_000 <= when.timestamp() * 1000 - before < 60_000


async def test_the_list_of_one_account_opts_out_in_another_and_brings_nobody_back(world: World) -> None:
    await receive(world.scripts, JO, "STOP", "SM1")
    await receive(world.scripts, KIM, "STOP", "SM2")
    await receive(world.scripts, KIM, "START", "SM3")
    text = "".join([piece async for piece in exported(world.scripts)])
    await world.scripts.redis.flushall()
    await opt_out_everywhere(world.scripts, LEE, how="command")

    [progress] = await imported(world.scripts, text)

    assert await world.scripts.redis.smembers(OPTED_OUT) == {JO.encode(), LEE.encode()}
    assert [row.reason for row in progress.rejected] == ["opted_in_again"]


async def test_one_who_is_out_here_and_in_again_there_stays_out(world: World) -> None:
    await opt_out_everywhere(world.scripts, JO, how="command")
    await imported(world.scripts, f"phone,status\n{JO},opted in again\n")
    assert await world.scripts.redis.sismember(OPTED_OUT, JO)


async def test_stopped_half_way_importing_again_finishes_it(world: World) -> None:
    campaign = await campaign_with(world, JO)

    class Dying(Scripts):
        """A process that dies before the campaigns hear of it."""

        async def run(self, verb: str, campaign: int | None = None, **args: object) -> object:
            if verb == "opt_out_contacts":
                raise ConnectionAbortedError
            return await super().run(verb, campaign, **args)

    with pytest.raises(ConnectionAbortedError):
        await imported(Dying(world.scripts.nodes), f"phone\n{JO}\n")
    assert await lanes(world, campaign, 1) == ["initial"]
    [progress] = await imported(world.scripts, f"phone\n{JO}\n", "Ben")
    assert progress.already == 1
    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], thing["opt_outs"][0]["by"]) == ("opted_out", "Ada")


async def test_twenty_thousand_phones_take_seconds_and_come_out_again_once_each(world: World) -> None:
    phones = [f"+1202{n // 10_000 + 555:03d}{n % 10_000:04d}" for n in range(20_000)]
    campaigns = [await world.campaign() for _ in range(3)]
    for campaign in campaigns:
        for first in range(0, 20_000, 1_000):
            rows = [[phone, json.dumps(["Bo", "", phone, {}])] for phone in phones[first : first + 1_000]]
            await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns())
    began = time.perf_counter()
    progress = await imported(world.scripts, "phone\n" + "\n".join(phones))
    took = time.perf_counter() - began
    assert progress[-1].opted_out == 20_000
    assert took < 30, f"{took:.1f} s"
    assert [(await world.counts(campaign))["opted_out"] for campaign in campaigns] == [20_000] * 3
    _, *rows = await listed(world.scripts)
    assert [row[0] for row in rows] == [f"'{phone}" for phone in phones]
