"""Signing in by OpenID Connect: how it goes, and all ways in which somebody could try to cheat."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from server.config import Config, OpenIdSettings
from server.people.openid import CALLBACK
from server.people.provider import Kept
from tests.browsers import browser
from tests.processes import free_port, hub_process
from tests.provider_stand_in import CLIENT, SECRET, StandIn, new_key, provider
from tests.served import served
from tests.world import World


@pytest.fixture
async def ours() -> AsyncIterator[StandIn]:
    """The organization's provider."""
    async with provider() as it:
        yield it


@asynccontextmanager
async def hub(store_url: str, ours: StandIn, *new_members: str, proxies: tuple[str, ...] = ()) -> AsyncIterator[str]:
    """A hub that members of that provider sign in to; these proxies say where people come from."""
    settings = OpenIdSettings(ours.url, CLIENT, SECRET, "Park Crew", new_members)
    public = "https://text.example.org"
    kept = {"redis_url": store_url, "secret_key": "for tests", "accept_loss": True}
    config = Config(**kept, public_url=public, trusted_proxies=proxies, openid=settings)
    async with served(config) as url:
        yield url


@pytest.fixture
async def url(store_url: str, world: World, ours: StandIn) -> AsyncIterator[str]:
    """The address of such a hub."""
    async with hub(store_url, ours) as it:
        yield it


async def back_from_the_provider(client: httpx.AsyncClient, path: str = "/sign-in/oidc") -> str:
    """Press the button and sign in at the provider; gives the path and query to which it sends the browser back."""
    at_the_provider = (await client.get(path)).headers["location"]
    async with httpx.AsyncClient() as elsewhere:
        back = (await elsewhere.get(at_the_provider)).headers["location"]
    keep_cookies(client)
    assert back.startswith(f"https://text.example.org{CALLBACK}?")
    return back.removeprefix("https://text.example.org")


def keep_cookies(client: httpx.AsyncClient) -> None:
    """Send cookies over http, too: the hub is behind a proxy that speaks https, and we aren't."""
    for cookie in client.cookies.jar:
        cookie.secure = False


async def sign_in(client: httpx.AsyncClient, path: str = "/sign-in/oidc") -> httpx.Response:
    """Sign in by the provider."""
    answer = await client.get(await back_from_the_provider(client, path))
    keep_cookies(client)
    return answer


def refused(answer: httpx.Response, sentence: str, status: int = 403) -> None:
    """The answer says this on the sign-in page, signs nobody in, and offers the ways there are."""
    assert sentence in answer.text.replace("&#39;", "'")
    assert answer.status_code == status
    assert not any(cookie.startswith("handraise=") for cookie in answer.headers.get_list("set-cookie"))
    assert 'action="/sign-in' in answer.text and 'href="/sign-in/oidc' in answer.text


async def test_a_member_signs_in_and_comes_to_the_page_asked_for(url, world):
    await world.member("Ana")
    async with browser(url) as client:
        page = (await client.get("/sign-in?next=/console%3Fx%3D1%26y%3D2")).text
        button = re.search('href="(/sign-in/oidc.+?)">Sign in with Park Crew<', page)[1]

        answer = await sign_in(client, button)

        assert (answer.status_code, answer.headers["location"]) == (303, "/console?x=1&y=2")
        assert (await client.get("/")).headers["location"] == "/console"
        assert "Where you are signed in" in (await client.get("/sessions")).text


async def test_an_admins_sign_in_is_noted_with_the_provider(url, world):
    root = await world.member("Ana", "admin")
    async with browser(url) as client:
        assert (await sign_in(client)).headers["location"] == "/admin"

    [deed] = (await world.ask(root, "list_deeds"))["deeds"]
    assert (deed["did"], deed["given"]["by"]) == ("sign_in", "Park Crew")


async def test_the_cookie_meanwhile_is_short_lived_and_out_of_reach(url, world):
    async with browser(url) as client:
        [cookie] = (await client.get("/sign-in/oidc")).headers.get_list("set-cookie")

    for word in ("httponly", "samesite=lax", "secure", "max-age=900", f"path={CALLBACK}"):
        assert word in cookie.lower()


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/x" * 600])
async def test_it_never_leads_to_another_site(url, world, wanted):
    await world.member("Ana")
    async with browser(url) as client:
        answer = await sign_in(client, f"/sign-in/oidc?next={wanted}")

    assert answer.headers["location"].startswith(("/console", "/x/x"))


# Attacks


