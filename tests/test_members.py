from hashlib import sha256

import pytest
from starlette.requests import HTTPConnection

from server import keys
from server.config import Config
from server.errors import Refused
from server.members import Member, Members, token_id

PASSWORD = "correct horse"


def connection(**headers: str) -> HTTPConnection:
    """An upgrade or a request with these headers."""
    return HTTPConnection({"type": "http", "headers": [(name.encode(), it.encode()) for name, it in headers.items()]})


async def signed_in(members, member):
    """A session of that member, begun with a link."""
    path = await members.sign_in_link(member)
    return await members.use_link(path.removeprefix("/sign-in/"), "press")


async def test_a_cookie_says_who_it_is(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    session = await signed_in(members, ana)

    who = await members.who(connection(cookie=f"handraise={await members.cookie(session.credential)}"))

    assert who == session
    assert who.member == ana == Member(1, "Ana", "ana@example.org", "texter", False)


async def test_a_token_says_who_it_is_before_any_cookie(members):
    ana, ben = await members.add("ana@x.org", "Ana", "texter"), await members.add("ben@x.org", "Ben", "texter")
    cookie = f"handraise={await members.cookie((await signed_in(members, ana)).credential)}"
    token = await members.token(ben, "nightly")

    assert (await members.who(connection(cookie=cookie, authorization=f"Bearer {token}"))).member == ben
    assert (await members.who(connection(cookie=cookie, authorization=f"bearer  {token} "))).member == ben
    assert await members.who(connection(cookie=cookie, authorization="Bearer made-up")) is None
    assert await members.who(connection(cookie=cookie, authorization="Bearer")) is None


async def test_a_proxys_own_sign_in_does_not_hide_the_cookie(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    cookie = f"handraise={await members.cookie((await signed_in(members, ana)).credential)}"

    assert (await members.who(connection(cookie=cookie, authorization="Basic cHJveHk6cHJveHk="))).member == ana


async def test_a_cookie_that_we_did_not_sign_is_nobodys(members, scripts):
    session = await signed_in(members, await members.add("ana@example.org", "Ana", "texter"))
    others = Members(scripts, Config(secret_key="another"))

    for cookie in (session.credential, await others.cookie(session.credential), "", "é.x", "."):
        assert await members.who(connection(cookie=f"handraise={cookie}")) is None
    assert await members.who(connection()) is None


async def test_without_a_key_of_their_own_all_processes_sign_with_the_one_in_the_store(scripts):
    one, other = Members(scripts, Config()), Members(scripts, Config())
    session = await signed_in(one, await one.add("ana@example.org", "Ana", "texter"))

    assert await other.who(connection(cookie=f"handraise={await one.cookie(session.credential)}")) == session


async def test_only_hashes_of_tokens_and_links_are_kept(members, redis):
    ana = await members.add("ana@example.org", "Ana", "texter")
    token, link = await members.token(ana), (await members.sign_in_link(ana)).removeprefix("/sign-in/")

    for secret in (token, link):
        assert await redis.keys(f"*{secret}*") == []
    assert await redis.exists(keys.under(keys.ACCOUNT, "token", sha256(token.encode()).hexdigest()))


async def test_a_token_is_named_by_its_id_or_by_itself(members, scripts):
    ana = await members.add("ana@example.org", "Ana", "texter")
    one, two = await members.token(ana), await members.token(ana)

    await scripts.run("revoke_token", token=token_id(one))
    await scripts.run("revoke_token", token=token_id(token_id(two)))

    for token in (one, two):
        assert await members.who(connection(authorization=f"Bearer {token}")) is None


async def test_which_credentials_still_count_is_asked_for_all_at_once(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    stays, ends = (await signed_in(members, ana)).credential, (await signed_in(members, ana)).credential
    await members.sign_out(ends)

    assert await members.still_valid({stays, ends, "token:made-up"}) == {stays}
    assert await members.still_valid([]) == set()


async def test_members_are_found_and_listed(members):
    ana, ben = await members.add("ana@x.org", "Ana", "admin"), await members.add("ben@x.org", "Ben", "texter")

    assert await members.add("ANA@x.org", "Anna", "texter") == ana
    assert await members.find("Ben@X.org") == ben
    assert await members.find("cleo@x.org") is None
    assert await members.all() == [ana, ben]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("A\r\nBcc: q@y.org\r\n\r\nBuy", "A Bcc: q@y.org Buy"),
        ("\0x", "x"),
        ("\x1b[31mAna\x85\u2028 \u2029B\x7f", "[31mAna B"),
        (" \u00a0Ana\u3000\tDoe ", "Ana Doe"),
        ("Zoë 👩‍🚒 می‌خواهم", "Zoë 👩‍🚒 می‌خواهم"),
    ],
)
async def test_a_name_is_one_line(members, given, name):
    assert (await members.add("ana@example.org", given, "texter")).name == name


@pytest.mark.parametrize("name", ["", " \n", "\u00a0", "\0", "\u2028\x85"])
async def test_a_name_of_blanks_is_none(members, name):
    with pytest.raises(Refused, match="empty_name"):
        await members.add("ana@example.org", name, "texter")


async def test_a_disabled_member_is_nobody_any_more(members, scripts):
    await members.add("ana@example.org", "Ana", "admin")
    ben = await members.add("ben@example.org", "Ben", "texter")
    session, token = await signed_in(members, ben), await members.token(ben)
    await members.set_password(session, PASSWORD)

    await scripts.run("disable_member", member=ben.id)

    assert await members.who(connection(cookie=f"handraise={await members.cookie(session.credential)}")) is None
    assert await members.who(connection(authorization=f"Bearer {token}")) is None
    with pytest.raises(Refused, match="wrong_password"):
        await members.sign_in("ben@example.org", PASSWORD)


async def test_the_right_password_signs_in(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    await members.set_password(await signed_in(members, ana), PASSWORD)

    session = await members.sign_in(" ANA@example.org", PASSWORD)

    assert session.member == ana
    assert await members.still_valid([session.credential]) == {session.credential}


async def test_a_wrong_password_no_password_and_nobody_are_answered_alike(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    await members.add("ben@example.org", "Ben", "texter")
    await members.set_password(await signed_in(members, ana), PASSWORD)

    for email in ("ana@example.org", "ben@example.org", "nobody@example.org", "not an address"):
        with pytest.raises(Refused, match="wrong_password"):
            await members.sign_in(email, "wrong horse")


async def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait_and_a_link_works(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    session = await signed_in(members, ana)
    await members.set_password(session, PASSWORD)
    for _ in range(10):
        with pytest.raises(Refused, match="wrong_password"):
            await members.sign_in("ana@example.org", "wrong horse")

    with pytest.raises(Refused, match="too_many_attempts"):
        await members.sign_in("ana@example.org", PASSWORD)
    with pytest.raises(Refused, match="too_many_attempts"):
        await members.set_password(session, "battery staple", PASSWORD)
    await signed_in(members, ana)
    assert (await members.sign_in("ana@example.org", PASSWORD)).member == ana


async def test_who_has_a_password_gives_it_to_change_it(members):
    session = await signed_in(members, await members.add("ana@example.org", "Ana", "texter"))
    assert not await members.has_password(session.member)
    await members.set_password(session, PASSWORD)
    assert await members.has_password(session.member)

    for current in ("", "wrong horse"):
        with pytest.raises(Refused, match="wrong_current_password"):
            await members.set_password(session, "battery staple", current)
    await members.set_password(session, "battery staple", PASSWORD)

    assert (await members.sign_in("ana@example.org", "battery staple")).member == session.member


async def test_signing_out_ends_a_session_and_no_token(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    token = await members.token(ana)
    by_token = await members.who(connection(authorization=f"Bearer {token}"))

    await members.sign_out(by_token.credential)

    assert await members.who(connection(authorization=f"Bearer {token}")) == by_token


async def test_a_link_signs_in_once_and_the_demos_again_and_again(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    once, again = [(await members.sign_in_link(ana, it)).removeprefix("/sign-in/") for it in (False, True)]
    assert await members.of_link(once) == ana

    for press in ("one", "two"):
        assert (await members.use_link(again, press)).member == ana
    assert (await members.use_link(once, "one")).member == ana
    with pytest.raises(Refused, match="link_used"):
        await members.use_link(once, "two")
    with pytest.raises(Refused, match="link_used"):
        await members.of_link(once)
