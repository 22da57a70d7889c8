"""The page that lists one's own sessions and ends them."""

import re

import pytest

from server.store import keys
from server.words.moments import ago
from tests.browsers import browser, browser_of
from tests.test_session import said_at_the_end, socket

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
async def ana(members, hub_url):
    """A texter."""
    return await members.add("ana@example.org", "Ana", "texter")


def sessions(text: str) -> list[str]:
    """The ids of the sessions that the page can end."""
    return re.findall('name="session" value="(.+?)"', text)


async def test_each_browser_is_listed_and_this_one_is_marked(hub_url, members, ana):
    async with browser_of(hub_url, members, ana) as here, browser(hub_url, **{"user-agent": FIREFOX}) as there:
        await there.post(await members.sign_in_link(ana))
        page = (await here.get("/sessions")).text

    assert page.count("<h2>") == 2
    assert "Firefox on Linux" in page and "A browser we don’t know" in page
    assert page.count("this one") == 1
    assert page.count("from\n          127.0.0.1. Last used just now.") == 2
    assert len(sessions(page)) == 1


async def test_ending_one_closes_its_console_at_once_and_leaves_this_one(hub_url, members, ana):
    async with browser_of(hub_url, members, ana) as here, browser_of(hub_url, members, ana) as there:
        cookie = there.cookies["handraise"]
        async with socket(hub_url, cookie=cookie) as console:
            [session] = sessions((await here.get("/sessions")).text)
            ended = await here.post("/sessions", data={"session": session})

            assert (ended.status_code, ended.headers["location"]) == (303, "/sessions")
            assert await said_at_the_end(console) == (4401, "You are signed out.")
        assert (await there.get("/sessions")).headers["location"] == "/sign-in?next=/sessions"
        assert sessions((await here.get("/sessions")).text) == []


async def test_all_others_are_ended(hub_url, members, ana):
    ben = await members.add("ben@example.org", "Ben", "texter")
    async with (
        browser_of(hub_url, members, ana) as here,
        browser_of(hub_url, members, ana) as one,
        browser_of(hub_url, members, ana) as two,
        browser_of(hub_url, members, ben) as bens,
    ):
        await here.post("/sessions", data={"others": "1"})

        assert [(await each.get("/console")).status_code for each in (here, one, two, bens)] == [200, 303, 303, 200]


async def test_nobody_ends_the_session_of_somebody_else(hub_url, members, ana):
    ben = await members.add("ben@example.org", "Ben", "texter")
    async with browser_of(hub_url, members, ana) as anas, browser_of(hub_url, members, ana) as other:
        [session] = sessions((await anas.get("/sessions")).text)
        async with browser_of(hub_url, members, ben) as bens:
            await bens.post("/sessions", data={"session": session})

        assert (await other.get("/console")).status_code == 200


async def test_an_older_versions_session_is_listed_with_what_is_known(hub_url, members, ana, redis):
    async with browser_of(hub_url, members, ana) as here:
        [session] = await redis.keys(f"{keys.under(keys.ACCOUNT, 'session')}:*")
        await redis.hdel(session, "since", "address", "browser")
        page = (await here.get("/sessions")).text

    assert "A browser we don’t know" in page
    assert "Signed in at an unknown time from\n          an unknown address." in page


async def test_it_is_for_whoever_is_signed_in(hub_url):
    async with browser(hub_url) as client:
        for answer in (await client.get("/sessions"), await client.post("/sessions", data={"others": "1"})):
            assert answer.headers["location"] == "/sign-in?next=/sessions"


async def test_another_sites_page_ends_nothing(hub_url, members, ana):
    async with browser_of(hub_url, members, ana) as here, browser_of(hub_url, members, ana) as there:
        answer = await here.post("/sessions", data={"others": "1"}, headers={"origin": "http://evil.example"})

        assert answer.status_code == 403
        assert (await there.get("/console")).status_code == 200


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (-5, "just now"),
        (59_999, "just now"),
        (60_000, "1 minute ago"),
        (59 * 60_000, "59 minutes ago"),
        (60 * 60_000, "1 hour ago"),
        (47 * 3_600_000, "1 day ago"),
        (48 * 3_600_000, "2 days ago"),
    ],
)
def test_a_past_moment_is_told_roughly(ms, words):
    assert ago(ms) == words