async def test_a_state_that_this_browser_did_not_begin_is_refused(url, ours, world):
    await world.member("Ana")
    async with browser(url) as attacker, browser(url) as victim:
        forged = await back_from_the_provider(attacker)
        refused(await victim.get(forged), "begun in another window", 410)

        await victim.get("/sign-in/oidc")
        keep_cookies(victim)
        refused(await victim.get(forged), "begun in another window", 410)
        refused(await victim.get(f"{CALLBACK}?code=x"), "begun in another window", 410)
    assert "token" not in ours.asked


@pytest.mark.parametrize("kept", ["", "made-up", "WyJhIl0.made-up", "\x80"])
async def test_a_cookie_that_is_not_ours_is_refused(url, world, kept):
    async with browser(url) as client:
        back = await back_from_the_provider(client)
        client.cookies.clear()
        headers = {"cookie": f"handraise_openid={kept}".encode("latin-1")}
        refused(await client.get(back, headers=headers), "begun in another window", 410)


async def test_a_session_cookie_is_no_cookie_of_a_sign_in(url, world, members):
    async with browser(url) as client:
        back = await back_from_the_provider(client)
        client.cookies.clear()
        client.cookies.set("handraise_openid", await members.cookies.session("session:x"))
        refused(await client.get(back), "begun in another window", 410)


async def test_a_sign_in_that_took_too_long_is_refused(url, world, members, monkeypatch):
    await world.member("Ana")
    monkeypatch.setattr("server.people.openid.MINUTES_TO_SIGN_IN", -1)
    async with browser(url) as client:
        refused(await sign_in(client), "took too long", 410)


async def test_a_code_is_used_once(url, world):
    await world.member("Ana")
    async with browser(url) as client:
        back = await back_from_the_provider(client)
        kept = dict(client.cookies)
        assert (await client.get(back)).status_code == 303
        client.cookies.clear()
        refused(await client.get(back), "begun in another window", 410)
        client.cookies.update(kept)  # somebody who has the cookie, too
        refused(await client.get(back), "can't be trusted")


WRONG = {
    "another nonce": lambda claims: claims | {"nonce": "x"},
    "no nonce": lambda claims: {name: it for name, it in claims.items() if name != "nonce"},
    "another audience": lambda claims: claims | {"aud": "another app"},
    "several audiences": lambda claims: claims | {"aud": [CLIENT, "another app"]},
    "another party": lambda claims: claims | {"aud": [CLIENT, "another app"], "azp": "another app"},
    "another issuer": lambda claims: claims | {"iss": "https://evil.example"},
    "it is over": lambda claims: claims | {"exp": claims["exp"] - 400, "iat": claims["iat"] - 400},
    "it is from the future": lambda claims: claims | {"iat": claims["iat"] + 400},
    "no end": lambda claims: {name: it for name, it in claims.items() if name != "exp"},
    "nobody": lambda claims: {name: it for name, it in claims.items() if name != "sub"},
    "a number": lambda claims: claims | {"sub": 1},
    "an empty name": lambda claims: claims | {"sub": ""},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(url, ours, world, change):
    await world.member("Ana")
    ours.change = change
    async with browser(url) as client:
        refused(await sign_in(client), "can't be trusted")
    assert not await world.scripts.redis.keys("*session*")


async def test_clocks_may_differ_by_a_minute(url, ours, world):
    await world.member("Ana")
    for late in (-330, 30):
        ours.change = lambda claims, late=late: claims | {"exp": claims["exp"] + late, "iat": claims["iat"] + late}
        async with browser(url) as client:
            assert (await sign_in(client)).status_code == 303


async def test_a_token_that_somebody_else_signed_is_refused(url, ours, world):
    await world.member("Ana")
    ours.signing = new_key("one")
    async with browser(url) as client:
        refused(await sign_in(client), "can't be trusted")


@pytest.mark.parametrize("header", ['{"alg":"none"}', '{"alg":"HS256"}'])
async def test_a_token_without_the_providers_own_signature_is_refused(url, ours, world, header):
    from base64 import urlsafe_b64encode

    await world.member("Ana")
    unsigned = ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in (header, '{"sub":"1"}', ""))
    ours.answer = JSONResponse({"id_token": unsigned, "access_token": "a"})
    async with browser(url) as client:
        refused(await sign_in(client), "can't be trusted")


async def test_an_answer_in_another_providers_name_is_refused(url, ours, world):
    await world.member("Ana")
    async with browser(url) as client:
        back = await back_from_the_provider(client)
        refused(await client.get(f"{back}&iss=https://evil.example"), "can't be trusted")
        back = await back_from_the_provider(client)
        assert (await client.get(f"{back}&iss={ours.url}")).status_code == 303


