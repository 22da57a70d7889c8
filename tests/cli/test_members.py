import json

from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from server.people.members import Members
from server.store.scripts import Scripts
from tests.command_line import Ended, handraise
from tests.world import World


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


async def test_members_are_listed(store_url: str, members: Members, scripts: Scripts) -> None:
    await members.add("root@example.org", "Root", "admin")
    ana = await members.add("ana@example.org", "Ana", "texter")
    await scripts.run("disable_member", member=ana.id)

    told = await handraise("member", "list", REDIS_URL=store_url)
    whole = await handraise("member", "list", "--json", REDIS_URL=store_url)

    assert told.out == "root@example.org  Root  admin\nana@example.org  Ana  texter, disabled\n"
    assert json.loads(whole.out)[1] == {
        **{"id": ana.id, "name": "Ana", "email": "ana@example.org", "role": "texter", "disabled": True}
    }


async def test_a_role_is_changed_and_the_last_admin_stays_one(store_url: str, members: Members) -> None:
    root = await members.add("root@example.org", "Root", "admin")
    await members.add("ana@example.org", "Ana", "texter")

    refused = [
        await handraise("member", *args, REDIS_URL=store_url)
        for args in (("role", root.email, "texter"), ("disable", root.email), ("role", "ana@example.org", "owner"))
    ]
    made = await handraise("member", "role", "ANA@example.org", "admin", REDIS_URL=store_url)
    left = await handraise("member", "role", root.email, "texter", REDIS_URL=store_url)

    assert [ended.code for ended in (*refused, made, left)] == [1, 1, 2, 0, 0]
    for ended in refused[:2]:
        assert ended.err == "Error: This is the last admin. Make somebody else an admin first.\n"
    assert [member.role for member in await members.all()] == ["texter", "admin"]


async def test_a_member_is_disabled_gives_back_what_they_hold_and_is_enabled(store_url: str, world: World) -> None:
    await world.member("Root", "admin")
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign, "Ana")
    await ana.request()

    ended = await handraise("member", "disable", "ana@example.org", REDIS_URL=store_url)
    disabled = (await world.member("Ana")).disabled
    assert (ended.code, disabled, (await world.counts(campaign))["unassigned"]["initial"]) == (0, True, 3)

    assert (await handraise("member", "enable", "ana@example.org", REDIS_URL=store_url)).code == 0
    assert not (await world.member("Ana")).disabled


async def test_a_member_whom_the_provider_knows_by_a_new_name_is_unbound(
    store_url: str, members: Members, scripts: Scripts
) -> None:
    ana = await members.add("ana@example.org", "Ana", "texter")
    who = {"issuer": "https://id.org", "subject": "https://id.org 1", "emails": [ana.email], "email": ana.email}
    await scripts.run("sign_in_by_identity", **who, credential="session:one")

    ended = await handraise("member", "unbind", "ana@example.org", REDIS_URL=store_url)

    assert (ended.code, await members.unbind(ana)) == (0, False)
