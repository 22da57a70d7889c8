"""The audit: all that admins do is noted, whichever way they do it, and nothing else is."""

import logging
from pathlib import Path

import pytest

from server.client import Client
from server.commands.actors import ACTORS
from server.commands.noted import READINGS
from server.errors import Refused
from server.people.members import Member
from server.store import keys
from tests.browsers import browser_of
from tests.command_line import handraise
from tests.world import World


@pytest.fixture
async def root(world: World) -> Member:
    """An admin."""
    return await world.member("Root", "admin")


async def deeds(world: World, root: Member) -> list[dict]:
    """The audit, oldest first, without ids."""
    page = await world.ask(root, "list_deeds")
    return [{name: value for name, value in deed.items() if name not in ("id", "at")} for deed in page["deeds"][::-1]]


async def done(world: World, root: Member) -> list[str]:
    """The names of the deeds, oldest first."""
    return [deed["did"] for deed in await deeds(world, root)]


async def test_a_command_is_noted_with_who_what_to_what_and_how(world: World, root: Member) -> None:
    campaign = (await world.ask(root, "create_campaign", title="Vote!", script="Hi!"))["campaign"]
    ana = (await world.ask(root, "invite_member", email="ana@x.org", name="Ana", role="texter"))["id"]
    await world.ask(root, "add_senders", campaign=campaign, members=[ana])
    await world.ask(root, "change_role", member=ana, role="admin")

    made, invited, added, changed = await deeds(world, root)
    assert made["given"].items() >= {"title": "Vote!", "script": "Hi!"}.items()
    assert (made["by"], made["name"], made["did"]) == (root.id, "Root", "create_campaign")
    assert (made["campaign"], made["member"]) == (campaign, None)
    assert (invited["did"], invited["member"], invited["given"]["email"]) == ("invite_member", ana, "ana@x.org")
    assert (added["did"], added["campaign"], added["given"]) == ("add_senders", campaign, {"members": str(ana)})
    assert (changed["did"], changed["member"], changed["given"]) == ("change_role", ana, {"role": "admin"})


async def test_a_revoked_tokens_owner_is_noted_and_the_token_is_not(world: World, root: Member) -> None:
    ana = await world.member("Ana")
    token = await world.members.token(ana)

    await world.ask(root, "revoke_token", token=token)

    [deed] = await deeds(world, root)
    assert (deed["did"], deed["member"], deed["given"]) == ("revoke_token", ana.id, {})
    assert token not in str(await world.kept())


async def test_what_is_refused_and_what_only_reads_is_not_noted(hub_url: str, world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=2)
    questions = {
        **{name: {} for name in READINGS},
        "campaign_history": {"campaign": campaign},
        "estimate_campaign": {"campaign": campaign},
        "watch_campaign": {"campaign": campaign},
        "list_conversations": {"campaign": campaign},
        "open_conversation": {"campaign": campaign, "conversation": 1},
        "list_at_hand": {"campaign": campaign},
        "list_ledger": {"campaign": campaign},
        "search_people": {"query": "contact"},
        "open_person": {"phone": "+12025550100"},
        "preview_message": {"campaign": campaign, "script": "Hi!"},
        "price_lookup": {"campaign": await world.campaign(launch=False, carrier="simulator")},
    }
    async with Client(hub_url, await world.members.token(root), "/ws/admin") as board:
        for name, args in questions.items():
            await board.ask(name, **args)
        with pytest.raises(Refused, match="last_admin"):
            await board.ask("change_role", member=root.id, role="texter")

    assert await deeds(world, root) == []


def test_the_commands_that_only_read_are_commands() -> None:
    assert set(ACTORS["admin"].names()) >= READINGS


async def test_a_texters_commands_are_not_noted(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign, "Ana")
    await world.ask(await world.member("Ana"), "request_conversations", campaign=campaign, request_id="r")

    assert await ana.holds("initial")
    assert await deeds(world, root) == []


async def test_a_deed_that_cannot_be_noted_is_done_all_the_same(
    world: World, root: Member, caplog: pytest.LogCaptureFixture
) -> None:
    await world.scripts.redis.set(keys.under(keys.ACCOUNT, "deeds"), "of another type")

    with caplog.at_level(logging.WARNING):
        thing = await world.ask(root, "set_default_batch_size", size=20)

    assert thing["default_batch_size"] == 20
    assert f"A deed isn't noted in the audit: set_default_batch_size by member {root.id}" in caplog.text
    await world.scripts.redis.delete(keys.under(keys.ACCOUNT, "deeds"))