async def test_a_provider_that_says_who_it_is_must_say_so_each_time(store_url, ours, world):
    ours.about = {"authorization_response_iss_parameter_supported": True}
    async with hub(store_url, ours) as url, browser(url) as client:
        refused(await sign_in(client), "can't be trusted")


async def test_a_provider_that_calls_itself_otherwise_is_refused(store_url, ours, world):
    ours.about = {"issuer": "https://evil.example"}
    async with hub(store_url, ours) as url, browser(url) as client:
        refused(await client.get("/sign-in/oidc"), "can't be trusted")


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": None}, {"email": 7}, {"email": None}])
async def test_an_address_that_the_provider_does_not_vouch_for_is_nobodys(url, ours, world, said):
    await world.member("Ana")
    ours.person |= said
    async with browser(url) as client:
        refused(await sign_in(client), "doesn't confirm your e-mail address")


@pytest.mark.parametrize("said", [{"email_verified": "true"}, {"email_verified": None, "xms_edov": True}])
async def test_providers_vouch_in_several_ways(url, ours, world, said):
    await world.member("Ana")
    ours.person |= said
    async with browser(url) as client:
        assert (await sign_in(client)).status_code == 303


# People


async def test_whoever_is_no_member_is_told_whom_to_ask(url, ours, world):
    async with browser(url) as client:
        refused(await sign_in(client), "Ask an admin of your organization to invite you.")


async def test_people_of_a_domain_become_texters(store_url, ours, world):
    async with hub(store_url, ours, "example.org") as url:
        ours.person |= {"email": "Ben@Example.ORG", "name": "Ben\n Doe"}
        async with browser(url) as client:
            assert (await sign_in(client)).headers["location"] == "/console"
        ours.person |= {"sub": "2", "email": "eve@evil.example.org.example.com"}
        async with browser(url) as client:
            refused(await sign_in(client), "Ask an admin")
        ours.person |= {"sub": "3", "email": "two words@example.org"}
        async with browser(url) as client:
            refused(await sign_in(client), "isn't an e-mail address", 422)

    [ben] = await world.members.all()
    assert (ben.name, ben.email, ben.role) == ("Ben Doe", "Ben@Example.ORG", "texter")


async def test_everybody_becomes_a_texter_if_that_is_wanted(store_url, ours, world):
    async with hub(store_url, ours, "*") as url, browser(url) as client:
        assert (await sign_in(client)).status_code == 303
    assert [(member.name, member.role) for member in await world.members.all()] == [("ana", "texter")]


async def test_once_known_the_person_counts_and_not_the_address(url, ours, world):
    ana, ben = await world.member("Ana"), await world.member("Ben", "admin")
    async with browser(url) as client:
        await sign_in(client)
        ours.person["email"] = ben.email  # Ana changes her address at the provider to Ben's
        assert (await sign_in(client)).headers["location"] == "/console"
        del ours.person["email"]
        assert (await sign_in(client)).headers["location"] == "/console"
        ours.person |= {"sub": "2", "email": ana.email}  # Ana leaves, and somebody new gets her address
        refused(await sign_in(client), "belongs to another person's sign-in")

    assert await world.members.unbind(ana)
    async with browser(url) as client:
        assert (await sign_in(client)).headers["location"] == "/console"
    assert not await world.members.unbind(ben)


async def test_a_disabled_member_is_refused_also_when_known(url, ours, world):
    ana, _root = await world.member("Ana"), await world.member("Root", "admin")
    async with browser(url) as client:
        await sign_in(client)
        await world.scripts.run("disable_member", member=ana.id)
        refused(await sign_in(client), "they are disabled", 422)


async def test_an_organization_may_change_its_provider(store_url, ours, world):
    await world.member("Ana")
    async with hub(store_url, ours) as url, browser(url) as client:
        await sign_in(client)
    async with provider() as new, hub(store_url, new) as url, browser(url) as client:
        new.person["sub"] = "another"
        assert (await sign_in(client)).status_code == 303
    async with hub(store_url, ours) as url, browser(url) as client:
        assert (await sign_in(client)).status_code == 303


async def test_what_the_token_leaves_out_is_asked_for(store_url, ours, world):
    await world.member("Ana")
    ours.person = {"sub": "1"}
    ours.more = {"sub": "1", "email": "ana@example.org", "email_verified": True}
    async with hub(store_url, ours) as url, browser(url) as client:
        assert (await sign_in(client)).status_code == 303
        ours.person, ours.more = {"sub": "2"}, ours.more
        refused(await sign_in(client), "can't be trusted")


