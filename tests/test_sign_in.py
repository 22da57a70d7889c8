import re

import httpx
import pytest

from server.sign_in import local_path
from tests.browsers import browser, browser_of

PASSWORD = "correct horse"


@pytest.fixture
async def ana(members, hub_url):
    """A texter."""
    return await members.add("ana@example.org", "Ana", "texter")


@pytest.fixture
async def ben(members, hub_url):
    """An admin."""
    return await members.add("ben@example.org", "Ben", "admin")


async def where_from(client: httpx.AsyncClient) -> str:
    """Where the front door leads."""
    return (await client.get("/")).headers["location"]


async def set_password(hub_url, members, member) -> None:
    async with browser_of(hub_url, members, member) as client:
        assert (await client.post("/password", data={"new": PASSWORD})).status_code == 200


async def test_opening_a_link_shows_a_button_and_uses_nothing_up(hub_url, members, ana):
    link = await members.sign_in_link(ana)

    async with browser(hub_url) as client:
        for _ in range(3):
            answer = await client.get(link)

            assert "Sign in as Ana" in answer.text
            assert "set-cookie" not in answer.headers
        assert await where_from(client) == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-in/", "/invite/"])
async def test_pressing_the_button_signs_in_and_the_link_is_used_up(hub_url, members, ana, path):
    link = (await members.sign_in_link(ana)).replace("/sign-in/", path)

    async with browser(hub_url) as client, browser(hub_url) as another:
        press = re.search('name="press" value="(.+?)"', (await client.get(link)).text)[1]
        answer = await client.post(link, data={"press": press})

        assert (answer.status_code, answer.headers["location"]) == (303, "/console")
        assert await where_from(client) == "/console"
        for late in (await another.get(link), await another.post(link, data={"press": "other"})):
            assert late.status_code == 410
            assert "has been used already" in late.text
        assert await where_from(another) == "/sign-in"


async def test_a_link_that_is_not_there_says_what_to_do(hub_url):
    async with browser(hub_url) as client:
        for answer in (await client.get("/sign-in/made-up"), await client.post("/sign-in/made-up")):
            assert answer.status_code == 410
            assert "Ask an admin" in answer.text


async def test_a_disabled_members_link_says_so(hub_url, members, scripts, ana, ben):
    link = await members.sign_in_link(ana)
    await scripts.run("disable_member", member=ana.id)

    async with browser(hub_url) as client:
        assert (await client.get(link)).status_code == 410
        assert (await client.post(link)).status_code == 410


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(hub_url, members, ana):
    async with browser(hub_url) as client:
        answer = await client.post(await members.sign_in_link(ana))

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("handraise=session:")
    assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/", "max-age=34560000"))
    assert "secure" not in cookie
    assert "domain" not in cookie


async def test_a_password_signs_in_and_leads_home(hub_url, members, ana, ben):
    for member, home in ((ana, "/console"), (ben, "/admin")):
        await set_password(hub_url, members, member)
        async with browser(hub_url) as client:
            assert 'name="password"' in (await client.get("/sign-in")).text
            answer = await client.post("/sign-in", data={"email": member.email.upper(), "password": PASSWORD})

            assert (answer.status_code, answer.headers["location"]) == (303, home)
            assert await where_from(client) == home


async def test_a_wrong_password_is_told_in_the_form_with_the_address_kept(hub_url, members, ana):
    await set_password(hub_url, members, ana)

    async with browser(hub_url) as client:
        for email in ("ana@example.org", "nobody@example.org", '"><script>'):
            answer = await client.post("/sign-in", data={"email": email, "password": "wrong horse"})

            assert answer.status_code == 403
            assert "The e-mail address or the password isn&#39;t right." in answer.text
            assert "<script" not in answer.text
            assert "set-cookie" not in answer.headers
        assert 'value="&#34;&gt;&lt;script&gt;"' in answer.text


async def test_too_many_wrong_passwords_are_told_too(hub_url):
    async with browser(hub_url) as client:
        for _ in range(10):
            await client.post("/sign-in", data={"email": "ana@example.org", "password": "wrong horse"})

        answer = await client.post("/sign-in", data={"email": "ana@example.org", "password": "wrong horse"})

    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.text


