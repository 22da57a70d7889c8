import pytest

from server.errors import Refused
from server.store import keys
from tests.account import add, listening

ISSUER = "https://id.example.org"


async def sign_in(scripts, subject="1", email="ana@example.org", issuer=ISSUER, credential="session:one", **args):
    """Sign in by a provider that vouches for this address, if for any."""
    vouched = {"emails": [email], "email": email, "name": "Ana Doe"} if email else {}
    return await scripts.run(
        "sign_in_by_identity",
        **{"issuer": issuer, "subject": f"{issuer} {subject}", "credential": credential, **vouched, **args},
    )


async def test_a_member_is_found_by_their_address_once_and_then_by_the_providers_name(scripts):
    ana = await add(scripts, "Ana")
    await add(scripts, "Ben")

    assert (await sign_in(scripts))["id"] == ana
    assert (await sign_in(scripts, email="ben@example.org"))["id"] == ana
    assert (await sign_in(scripts, email=None))["id"] == ana
    assert (await scripts.run("recognize", credential="session:one"))["id"] == ana


async def test_whoever_comes_with_the_address_and_another_name_is_refused(scripts):
    ana = await add(scripts, "Ana")
    await sign_in(scripts)

    with pytest.raises(Refused, match="another_identity"):
        await sign_in(scripts, subject="2", credential="session:two")

    assert await scripts.run("still_valid", credentials=["session:two"]) == []
    assert await scripts.run("unbind_member", member=ana)
    assert (await sign_in(scripts, subject="2"))["id"] == ana


async def test_another_provider_takes_the_place_of_the_former(scripts, redis):
    ana = await add(scripts, "Ana")
    await sign_in(scripts)

    new = "https://id.example.org.evil"  # begins like the former, and isn't it
    assert (await sign_in(scripts, issuer=new, subject="9"))["id"] == ana

    assert await redis.hgetall(keys.under(keys.ACCOUNT, "subjects")) == {f"{new} 9".encode(): b"%d" % ana}


async def test_whoever_is_no_member_becomes_a_texter_only_if_they_may(scripts):
    await add(scripts, "Root", "admin")
    with pytest.raises(Refused, match="not_invited"):
        await sign_in(scripts)
    with pytest.raises(Refused, match="email_unverified"):
        await sign_in(scripts, email=None, join=True)
    with pytest.raises(Refused, match="bad_email"):
        await sign_in(scripts, email="no address", join=True)

    async with listening(scripts) as heard:
        thing = await sign_in(scripts, join=True)

        assert await heard.news() == [{"member": thing}]
    assert (thing["name"], thing["email"], thing["role"]) == ("Ana Doe", "ana@example.org", "texter")
    assert await sign_in(scripts, join=True) == thing


async def test_a_disabled_member_stays_out(scripts):
    await add(scripts, "Root", "admin")
    await sign_in(scripts, join=True)
    await scripts.run("disable_member", member=2)
    for subject in ("1", "2"):
        with pytest.raises(Refused, match="unknown_member"):
            await sign_in(scripts, subject=subject, join=True)


async def test_a_forgotten_member_is_bound_to_nothing(scripts, redis):
    await add(scripts, "Root", "admin")
    await sign_in(scripts, join=True)
    await scripts.run("disable_member", member=2)
    await scripts.run("forget_member", member=2, emails=["ana@example.org"])

    assert not await redis.exists(keys.under(keys.ACCOUNT, "subjects"))