async def test_uploads_and_exports_are_noted(hub_url: str, world: World, root: Member) -> None:
    campaign = (await world.ask(root, "create_campaign", title="Vote!", script="Hi!"))["campaign"]
    async with browser_of(hub_url, world.members, root) as client:
        content = b"First name,Phone\nAna,+12025550123\n"
        for path in ("contacts/preview", "contacts"):
            assert (await client.post(f"/campaigns/{campaign}/{path}", content=content)).status_code == 200
        assert (await client.post(f"/campaigns/{campaign}/contacts", content=b"")).status_code == 422
        assert (await client.get(f"/campaigns/{campaign}/export.csv")).status_code == 200
        assert (await client.post("/opt-outs", content=content)).status_code == 200
        assert (await client.get("/opt-outs.csv")).status_code == 200

    _made, _signed_in, *noted = [(deed["did"], deed["campaign"], deed["by"]) for deed in await deeds(world, root)]
    assert noted == [
        ("add_contacts", campaign, root.id),
        ("export_conversations", campaign, root.id),
        ("import_opt_outs", None, root.id),
        ("export_opt_outs", None, root.id),
    ]


async def test_admins_signing_in_are_noted_with_the_way_and_the_address(
    hub_url: str, world: World, root: Member
) -> None:
    for member in (root, await world.member("Ana")):
        async with browser_of(hub_url, world.members, member):
            pass

    [deed] = await deeds(world, root)
    assert (deed["did"], deed["by"], deed["given"]) == ("sign_in", root.id, {"by": "link", "address": "127.0.0.1"})


async def test_the_command_line_is_noted(store_url: str, world: World, root: Member, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("First name,Phone\nAna,+12025550123\n")
    ben = ("ben@example.org",)
    for args in (
        ("member", "add", *ben, "--name", "Ben", "--role", "texter"),
        ("member", "role", *ben, "admin"),
        ("member", "disable", *ben),
        ("member", "enable", *ben),
        ("token", *ben, "--name", "nightly"),
        ("account", "set", "--help-text", "We are the park crew. Call 202-555-0123."),
        ("account", "currency", "CAD"),
        ("account", "carrier", "simulator", "--per-second", "4"),
        ("campaign", "create", "Vote!", "--contacts", str(people), "--script", "Hi!"),
        ("opt-outs", "import", str(people)),
    ):
        ended = await handraise(*args, REDIS_URL=store_url)
        assert ended.code == 0, ended.err
    for args in (("member", "list"), ("account", "show"), ("campaign", "status", "1"), ("check",), ("audit",)):
        assert (await handraise(*args, REDIS_URL=store_url)).code == 0
    assert (await handraise("member", "role", "nobody@x.org", "admin", REDIS_URL=store_url)).code == 1

    noted = await deeds(world, root)
    assert {(deed["by"], deed["name"]) for deed in noted} == {(None, "command line")}
    assert [deed["did"] for deed in noted] == [
        *("member add", "member role", "member disable", "member enable", "token"),
        *("account set", "account currency", "account carrier", "campaign create", "opt-outs import"),
    ]
    assert noted[1]["given"] == {"email": "ben@example.org", "role": "admin"}
    assert noted[5]["given"] == {"help": "We are the park crew. Call [phone]."}
    assert (noted[8]["given"]["contacts"], noted[9]["given"]) == ("people.csv", {"file": "people.csv"})


async def test_the_audit_is_listed_at_the_command_line(store_url: str, world: World, root: Member) -> None:
    campaign = (await world.ask(root, "create_campaign", title="Vote!", script="Hi!"))["campaign"]
    await world.ask(root, "update_campaign", campaign=campaign, title="Go!")

    told = await handraise("audit", REDIS_URL=store_url)
    whole = await handraise("audit", "--json", "--limit", "1", REDIS_URL=store_url)

    last, first = told.out.splitlines()
    assert last.endswith(f"Root (member {root.id}): update campaign, campaign {campaign}, title: Go!")
    assert "create campaign" in first
    assert '"did": "update_campaign"' in whole.out
    assert "create_campaign" not in whole.out
