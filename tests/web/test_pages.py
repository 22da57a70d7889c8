import asyncio

import pytest

from server.people.cookies import digest
from server.store import keys
from server.web.static_files import FILES, KEPT
from tests.browsers import browser, browser_of


@pytest.fixture
async def ana(members, hub_url):
    """A texter."""
    return await members.add("ana@example.org", "Ana", "texter")


@pytest.fixture
async def ben(members, hub_url):
    """An admin."""
    return await members.add("ben@example.org", "Ben", "admin")


async def test_the_front_door_leads_to_ones_work(hub_url, members, ana, ben):
    for member, home in ((ana, "/console"), (ben, "/admin")):
        async with browser_of(hub_url, members, member) as client:
            assert (await client.get("/")).headers["location"] == home


async def test_everybody_signed_in_gets_the_console(hub_url, members, ana, ben):
    for member in (ana, ben):
        async with browser_of(hub_url, members, member) as client:
            assert FILES.address("console/main.js") in (await client.get("/console")).text


async def test_admins_get_the_board_and_texters_a_page_that_says_why_not(hub_url, members, ana, ben):
    async with browser_of(hub_url, members, ben) as client:
        assert FILES.address("admin/main.js") in (await client.get("/admin")).text

    async with browser_of(hub_url, members, ana) as client:
        answer = await client.get("/admin")
        assert answer.status_code == 403
        assert "This page is for admins" in answer.text
        assert "admin/main.js" not in answer.text


@pytest.mark.parametrize("path", ["/console", "/admin"])
async def test_who_is_not_signed_in_signs_in_first(hub_url, path):
    async with browser(hub_url) as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


async def test_help_is_for_everybody(hub_url):
    async with browser(hub_url) as client:
        assert "Request Conversations" in (await client.get("/help")).text


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/sign-in", "/sign-in/made-up", "/help", "/nothing-here", "/health/live"),
        *(FILES.address("hand.svg"), "/static/style.css", "/static/nothing.js"),
    ],
)
async def test_every_answer_keeps_strangers_off_our_pages(hub_url, path):
    async with browser(hub_url) as client:
        headers = (await client.get(path)).headers

    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == (KEPT if FILES.version in path else "no-store")


@pytest.mark.parametrize("name", ["style.css", "console/main.js"])
async def test_what_is_no_document_says_only_that_it_is_none(hub_url, name):
    async with browser(hub_url) as client:
        headers = (await client.get(FILES.address(name))).headers

    assert headers["x-content-type-options"] == "nosniff"  # so a browser never takes it for a page
    assert headers["content-type"].startswith(("text/css", "text/javascript"))
    assert headers["cache-control"] == KEPT
    assert not {"content-security-policy", "referrer-policy"} & headers.keys()


async def test_a_page_that_is_not_there_is_told_to_people_as_a_page_and_to_scripts_as_json(hub_url):
    async with browser(hub_url) as person, browser(hub_url, accept="*/*") as script:
        page, answer = await person.get("/nothing-here"), await script.get("/nothing-here")

    assert page.status_code == answer.status_code == 404
    assert "<h1>There is no such page.</h1>" in page.text
    assert answer.json() == {"code": "unknown_page", "sentence": "There is no such page."}


async def test_a_request_of_the_wrong_kind_is_told_so(hub_url):
    async with browser(hub_url, accept="*/*") as script:
        answer = await script.delete("/console")

    assert answer.status_code == 405
    assert answer.json()["code"] == "wrong_method"
    assert "GET" in answer.headers["allow"]


async def test_a_store_that_takes_nothing_in_is_told_as_passing(hub_url, redis):
    await redis.config_set("maxmemory", 1)
    try:
        async with browser(hub_url) as client:
            live, ready = await client.get("/health/live"), await client.get("/health/ready")
            form = await client.post("/sign-in", data={"email": "ana@example.org", "password": "correct horse"})
            link = await client.get("/sign-in/not-known-now")
    finally:
        await redis.config_set("maxmemory", 0)

    assert live.status_code == 200
    assert (ready.status_code, ready.json()["status"]) == (503, "try_again")
    for page in (form, link):
        assert page.status_code == 503
        assert "The store is away for a moment." in page.text


async def test_a_fault_of_ours_is_admitted_without_its_details(hub_url, redis):
    await redis.set(keys.under(keys.ACCOUNT, "token", digest("broken")), "not what it should be")

    async with browser(hub_url, authorization="Bearer broken") as client:
        answer = await client.get("/")

    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "WRONGTYPE" not in answer.text
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_a_browser_that_leaves_while_it_sends_is_no_fault(hub_url, members, caplog):
    token = await members.token(await members.add("ben@example.org", "Ben", "admin"))
    host, port = hub_url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /campaigns/1/contacts HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
        "Content-Length: 1000\r\n\r\nPhone\r\n".encode()
    )
    await writer.drain()

    writer.close()
    await writer.wait_closed()

    async with browser(hub_url) as client:
        assert (await client.get("/health/ready")).status_code == 200
    assert caplog.text == ""
