"""The requests of a page: few steps deep when it is cold, and none for a file once the browser has it."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Page, expect

from server.people.members import Members
from server.web.static_files import FILES
from tests.browser.windows import Windows

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass
class Network:
    """The requests of a page since `clear`, as Chromium's developer tools see them."""

    asked: dict[str, str] = field(default_factory=dict)
    """The address by request."""
    bytes: dict[str, int] = field(default_factory=dict)
    """Bytes that came over the network, headers too, by request."""
    sent: dict[str, int] = field(default_factory=dict)
    """Bytes of a request's own headers as HTTP/1.1 writes them, by request."""
    initiators: dict[str, str] = field(default_factory=dict)
    """The kind of what made the browser ask, by address."""
    cached: set[str] = field(default_factory=set)
    """Requests that the browser answered itself."""

    @classmethod
    async def of(cls, page: Page) -> "Network":
        """Look at a page's network from now on, beginning with nothing in the browser's cache."""
        network, tools = cls(), await page.context.new_cdp_session(page)

        def asks(event: dict[str, Any]) -> None:
            network.asked[event["requestId"]] = event["request"]["url"]
            network.initiators[event["request"]["url"]] = event["initiator"]["type"]

        tools.on("Network.requestWillBeSent", asks)

        def sends(event: dict[str, Any]) -> None:
            lines = (f"{name}: {value}\r\n" for name, value in event["headers"].items())
            network.sent[event["requestId"]] = sum(map(len, lines))

        tools.on("Network.requestWillBeSentExtraInfo", sends)
        tools.on("Network.requestServedFromCache", lambda event: network.cached.add(event["requestId"]))
        tools.on(
            "Network.responseReceived",
            lambda event: event["response"].get("fromDiskCache") and network.cached.add(event["requestId"]),
        )
        tools.on(
            "Network.loadingFinished",
            lambda event: network.bytes.update({event["requestId"]: int(event["encodedDataLength"])}),
        )
        await tools.send("Network.enable")
        await tools.send("Network.clearBrowserCache")
        return network

    def clear(self) -> None:
        """Forget what was asked so far."""
        for kept in (self.asked, self.bytes, self.sent, self.initiators, self.cached):
            kept.clear()

    def fetched(self) -> set[str]:
        """The static files that were fetched over the network, but for the icon, whose time the browser chooses."""
        files = {url for id, url in self.asked.items() if "/static/" in url and id not in self.cached}
        return {url for url in files if not url.endswith("/hand.svg")}


@pytest.mark.parametrize(("name", "budget"), [("console", 86_000), ("admin", 172_000)])
async def test_a_page_loads_its_modules_at_once_and_asks_for_nothing_again(
    windows: Windows, members: Members, name: str, budget: int
) -> None:
    ana = await members.add("ana@example.org", "Ana", "admin")
    page = await windows.sign_in(ana, "/help")
    network = await Network.of(page)
    await page.goto(f"/{name}")
    await expect(page.locator("#connection")).to_have_attribute("data-state", "open")

    wanted = {f"{windows.url}{address}" for address in FILES.modules(f"{name}/main.js")}
    modules = {url for url in network.asked.values() if url.endswith(".js")}
    assert modules == wanted
    assert {network.initiators[url] for url in modules} == {"parser"}  # none was found by following another
    assert network.fetched() >= wanted
    came, sent = sum(network.bytes.values()), sum(network.sent.values())
    print(f"{name}: {len(network.fetched())} files, {came:,} bytes came with headers, {sent:,} bytes of headers went")
    assert sum(network.bytes.values()) <= budget

    network.clear()
    await page.reload()
    await expect(page.locator("#connection")).to_have_attribute("data-state", "open")
    assert network.fetched() == set()
    assert f"{windows.url}/{name}" in network.asked.values()  # the page itself is asked for each time
