import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from server.config import Config
from server.errors import Refused
from server.people.cookies import Visitor
from server.people.members import Member, Members, token_id, too_many_attempts
from server.people.turns import Turns
from server.store import keys
from server.store.nodes import Nodes
from server.store.scripts import Scripts

pytestmark = pytest.mark.usefixtures("quick_hashing")

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

    who = await members.who(connection(cookie=f"handraise={await members.cookies.session(session.credential)}"))

    assert who == session
    assert who.member == ana == Member(1, "Ana", "ana@example.org", "texter", False)


async def test_a_token_says_who_it_is_before_any_cookie(members):
    ana, ben = await members.add("ana@x.org", "Ana", "texter"), await members.add("ben@x.org", "Ben", "texter")
    cookie = f"handraise={await members.cookies.session((await signed_in(members, ana)).credential)}"
    token = await members.token(ben, "nightly")

    assert (await members.who(connection(cookie=cookie, authorization=f"Bearer {token}"))).member == ben
    assert (await members.who(connection(cookie=cookie, authorization=f"bearer  {token} "))).member == ben
    assert await members.who(connection(cookie=cookie, authorization="Bearer made-up")) is None
    assert await members.who(connection(cookie=cookie, authorization="Bearer")) is None


async def test_a_proxys_own_sign_in_does_not_hide_the_cookie(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    cookie = f"handraise={await members.cookies.session((await signed_in(members, ana)).credential)}"

    assert (await members.who(connection(cookie=cookie, authorization="Basic cHJveHk6cHJveHk="))).member == ana


async def test_a_cookie_that_we_did_not_sign_is_nobodys(members, scripts):
    session = await signed_in(members, await members.add("ana@example.org", "Ana", "texter"))
    others = Members(scripts, Config(secret_key="another"))

    for cookie in (session.credential, await others.cookies.session(session.credential), "", "é.x", "."):
        assert await members.who(connection(cookie=f"handraise={cookie}")) is None
    assert await members.who(connection()) is None


async def test_without_a_key_of_their_own_all_processes_sign_with_the_one_in_the_store(scripts):
    one, other = Members(scripts, Config()), Members(scripts, Config())
    session = await signed_in(one, await one.add("ana@example.org", "Ana", "texter"))

    assert await other.who(connection(cookie=f"handraise={await one.cookies.session(session.credential)}")) == session


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

    assert (
        await members.who(connection(cookie=f"handraise={await members.cookies.session(session.credential)}")) is None
    )
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


async def test_after_ten_wrong_passwords_a_stranger_has_to_wait_and_a_link_works(members):
    ana = await members.add("ana@example.org", "Ana", "texter")
    session = await signed_in(members, ana)
    await members.set_password(session, PASSWORD)
    for _ in range(10):
        with pytest.raises(Refused, match="wrong_password"):
            await members.sign_in("ana@example.org", "wrong horse")

    with pytest.raises(Refused, match="Wait 15 minutes") as refused:
        await members.sign_in("ana@example.org", PASSWORD)
    assert (refused.value.code, refused.value.details) == ("too_many_attempts", {"seconds": 900})
    await members.set_password(session, "battery staple", PASSWORD)
    await signed_in(members, ana)
    assert (await members.sign_in("ana@example.org", "battery staple")).member == ana


async def test_a_session_may_guess_its_own_password_ten_times_only(members):
    session = await signed_in(members, await members.add("ana@example.org", "Ana", "texter"))
    await members.set_password(session, PASSWORD)
    for _ in range(10):
        with pytest.raises(Refused, match="wrong_current_password"):
            await members.set_password(session, "battery staple", "wrong horse")

    with pytest.raises(Refused, match="too_many_attempts"):
        await members.set_password(session, "battery staple", PASSWORD)


async def test_members_who_come_from_where_they_were_before_do_not_wait_among_strangers(members, monkeypatch):
    waits = []
    original = Turns.turn

    def turn(turns, line="", known=False):
        waits.append((line, known))
        return original(turns, line, known)

    monkeypatch.setattr(Turns, "turn", turn)
    ana = await members.add("ana@example.org", "Ana", "texter")
    await members.add("ben@example.org", "Ben", "texter")
    await members.set_password(await signed_in(members, ana), PASSWORD)
    await members.sign_in("ana@example.org", PASSWORD, Visitor("192.0.2.1"))
    waits.clear()

    anas = Visitor("203.0.113.1", "browser", (ana.id,))
    for email, visitor in (
        ("ana@example.org", Visitor("192.0.2.2")),
        ("ana@example.org", Visitor("192.0.2.1")),
        ("ana@example.org", anas),
        ("ben@example.org", Visitor("192.0.2.1")),
        ("ben@example.org", anas),
        ("nobody@example.org", anas),
    ):
        with pytest.raises(Refused, match="wrong_password"):
            await members.sign_in(email, "wrong horse", visitor)

    assert waits == [
        ("192.0.2.2", False),
        ("192.0.2.1", True),
        ("browser", True),
        ("192.0.2.1", False),
        ("browser", False),
        ("browser", False),
    ]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.1, "1 minute,"), (60, "1 minute,"), (60.1, "2 minutes,"), (900, "15 minutes,")]
)
def test_how_long_to_wait_is_told_in_minutes_that_are_enough(seconds, said):
    assert f"Wait {said}" in too_many_attempts(seconds).sentence


