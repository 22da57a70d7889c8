import json
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.campaigns.hours import refresh
from server.store import keys
from server.store.scripts import Scripts
from server.wire.hours import Hours, Span
from tests.command_line import Ended, handraise
from tests.world import World

CONTACTS = """\
First Name,Last Name,Cell,City
Ana,Alvarez,(202) 555-0101,Riverside
Ben,,202-555-0102,"Old
Town"
Nobody,Atall,12,
Ana,Again,+12025550101,Riverside
José,Gómez,2025550103,Harbor
"""


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    """Three contacts, a bad number and a duplicate."""
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS)
    return path


async def create(store_url: str, contacts: Path, *options: str, script: str = "Hi {first_name}!") -> Ended:
    return await handraise(
        "campaign", "create", "Vote!", "--contacts", contacts, "--script", script, *options, REDIS_URL=store_url
    )


async def campaigns(scripts: Scripts) -> list[int]:
    return list((await scripts.run("describe_account"))["campaigns"])


async def test_campaign_create_prints_its_id_and_lists_what_was_rejected(
    store_url: str, world: World, contacts: Path
) -> None:
    ended = await create(store_url, contacts)

    id = int(ended.out.splitlines()[-1])
    assert ended.code == 0
    assert "Line 5: bad_number." in ended.err
    assert "Line 6: duplicate_in_file." in ended.err
    assert "3 of 5 rows came in." in ended.err
    campaign = await world.counts(id)
    assert (campaign["contacts"], campaign["status"], campaign["self_assign"]) == (3, "draft", False)
    assert (await world.conversation(id, 2))["contact"]["fields"] == {"City": "Old\nTown"}


async def test_campaign_create_takes_settings_and_senders_and_launches(
    store_url: str, world: World, contacts: Path
) -> None:
    ana, ben = await world.member("Ana"), await world.member("Ben")

    ended = await create(
        *(store_url, contacts, "--self-assign", "--batch-size", "7", "--launch"),
        *("--sender", ana.email, "--sender", ben.email.upper()),
    )

    campaign = await world.counts(int(ended.out))
    assert (campaign["status"], campaign["self_assign"], campaign["batch_size"]) == ("active", True, 7)
    assert (campaign["held"]["initial"], campaign["senders"]) == (3, 2)


@pytest.mark.parametrize(
    ("options", "hours"),
    [
        ((), {"from": "09:00", "to": "21:00", "holidays": []}),
        (("--hours", "10:00-18:30"), {"from": "10:00", "to": "18:30", "holidays": []}),
        (("--hours", "any"), None),
        (("--carrier", "simulator"), None),
    ],
)
async def test_campaign_create_takes_texting_hours(
    store_url: str, world: World, contacts: Path, options: tuple[str, ...], hours: dict[str, object] | None
) -> None:
    ended = await create(store_url, contacts, *options)
    assert (await world.counts(int(ended.out.splitlines()[-1])))["hours"] == hours


async def test_hours_that_are_none_are_told_with_an_example(store_url: str, world: World, contacts: Path) -> None:
    ended = await create(store_url, contacts, "--hours", "mornings")
    assert ended.code == 2
    assert "write them like 09:00-21:00, or any" in ended.err


async def test_a_file_of_rejected_rows_makes_no_campaign(store_url: str, scripts: Scripts, contacts: Path) -> None:
    contacts.write_text("phone\n12\n13\n")

    ended = await create(store_url, contacts)

    assert (ended.code, ended.out) == (1, "")
    assert "Line 2: bad_number." in ended.err
    assert "No row could come in, so no campaign was made." in ended.err
    assert await campaigns(scripts) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--batch-size", "0"), "The batch size must be a whole number from 1 to 5,000."),
        (("--hours", "21:00-09:00"), "Write texting hours as a beginning and an end, such as 09:00 and 21:00"),
        (("--sender", "zoe@example.org"), "There is no member with the e-mail address zoe@example.org"),
    ],
)
async def test_settings_that_are_refused_make_no_campaign(
    store_url: str, scripts: Scripts, contacts: Path, options: tuple[str, ...], sentence: str
) -> None:
    ended = await create(store_url, contacts, *options)

    assert (ended.code, ended.out) == (1, "")
    assert sentence in ended.err
    assert await campaigns(scripts) == []


async def test_a_file_that_is_no_table_makes_no_campaign(store_url: str, scripts: Scripts, contacts: Path) -> None:
    contacts.write_text("colour,shape\nred,round\n")

    ended = await create(store_url, contacts)

    assert ended.code == 1
    assert "phone" in ended.err
    assert await campaigns(scripts) == []


async def test_a_missing_file_is_a_mistake_in_the_command(store_url: str, tmp_path: Path) -> None:
    ended = await create(store_url, tmp_path / "nowhere.csv")

    assert ended.code == 2
    assert "nowhere.csv" in ended.err


async def test_a_script_with_a_field_that_no_contact_has_is_told_and_not_launched(
    store_url: str, world: World, contacts: Path
) -> None:
    ended = await create(store_url, contacts, "--launch", script="Hi {nickname}!")

    [id] = await campaigns(world.scripts)
    assert ended.code == 1
    sentence = "no contact has {nickname}. Contacts have {first_name}, {last_name}, {City}."
    assert f"{sentence} Campaign {id} is made and stays a draft." in ended.err
    assert (await world.counts(id))["status"] == "draft"


async def test_a_script_with_braces_that_are_no_field_makes_no_campaign(
    store_url: str, scripts: Scripts, contacts: Path
) -> None:
    ended = await create(store_url, contacts, "--launch", script="Hi {{first_name}}!")
    assert (ended.code, ended.out) == (1, "")
    assert "Line 1, character 4: “{{first_name}}” has too many braces. Write {first_name}." in ended.err
    assert await campaigns(scripts) == []


