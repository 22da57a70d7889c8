"""Signing in with a real OpenID provider, in a real browser."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from server.people.members import Members
from server.store.scripts import Scripts
from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.openid_provider import openid_provider
from tests.processes import free_port, hub_process
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

BUTTON = "Sign in with the Park Crew"


@pytest_asyncio.fixture(loop_scope="session")
async def windows(
    request: pytest.FixtureRequest, chromium: Browser, store_url: str, scripts: Scripts, members: Members
) -> AsyncIterator[Windows]:
    """People at their browsers, with a hub that an organization's provider vouches for them to."""
    port = free_port()
    async with openid_provider() as provider:
        settings = {
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "OIDC_ISSUER": provider,
            "OIDC_CLIENT_ID": "handraise",
            "OIDC_CLIENT_SECRET": "secret",
            "OIDC_NAME": "the Park Crew",
        }
        async with hub_process(store_url, port, **settings) as hub:
            windows = Windows(chromium, hub.url, members, request.config.getoption("--pictures"))
            windows.excuse("ERR_NAME_NOT_RESOLVED|ERR_INTERNET")  # the provider's page asks elsewhere for its looks
            yield windows
            await windows.close()
            assert "Traceback" not in hub.log()
    assert not windows.wrong, "\n".join(windows.wrong)


async def through_the_provider(page: Page, who: str) -> None:
    """Press the button on the sign-in page, and sign in at the provider's."""
    await page.get_by_role("link", name=BUTTON).click()
    await expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()
    await page.get_by_role("button", name=who).click()


async def test_a_texter_comes_through_the_provider_to_their_console(world: World, windows: Windows) -> None:
    await world.member("Ana")
    page = await windows.open("/console")
    await expect(page).to_have_url(re.compile("/sign-in"))
    await windows.look(page, "sign-in-with-a-provider")

    await through_the_provider(page, "person-ana")
    await Console(page).shows("No campaign yet")
    await page.get_by_role("link", name="Ana").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("link", name=BUTTON)).to_be_visible()


async def test_whoever_nobody_vouches_for_and_whoever_declines_is_told_so(world: World, windows: Windows) -> None:
    windows.excuse("status of 403")
    await world.member("Ana")
    page = await windows.open("/sign-in")
    await through_the_provider(page, "person-eve")
    await expect(page.get_by_role("alert")).to_contain_text("doesn't confirm your e-mail address")
    await windows.look(page, "sign-in-provider-refused")

    await page.get_by_role("link", name=BUTTON).click()
    await page.get_by_role("button", name="Deny").click()
    await expect(page.get_by_role("alert")).to_contain_text("didn't let you in")
