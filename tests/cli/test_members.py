from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from server.people.members import Members
from server.store.scripts import Scripts
from tests.command_line import Ended, handraise


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