async def test_it_is_said_how_many_contacts_lack_a_field_of_the_message(store_url: str, contacts: Path) -> None:
    ended = await create(store_url, contacts, "--launch", script="Hi {first_name} {last_name}!")
    assert ended.code == 0
    assert "1 contact has no {last_name}, of 3 in all. Other words for them: {last_name|…}." in ended.err
    ended = await create(store_url, contacts, "--launch", script="Hi {first_name} {last_name|friend}!")
    assert ended.code == 0
    assert "no {last_name}" not in ended.err


async def test_a_doubtful_encoding_is_an_error_until_it_is_named(store_url: str, world: World, tmp_path: Path) -> None:
    contacts = tmp_path / "contacts.csv"
    contacts.write_bytes("first name,phone\nŁukasz,2025550101\n".encode("cp1250"))

    doubted = await create(store_url, contacts)
    named = await create(store_url, contacts, "--encoding", "windows-1250")

    assert (doubted.code, doubted.out) == (1, "")
    assert "“Łukasz” as windows-1250" in doubted.err
    assert "--encoding" in doubted.err
    assert (await world.conversation(int(named.out), 1))["contact"]["first_name"] == "Łukasz"


async def test_a_campaign_in_which_names_look_garbled_stays_a_draft(
    store_url: str, scripts: Scripts, tmp_path: Path
) -> None:
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("first name,phone\nZoÃ«,2025550101\nBo,NULL\n", encoding="utf-8")

    ended = await create(store_url, contacts, "--launch")

    assert ended.code == 1
    assert "for example “ZoÃ«” in line 2" in ended.err
    [campaign] = await campaigns(scripts)
    assert (await scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"]["status"] == "draft"


async def test_status_shows_the_campaign_and_a_row_for_each_sender(store_url: str, world: World) -> None:
    texter = await world.texter(await world.campaign(25))
    await texter.request()

    shown = await handraise("campaign", "status", str(texter.campaign), REDIS_URL=store_url)
    status = json.loads(
        (await handraise("campaign", "status", str(texter.campaign), "--json", REDIS_URL=store_url)).out
    )

    [row] = status.pop("sender_rows")
    assert status == await world.counts(texter.campaign)
    assert (row["kind"], row["id"], row["campaign"], row["v"]) == ("sender", texter.id, status["id"], status["v"])
    assert (row["name"], row["email"], row["initial"]) == ("Ana", "ana@example.org", 10)
    assert "Vote!: active, 25 contacts, 0 sent" in shown.out


async def test_the_status_of_an_unknown_campaign_is_refused(store_url: str, redis: Redis) -> None:
    ended = await handraise("campaign", "status", "7", REDIS_URL=store_url)

    assert ended == Ended(1, "", "Error: There is no such campaign.\n")


async def test_check_says_that_all_is_well(store_url: str, world: World) -> None:
    await world.campaign(5)

    ended = await handraise("check", REDIS_URL=store_url)

    assert ended == Ended(0, "5 conversations in 1 campaigns: all is well.\n", "")


async def test_check_on_a_store_without_an_account_says_so_and_exits_with_1(store_url: str, redis: Redis) -> None:
    shown = await handraise("check", REDIS_URL=store_url)
    told = await handraise("check", "--json", REDIS_URL=store_url)

    assert shown.code == told.code == 1
    assert shown.out.startswith("There is nothing in this store: no member and no campaign.")
    assert json.loads(told.out)["ok"] is False
    assert await redis.keys("*") == []


async def test_check_exits_with_1_when_something_is_broken(store_url: str, world: World, redis: Redis) -> None:
    campaign = await world.campaign(5)
    await redis.zrem(keys.under(keys.campaign(campaign), "bucket", 0, "initial"), "3")

    shown = await handraise("check", REDIS_URL=store_url)
    told = await handraise("check", "--json", REDIS_URL=store_url)

    assert shown.code == told.code == 1
    assert f"Campaign {campaign}, conversation 3: It is in no bucket" in shown.out
    assert json.loads(told.out)["ok"] is False


async def test_the_hours_of_new_campaigns_are_the_accounts(store_url: str, world: World, contacts: Path) -> None:
    async def shown() -> str:
        ended = await handraise("account", "show", REDIS_URL=store_url)
        return next(line for line in ended.out.splitlines() if line.startswith("Texting hours"))

    assert await shown() == "Texting hours of new campaigns: 09:00 to 21:00"
    assert (await handraise("account", "set", "--hours", "10:00-18:00", REDIS_URL=store_url)).code == 0
    assert await shown() == "Texting hours of new campaigns: 10:00 to 18:00"
    ended = await create(store_url, contacts)
    hours = {"from": "10:00", "to": "18:00", "holidays": []}
    assert (await world.counts(int(ended.out.splitlines()[-1])))["hours"] == hours
    assert (await handraise("account", "set", "--hours", "any", REDIS_URL=store_url)).code == 0
    assert await shown() == "Texting hours of new campaigns: any"
    ended = await handraise("account", "set", "--hours", "18:00-10:00", REDIS_URL=store_url)
    assert (ended.code, "the beginning first" in ended.err) == (1, True)


async def test_a_campaigns_status_says_until_when_people_may_be_texted(
    store_url: str, world: World, contacts: Path
) -> None:
    campaign = await world.campaign(hours=Hours(begin="00:00", end="24:00", sunday=Span(begin="00:00", end="23:59")))
    await world.add_contacts(campaign, 2)
    await refresh(world.scripts, campaign)
    ended = await handraise("campaign", "status", str(campaign), REDIS_URL=store_url)
    assert " in New York for 2 people." in ended.out.splitlines()[-1]
