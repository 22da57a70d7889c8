import asyncio
import json
import os
import signal
import sys
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from server.people.members import Members
from server.store import keys
from server.store.scripts import Scripts
from tests.carriers.carrying import queued, settled
from tests.command_line import Ended, handraise, running
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


# The program itself


async def test_it_says_which_version_it_is() -> None:
    ended = await handraise("--version")
    assert (ended.code, ended.out) == (0, f"handraise {version('handraise')}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
async def test_it_completes_commands_in_a_shell(shell: str) -> None:
    program = Path(sys.executable).parent / "handraise"  # click derives the variable from the program's name
    env = {**os.environ, "_HANDRAISE_COMPLETE": f"{shell}_source"}
    process = await asyncio.create_subprocess_exec(program, env=env, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    assert b"_HANDRAISE_COMPLETE" in out


# member, token


async def test_member_add_prints_a_link_that_signs_them_in(store_url: str, members: Members) -> None:
    ended = await handraise(
        "member", "add", "ana@example.org", "--name", "Ana", "--role", "texter", REDIS_URL=store_url
    )

    address, token = ended.out.strip().split("/sign-in/")
    assert (ended.code, address) == (0, "http://localhost:8000")
    assert (await members.of_link(token)).name == "Ana"


async def test_a_sign_in_link_begins_with_the_public_url(store_url: str, redis: Redis) -> None:
    ended = await handraise(
        *("member", "add", "ana@example.org", "--name", "Ana", "--role", "texter"),
        REDIS_URL=store_url,
        PUBLIC_URL="https://text.example.org/",
    )

    assert ended.out.startswith("https://text.example.org/sign-in/")


async def test_adding_a_member_again_changes_nothing_and_prints_a_fresh_link(store_url: str, members: Members) -> None:
    ana = await members.add("ana@example.org", "Ana", "texter")

    ended = await handraise("member", "add", "ANA@Example.org", "--name", "X", "--role", "admin", REDIS_URL=store_url)

    assert (await members.of_link(ended.out.strip().split("/sign-in/")[1])) == ana
    assert "ana@example.org is a member already (Ana, texter)" in ended.err


async def test_what_is_no_e_mail_address_is_refused_in_a_sentence(store_url: str, redis: Redis) -> None:
    ended = await handraise("member", "add", "ana", "--name", "Ana", "--role", "texter", REDIS_URL=store_url)

    assert ended == Ended(1, "", "Error: This isn't an e-mail address. Write it like ana@example.org.\n")


async def test_token_prints_a_token_and_nothing_else_and_earlier_ones_stay_valid(
    store_url: str, members: Members, scripts: Scripts
) -> None:
    ana = await members.add("ana@example.org", "Ana", "texter")

    named = (("--name", "nightly"), ())
    typed = "\u200bＡna@Example.org "  # with an invisible character and a fullwidth letter
    tokens = [(await handraise("token", typed, *name, REDIS_URL=store_url)).out for name in named]

    for token in tokens:
        headers = [(b"authorization", f"Bearer {token.strip()}".encode())]
        who = await members.who(HTTPConnection({"type": "http", "headers": headers}))
        assert who is not None and who.member == ana
    assert {token["name"] for token in await scripts.run("list_tokens")} == {"nightly", ""}


async def test_a_token_for_somebody_unknown_or_disabled_is_refused(
    store_url: str, members: Members, scripts: Scripts
) -> None:
    ana = await members.add("ana@example.org", "Ana", "texter")
    await scripts.run("disable_member", member=ana.id)

    unknown = await handraise("token", "ben@example.org", REDIS_URL=store_url)
    disabled = await handraise("token", "ana@example.org", REDIS_URL=store_url)

    assert (unknown.code, unknown.out) == (disabled.code, disabled.out) == (1, "")
    assert "There is no member with the e-mail address ben@example.org" in unknown.err
    assert "ana@example.org is disabled" in disabled.err


# campaign


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


# check


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


# carrier


async def test_every_command_refuses_a_store_that_keeps_nothing_on_disk(store_url: str, redis: Redis) -> None:
    for command in (
        ("serve", "--port", "0"),
        ("serve", "--port", "0", "--workers", "2"),
        ("carrier", "simulator"),
        ("member", "add", "ana@example.org", "--name", "Ana", "--role", "admin"),
        ("token", "ana@example.org"),
        ("check",),
    ):
        ended = await handraise(*command, REDIS_URL=store_url, HANDRAISE_ACCEPT_LOSS="")

        assert (ended.code, ended.out) == (1, ""), command
        assert "keeps nothing on disk" in ended.err
        assert "HANDRAISE_ACCEPT_LOSS=1" in ended.err
    assert await redis.keys("*") == []


async def test_accepting_loss_is_1_or_0(store_url: str) -> None:
    ended = await handraise("check", REDIS_URL=store_url, HANDRAISE_ACCEPT_LOSS="perhaps")

    assert (ended.code, ended.err) == (1, "Error: HANDRAISE_ACCEPT_LOSS must be 1 or 0.\n")


async def test_a_carrier_needs_a_name_and_an_unknown_one_is_told_the_known_ones(store_url: str) -> None:
    unnamed = await handraise("carrier", REDIS_URL=store_url)
    unknown = await handraise("carrier", "pigeon", REDIS_URL=store_url)

    assert unnamed.code == unknown.code == 2
    assert "simulator" in unnamed.out + unnamed.err
    assert "There is no carrier called 'pigeon'; there is: simulator." in unknown.err


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_the_simulator_carries_until_it_is_told_to_leave(
    store_url: str, world: World, how: signal.Signals
) -> None:
    texter = await queued(world, 3)

    options = ("--reply-rate", "0", "--fail-rate", "0", "--delay", "0")
    async with running("carrier", "simulator", *options, REDIS_URL=store_url) as carrier:
        await settled(world, texter.campaign, *["delivered"] * 3)
        ended = await carrier.stop(how)

    assert ended.code == 0
    assert "The simulator carries" in ended.out


async def test_a_rate_is_kept_to(store_url: str, world: World) -> None:
    texter, clock = await queued(world, 3), asyncio.get_running_loop()

    options = ("--reply-rate", "0", "--fail-rate", "0", "--delay", "0", "--rate", "4")
    async with running("carrier", "simulator", *options, REDIS_URL=store_url) as carrier:
        await carrier.says("The simulator carries")
        began = clock.time()
        await settled(world, texter.campaign, *["delivered"] * 3)
        assert clock.time() - began >= 0.4
        await carrier.stop()


# serve


async def test_serve_says_its_store_and_address_and_lets_the_store_go(tmp_path: Path) -> None:
    async with running("serve", "--port", "0", HANDRAISE_DATA=tmp_path) as hub:
        assert "private Valkey" in await hub.says("The store: ")
        address = (await hub.says("Handraise serves")).split()[-1]
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(f"{address}/health/live")).status_code == 200
        ended = await hub.stop()

    assert ended.code == 0
    assert not (tmp_path / "store.sock").exists()


async def test_a_port_that_is_taken_is_told_in_a_sentence(store_url: str, hub_url: str) -> None:
    port = hub_url.rsplit(":", 1)[1]

    ended = await handraise("serve", "--port", port, REDIS_URL=store_url)

    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert f"port {port}" in ended.err


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("check",), ("carrier", "simulator")])
async def test_a_store_that_is_not_there_is_told_in_a_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    ended = await handraise(*command, REDIS_URL=f"unix://{tmp_path}/nothing")

    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith("Error: ")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("text.example.org", "begins with neither"),
        ("ftp://example.org", "begins with neither"),
        ("https://", "no host"),
        ("https://a b", "its host isn't one"),
        ("https://ann:secret@example.org", "name or password"),
        ("https://example.org/console", "path"),
        ("https://example.org?x=1", "path"),
        ("https://example.org/#x", "path"),
        ("https://example.org:99999", "port"),
        ("https://example.org:0", "port"),
    ],
)
async def test_a_public_url_that_is_no_address_stops_every_command(tmp_path: Path, url: str, says: str) -> None:
    ended = await handraise("demo", "--port", "0", PUBLIC_URL=url, HANDRAISE_DATA=tmp_path / "data")

    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "PUBLIC_URL must be like https://text.example.org" in ended.err
    assert says in ended.err
    assert "secret" not in ended.err
    assert not (tmp_path / "data").exists()


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
