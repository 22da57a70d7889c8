import asyncio
import re

import httpx
import pytest

from server.people import passwords, turns
from server.store import keys
from server.web.asking import local_path
from tests.browsers import browser, browser_of
from tests.processes import hub_process

pytestmark = pytest.mark.usefixtures("quick_hashing")

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


async def test_the_cookies_are_out_of_reach_for_scripts_and_other_sites(hub_url, members, ana):
    async with browser(hub_url) as client:
        answer = await client.post(await members.sign_in_link(ana))

    session, device = [cookie.lower() for cookie in answer.headers.get_list("set-cookie")]
    assert session.startswith("handraise=session:")
    assert device.startswith("handraise_device=")
    for cookie in (session, device):
        assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/", "max-age=34560000"))
        assert "domain" not in cookie


@pytest.mark.parametrize(
    ("public_url", "secure"), [("https://text.example.org", True), ("http://text.example.org", False), ("", False)]
)
async def test_cookies_travel_over_https_only_where_we_are_reached_by_https(store_url, members, public_url, secure):
    link = await members.sign_in_link(await members.add("ana@example.org", "Ana", "texter"))

    async with hub_process(store_url, PUBLIC_URL=public_url) as hub, browser(hub.url) as client:
        client.headers["origin"] = public_url or hub.url
        answer = await client.post(link)
        missing = await client.get("/nothing-here")

    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert ("; secure" in cookie.lower()) == secure
    for each in (answer, missing):
        told = each.headers.get("strict-transport-security", "")
        assert told == ("max-age=31536000" if secure else "")


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


async def test_too_many_wrong_passwords_are_told_with_how_long_to_wait(hub_url, redis):
    wrong = {"email": "ana@example.org", "password": "wrong horse"}
    async with browser(hub_url) as client:
        for _ in range(10):
            await client.post("/sign-in", data=wrong)
        answer = await client.post("/sign-in", data=wrong)
        await redis.pexpire(keys.under(keys.ACCOUNT, "attempts", "of", "ana@example.org"), 4 * 60 * 1000)
        later = await client.post("/sign-in", data=wrong)

    for refused, minutes in ((answer, 15), (later, 4)):
        assert refused.status_code == 429
        assert f"Wait {minutes} minutes, or ask an admin" in refused.text
        assert refused.headers["retry-after"] == str(minutes * 60)
        assert 'value="ana@example.org"' in refused.text


async def test_strangers_keep_nobody_out_of_the_browser_they_have_signed_in_with_before(
    hub_url, members, scripts, redis, ana
):
    await set_password(hub_url, members, ana)
    right, wrong = [{"email": ana.email, "password": password} for password in (PASSWORD, "wrong horse")]
    async with browser(hub_url) as owner, browser(hub_url) as stranger:
        await owner.post("/sign-in", data=right)
        await owner.post("/sign-out")
        assert list(owner.cookies) == ["handraise_device"]
        await redis.delete(keys.under(keys.ACCOUNT, "addresses_of", ana.id))  # both have the same address here
        for _ in range(10):
            await stranger.post("/sign-in", data=wrong)

        assert (await stranger.post("/sign-in", data=right)).status_code == 429
        assert (await owner.post("/sign-in", data=wrong)).status_code == 403
        assert (await owner.post("/sign-in", data=right)).headers["location"] == "/console"


async def test_a_sign_in_that_is_one_too_many_is_told_when_to_come_back(hub_url, members, monkeypatch):
    monkeypatch.setattr(turns, "WAITING_PER_LINE", 0)
    async with browser(hub_url) as client:
        answers = await asyncio.gather(*(client.post("/sign-in", data={"email": "a@b.c"}) for _ in range(20)))

    refused = [answer for answer in answers if answer.status_code != 403]
    assert refused
    for answer in refused:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert "Try again in a few seconds." in answer.text


async def test_sign_ins_whose_browsers_have_left_are_forgotten(hub_url, redis, monkeypatch, caplog):
    waiting, go_on = [], asyncio.Event()
    join, leave = turns.Lines.join, turns.Lines.leave

    def joined(lines, name):
        turn = join(lines, name)
        waiting.append(turn)
        return turn

    def left(lines, name, turn):
        waiting.remove(turn)
        leave(lines, name, turn)

    async def held(work, *arguments):
        await go_on.wait()
        return work(*arguments)

    monkeypatch.setattr(turns.Lines, "join", joined)
    monkeypatch.setattr(turns.Lines, "leave", left)
    monkeypatch.setattr(passwords, "finished", held)
    async with browser(hub_url) as client:
        leaving = [asyncio.create_task(client.post("/sign-in", data={"email": f"{n}@b.c"})) for n in range(20)]
        async with asyncio.timeout(20):
            while len(waiting) < 20 - passwords.HASHED_AT_ONCE:
                await asyncio.sleep(0)
            for task in leaving:
                task.cancel()
            while len(waiting) > 10:
                await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(*leaving, return_exceptions=True)

        assert (await client.post("/sign-in", data={"email": "late@b.c"})).status_code == 403

    assert int(await redis.get(keys.under(keys.ACCOUNT, "attempts", "from", "127.0.0.1"))) < 20
    assert "Traceback" not in caplog.text


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
@pytest.mark.parametrize(
    "marks",
    [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
    ids=["origin", "cross-site", "same-site"],
)
async def test_no_other_sites_page_can_post_here(hub_url, members, ana, path, marks):
    async with browser_of(hub_url, members, ana) as client:
        if "origin" not in marks:
            del client.headers["origin"]  # a browser may leave it out, and still say where the page is from
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = await client.request(method, path, headers=marks)

            assert answer.status_code == 403
            assert "another site" in answer.text
        assert await where_from(client) == "/console"


async def test_our_own_pages_and_links_from_elsewhere_are_served(hub_url, members, ana):
    async with browser(hub_url) as client:
        link = await members.sign_in_link(ana)
        assert (await client.get(link, headers={"sec-fetch-site": "cross-site"})).status_code == 200
        assert (await client.post(link, headers={"sec-fetch-site": "same-origin"})).status_code == 303


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * 20_000, 413), (b"\xff\xfe", 422), (b"&".join([b"a=b"] * 100), 422), (b"email=%FF%00&password=%00", 403)],
)
async def test_what_is_no_form_of_ours_is_told_so(hub_url, body, status):
    async with browser(hub_url) as client:
        assert (await client.post("/sign-in", content=body)).status_code == status