async def test_a_browser_says_by_whom_it_was_used_and_cannot_make_it_up(members):
    ana, ben = await members.add("ana@x.org", "Ana", "texter"), await members.add("ben@x.org", "Ben", "texter")
    cookies = members.cookies
    nobodys = await cookies.visitor(connection())
    anas = await cookies.visitor(connection(cookie=f"handraise_device={await cookies.device(nobodys, ana.id)}"))
    both = await cookies.visitor(connection(cookie=f"handraise_device={await cookies.device(anas, ben.id)}"))
    again = await cookies.visitor(connection(cookie=f"handraise_device={await cookies.device(both, ana.id)}"))

    assert nobodys == Visitor()
    assert anas.device and anas.device == both.device == again.device
    assert (anas.members, both.members, again.members) == ((1,), (1, 2), (2, 1))
    session = await members.cookies.session((await signed_in(members, ana)).credential)
    for cookie in (f"{anas.device}:1", session, "", "é.x"):
        assert await members.cookies.visitor(connection(cookie=f"handraise_device={cookie}")) == Visitor()
    device = await members.cookies.device(nobodys, ana.id)
    assert await members.who(connection(cookie=f"handraise={device}")) is None


async def test_a_browsers_cookie_stays_short(members):
    visitor = Visitor()
    for id in range(1, 40):
        member = Member(id, "Ana", "ana@example.org", "texter")
        cookie = await members.cookies.device(visitor, member.id)
        visitor = await members.cookies.visitor(connection(cookie=f"handraise_device={cookie}"))

    assert visitor.members == tuple(range(30, 40))


# E-mail addresses


HIDDEN = "\u200b\u200e\u2066\ufeff\u00ad\ufe0f\u0000\u007f"


@st.composite
def typed(draw, address="ana.doe@example.org"):
    """An address as somebody may type or paste it."""
    letters = []
    for letter in address:
        wide = chr(ord(letter) + 0xFEE0)  # the fullwidth form of an ASCII character
        letters += [draw(st.sampled_from(["", *HIDDEN])), draw(st.sampled_from([letter, letter.upper(), wide]))]
    blanks = st.sampled_from(["", " ", "\n", "\u00a0", "\u3000 ", "\u200f\t"])
    return draw(blanks) + "".join(letters) + draw(blanks)


@given(one=typed(), other=typed())
async def test_an_address_is_one_however_it_is_typed(store_url, one, other):
    async with Redis.from_url(store_url) as redis:
        await redis.flushall()
        members = Members(Scripts(Nodes(redis)), Config(secret_key="for tests"))
        ana = await members.add(one, "Ana", "texter")

        assert await members.add(other, "Anna", "admin") == ana
        assert await members.find(other) == ana
        assert ana.email == ana.email.strip()
        assert not set(ana.email) & set(HIDDEN)
        assert unicodedata.normalize("NFKC", ana.email).lower() == "ana.doe@example.org"


async def test_a_password_signs_in_with_the_address_in_any_form(members):
    ana = await members.add("Zoë@Example.org", "Zoë", "texter")
    await members.set_password(await signed_in(members, ana), PASSWORD)

    for email in ("zoë@example.org", "ZOË@EXAMPLE.ORG", "zoe\u0308@example.org", "\u200bZoë＠example.org "):
        assert (await members.sign_in(email, PASSWORD)).member == ana


async def test_wrong_passwords_count_together_in_whatever_form_the_address_is(members):
    await members.add("zoë@example.org", "Zoë", "texter")
    for name in ("zoë@example.org", "nobody@example.org"):
        for n in range(10):
            with pytest.raises(Refused, match="wrong_password"):
                await members.sign_in("\u200b" * n + (name if n % 2 else name.upper()), "wrong horse")

        with pytest.raises(Refused, match="too_many_attempts"):
            await members.sign_in(name, "wrong horse")


@pytest.mark.parametrize(
    "email", ["", "ana", "a b@x.org", "ana@x.org, ben@x.org", "ana@", "\u200b@x.org", "\ufdfa" * 20]
)
async def test_what_is_no_address_stays_none(members, email):
    with pytest.raises(Refused, match="bad_email"):
        await members.add(email, "Ana", "texter")
    assert await members.find(email) is None
    with pytest.raises(Refused, match="wrong_password"):
        await members.sign_in(email, PASSWORD)


async def test_looking_for_somebody_in_an_empty_store_writes_nothing_there(members, redis):
    assert await members.find("ana@example.org") is None
    assert await redis.keys("*") == []


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