async def test_signing_in_leads_on_to_the_page_asked_for(hub_url, members, ana):
    async with browser(hub_url) as client:
        asked = await client.get("/console?campaign=7")
        assert asked.headers["location"] == "/sign-in?next=/console%3Fcampaign%3D7"

        link = await members.sign_in_link(ana)
        answer = await client.post(f"{link}?next=/console%3Fcampaign%3D7%23reply")
        assert answer.headers["location"] == "/console?campaign=7#reply"

        already = await client.get("/sign-in?next=/join/abc")
        assert already.headers["location"] == "/join/abc"


async def test_it_never_leads_to_another_site(hub_url, members, ana):
    async with browser(hub_url) as client:
        answer = await client.post(f"{await members.sign_in_link(ana)}?next=//evil.example")

        assert answer.headers["location"] == "/console"
        assert (await client.get("/sign-in?next=https://evil.example")).headers["location"] == "/console"


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "evil",
        " /console",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\b",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
    ],
)
def test_a_path_that_a_browser_might_take_elsewhere_is_no_local_one(wanted):
    assert local_path(wanted) is None


@pytest.mark.parametrize("wanted", ["/", "/console", "/join/a-b_c?x=1&y=//z#/campaigns/7"])
def test_our_own_pages_are_local(wanted):
    assert local_path(wanted) == wanted


async def test_signing_out_ends_the_session_itself(hub_url, members, ana):
    async with browser_of(hub_url, members, ana) as client, browser(hub_url) as thief:
        thief.cookies.update(client.cookies)
        assert await where_from(thief) == "/console"

        answer = await client.post("/sign-out")

        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert await where_from(client) == "/sign-in"
        assert await where_from(thief) == "/sign-in"


async def test_signing_out_twice_is_no_trouble(hub_url):
    async with browser(hub_url) as client:
        assert (await client.post("/sign-out")).status_code == 303


async def test_signing_in_as_somebody_else_ends_the_session_before(hub_url, members, ana, ben):
    async with browser_of(hub_url, members, ana) as client, browser(hub_url) as former:
        former.cookies.update(client.cookies)

        await client.post(await members.sign_in_link(ben))

        assert await where_from(client) == "/admin"
        assert await where_from(former) == "/sign-in"


async def test_a_password_is_set_and_then_changed_with_the_current_one(hub_url, members, ana):
    async with browser_of(hub_url, members, ana) as client:
        first = await client.get("/password")
        assert "Set a password" in first.text
        assert 'name="current"' not in first.text
        assert "is set" in (await client.post("/password", data={"new": PASSWORD})).text

        assert 'name="current"' in (await client.get("/password")).text
        for fields, status, sentence in (
            ({"new": "battery staple"}, 403, "This isn&#39;t your current password."),
            ({"current": PASSWORD, "new": "short"}, 422, "at least 8 characters"),
            ({"current": PASSWORD, "new": "battery staple"}, 200, "is set"),
        ):
            answer = await client.post("/password", data=fields)
            assert answer.status_code == status
            assert sentence in answer.text


async def test_a_password_needs_somebody_signed_in(hub_url):
    async with browser(hub_url) as client:
        for answer in (await client.get("/password"), await client.post("/password", data={"new": PASSWORD})):
            assert answer.headers["location"] == "/sign-in?next=/password"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/made-up", "/sign-out", "/password", "/campaigns/1/contacts"])
async def test_no_other_sites_page_can_post_here(hub_url, members, ana, path):
    async with browser_of(hub_url, members, ana) as client:
        answer = await client.post(path, headers={"origin": "http://evil.example"})

        assert answer.status_code == 403
        assert "another site" in answer.text
        assert await where_from(client) == "/console"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * 20_000, 413), (b"\xff\xfe", 422), (b"&".join([b"a=b"] * 100), 422), (b"email=%FF%00&password=%00", 403)],
)
async def test_what_is_no_form_of_ours_is_told_so(hub_url, body, status):
    async with browser(hub_url) as client:
        assert (await client.post("/sign-in", content=body)).status_code == status