# The provider


async def test_new_keys_are_asked_for_and_known_ones_are_not(url, ours, world):
    await world.member("Ana")
    async with browser(url) as client:
        for _ in range(2):
            assert (await sign_in(client)).status_code == 303
        assert (ours.asked.count("published"), ours.asked.count("keys")) == (1, 1)
        ours.key = new_key("two")
        assert (await sign_in(client)).status_code == 303
        assert ours.asked.count("keys") == 2


async def test_a_person_who_changes_their_mind_is_told_so(url, ours, world):
    async with browser(url) as client:
        back = dict(parse_qsl(urlsplit(await back_from_the_provider(client)).query))
        for state in ({"state": back["state"]}, {}):
            answer = await client.get(CALLBACK, params={"error": "access_denied", **state})
            refused(answer, "didn't let you in")


ODD = {
    "an error": Response("oops", 500),
    "no JSON": Response("<html>"),
    "no token": JSONResponse({"access_token": "a"}),
    "a redirect": Response("", 302, {"location": "https://evil.example"}),
    "far too much": Response(b" " * 2_000_000),
    "no token of ours": JSONResponse({"id_token": "a.b.c"}),
    "no token at all": JSONResponse({"id_token": "é"}),
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
async def test_whatever_the_provider_answers_is_told_in_a_sentence(url, ours, world, answer, caplog):
    ours.answer = answer
    async with browser(url) as client:
        told = await sign_in(client)
    assert (told.status_code, "other sign-in" in told.text) in ((403, True), (503, True))
    assert "Traceback" not in caplog.text
    assert "OIDC_ISSUER failed" in caplog.text


async def test_a_provider_may_want_our_secret_in_the_form(store_url, ours, world):
    await world.member("Ana")
    ours.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    async with hub(store_url, ours) as url, browser(url) as client:
        assert (await sign_in(client)).status_code == 303


async def test_keys_that_cannot_be_read_are_told_as_a_provider_that_is_away(url, ours, world):
    await world.member("Ana")
    ours.signing, ours.key = ours.key, None
    async with browser(url) as client:
        refused(await sign_in(client), "doesn't answer just now", 503)


async def test_a_provider_that_is_too_slow_is_not_waited_for(url, ours, world, monkeypatch):
    await world.member("Ana")
    monkeypatch.setattr("server.people.provider.SECONDS_TO_ANSWER", 0.3)
    ours.slow = 1.0
    async with browser(url) as client:
        refused(await sign_in(client), "doesn't answer just now", 503)


async def test_while_the_provider_is_down_the_other_ways_work(store_url, ours, world, members):
    ana = await world.member("Ana")
    ours.url = f"http://127.0.0.1:{free_port()}"
    async with hub(store_url, ours) as url, browser(url) as client:
        refused(await client.get("/sign-in/oidc?next=/help"), "doesn't answer just now", 503)
        answer = await client.post(await members.sign_in_link(ana), headers={"origin": "https://text.example.org"})
        assert answer.status_code == 303


async def test_whoever_waits_for_the_same_asks_once():
    asked = 0

    async def ask():
        nonlocal asked
        asked += 1
        if asked == 1:
            raise ValueError("not yet")
        return asked

    kept = Kept(ask)
    with pytest.raises(ValueError, match="not yet"):
        await kept.get()
    assert (await kept.get(), await kept.get(), await kept.get(fresh=True)) == (2, 2, 3)


async def test_without_a_provider_there_is_no_button_and_no_such_page(hub_url):
    async with browser(hub_url) as client:
        assert "/sign-in/oidc" not in (await client.get("/sign-in")).text
        for path in ("/sign-in/oidc", f"{CALLBACK}?code=x&state=y"):
            assert (await client.get(path)).status_code == 404


async def test_it_goes_on_at_another_hub(store_url, ours, world):
    await world.member("Ana")
    settings = {
        "OIDC_ISSUER": ours.url,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "PUBLIC_URL": "https://text.example.org",
    }
    async with (
        hub_process(store_url, **settings) as one,
        hub_process(store_url, **settings) as two,
        browser(one.url) as client,
        browser(two.url) as other,
    ):
        back = await back_from_the_provider(client)
        other.cookies.update(client.cookies)
        assert (await other.get(back)).headers["location"] == "/console"
