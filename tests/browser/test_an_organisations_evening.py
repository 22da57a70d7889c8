"""An organisation's evening with Twilio, in the windows of an admin and a texter: from the price of a segment to
credentials that are revoked. The hub and Twilio's stand-in serve at real addresses, with Twilio's package between them.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import expect
from redis.asyncio import Redis

from server.carriers import handover
from server.carriers.twilio.carrier import Twilio
from server.config import TwilioSettings
from tests.browser.admin import Admin
from tests.browser.conftest import Serving
from tests.browser.console import FIRST_MESSAGES, INBOX_ZERO, LOOKING, Console
from tests.browser.windows import PHONE, Windows
from tests.carriers.carrying import carrying, eventually
from tests.carriers.twilio_side import Account
from tests.carriers.twilio_stand_in import StandIn, standing_in
from tests.processes import free_port, hub_process
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

JO, KIM, LEE, MAX = (f"+1202555018{n}" for n in range(4))
LATER = [f"+1202555019{n}" for n in range(4)]
"""The phones of the second batch."""
PEOPLE = {JO: "Jo", KIM: "Kim", LEE: "Lee", MAX: "Max"} | {phone: f"Person {n}" for n, phone in enumerate(LATER, 5)}
HELLO = "Hi {}, will you vote for the school?"
LANDLINE = 30006
EXPLAINED = "Failed: this didn't arrive. This is a landline, or a phone whose carrier takes no texts. Call instead."


@dataclass
class Evening:
    """The people of the evening, at their windows, and Twilio."""

    ada: Admin
    ana: Console
    account: Account

    def got(self, phone: str) -> list[str]:
        """The texts that came to a phone."""
        return self.account.phones[phone]

    async def gets(self, phone: str, *texts: str) -> None:
        """These texts, and no others, come to a phone, by now or soon."""

        async def so_it_is() -> bool:
            return self.got(phone) == list(texts)

        await eventually(so_it_is)

    async def opens(self, phone: str, lane: str = "Waiting for you") -> None:
        """Ana opens a conversation of a lane."""
        await self.back()
        lanes = self.ana.page.get_by_role("navigation", name="Your conversations")
        await lanes.get_by_role("link", name=lane).click()
        await self.ana.person(PEOPLE[phone]).click()
        await self.ana.shows(PEOPLE[phone])

    async def back(self) -> None:
        """Ana goes back to where she began."""
        await self.ana.page.goto("/console")


@pytest_asyncio.fixture(loop_scope="session")
async def twilio() -> AsyncIterator[StandIn]:
    """Twilio, which has been told where to post. All of its requests and answers are as it describes them."""
    async with standing_in() as twilio:
        yield twilio
        assert twilio.wrong == []


@pytest_asyncio.fixture(loop_scope="session")
async def serving(store_url: str, redis: Redis, twilio: StandIn) -> AsyncIterator[Serving]:
    """A hub in a process of its own, with Twilio's settings in its environment."""
    port, account = free_port(), twilio.account
    url = f"http://127.0.0.1:{port}"
    account.service_set |= {"inbound_request_url": f"{url}/carriers/twilio/inbound"}
    settings = {
        "PUBLIC_URL": url,
        "TWILIO_ACCOUNT_SID": account.sid,
        "TWILIO_AUTH_TOKEN": account.token,
        "TWILIO_MESSAGING_SERVICE_SID": account.service,
        "TWILIO_API_URL": twilio.url,
    }
    async with hub_process(store_url, port, **settings) as process:
        yield Serving(url, process)


@asynccontextmanager
async def carried(world: World, twilio: StandIn, public_url: str) -> AsyncIterator[None]:
    """Texts are carried by Twilio while this lasts."""
    account = twilio.account
    mine = TwilioSettings(account.sid, account.token, service=account.service, api_url=twilio.url)
    async with Twilio(mine, public_url, world.scripts) as carrier, carrying(world.scripts, carrier):
        yield


@pytest.mark.timeout(300)  # seconds; half a minute where nobody else is at work
async def test_an_organisations_evening(
    world: World, windows: Windows, twilio: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "CHECK_AGAIN_SECONDS", 0.5)
    twilio.account.ends[LEE] = LANDLINE
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/account"))
    ana = Console(await windows.sign_in(await world.member("Ana"), viewport=PHONE))
    evening = Evening(ada, ana, twilio.account)
    await rates_are_set(ada, windows)
    await campaign_is_launched(ada, windows)
    async with carried(world, twilio, windows.url):
        await first_messages_go_out(evening, windows)
        await a_person_is_answered(evening, windows)
        await a_person_says_stop(evening, windows)
        await a_landline_is_explained(evening, windows)
        await credentials_are_revoked(evening, windows)
        await they_work_again(evening, windows)


async def rates_are_set(ada: Admin, windows: Windows) -> None:
    terms = ada.page.locator("section.terms").filter(has=ada.page.get_by_role("heading", name="twilio", exact=True))
    for field, value in (("Segments a second", "4"), ("Segments a day", "2000"), ("Price of a segment", "0.0079")):
        await terms.get_by_label(field).fill(value)
        await terms.get_by_label(field).press("Enter")
        await expect(terms.get_by_label(field)).to_have_accessible_description(re.compile("Saved"))
    await windows.look(ada.page, "evening-1-rates")


async def campaign_is_launched(ada: Admin, windows: Windows) -> None:
    await ada.go_to("Campaigns")
    await ada.go_to("New campaign")
    await ada.page.get_by_label("Title").fill("The school vote")
    await ada.page.keyboard.press("Enter")
    await ada.shows("Contacts")
    rows = "".join(f"{name},{phone}\n" for phone, name in PEOPLE.items())
    people = {"name": "people.csv", "mimeType": "text/csv", "buffer": f"First name,Phone\n{rows}".encode()}
    await ada.page.get_by_label("Contacts file").set_input_files(people)
    await ada.press("Upload")
    await ada.says("8 contacts in this campaign.")
    await ada.go_to("Continue to the message")
    await ada.page.get_by_role("textbox", name="First message").fill(HELLO.format("{first_name}"))
    await ada.press("Save and continue")
    await ada.shows("Senders")
    await ada.page.get_by_label("Allow self assignment?").check()
    await ada.page.get_by_label("Batch size").fill("4")
    await ada.page.get_by_label("Batch size").press("Enter")
    await ada.says("Saved.")
    await ada.go_to("Review and launch")
    await ada.shows("Review and launch")
    await ada.page.get_by_label("Carrier", exact=True).select_option("twilio")
    await ada.says("8 first messages at 240 a minute take 2 seconds.")
    await ada.says("They cost about $0.07 (8 segments).")
    hours = ada.page.locator("form.hours")
    await hours.get_by_label("At any time, also at night").check()
    await expect(hours.get_by_role("status")).to_have_text("Saved.")
    await windows.look(ada.page, "evening-2-forecast")
    await ada.press("Launch")
    await ada.shows("Every conversation")
    await ada.go_to("Senders")
    await ada.page.get_by_label("Anaana@example.org").check()
    await ada.press("Add 1 sender")
    await ada.says("1 sender added.")
    await ada.go_to("Summary")
    await ada.shows("Every conversation")


async def first_messages_go_out(evening: Evening, windows: Windows) -> None:
    ana = evening.ana
    await ana.shows(LOOKING)
    await ana.request.click()
    await ana.shows(FIRST_MESSAGES)
    await ana.send_first_messages(4)
    await ana.shows(INBOX_ZERO)
    for phone in (JO, KIM, MAX):
        await evening.gets(phone, HELLO.format(PEOPLE[phone]))
    await evening.ada.says("4 first messages sent.")
    await windows.look(ana.page, "evening-3-sent")
    await windows.look(evening.ada.page, "evening-3-progress")


async def a_person_is_answered(evening: Evening, windows: Windows) -> None:
    ana = evening.ana
    await evening.account.write(JO, "Perhaps. When is it?")
    await ana.shows("1 person is waiting")
    await evening.opens(JO)
    await expect(ana.texts.last).to_contain_text("Perhaps. When is it?")
    await ana.reply.fill("On Tuesday, from 8 to 8!")
    await ana.send.click()
    await evening.gets(JO, HELLO.format("Jo"), "On Tuesday, from 8 to 8!")
    await evening.opens(JO, "Quiet")
    await expect(ana.texts.last).to_contain_text("Delivered")
    await windows.look(ana.page, "evening-4-answered")


async def a_person_says_stop(evening: Evening, windows: Windows) -> None:
    ana = evening.ana
    await evening.opens(KIM, "Quiet")
    await evening.account.write(KIM, "STOP")
    await expect(ana.page.get_by_text("Opted out by a text from them")).to_be_visible()
    await expect(ana.reply).to_have_count(0)
    await windows.look(ana.page, "evening-5-stop")


async def a_landline_is_explained(evening: Evening, windows: Windows) -> None:
    ana = evening.ana
    await evening.opens(LEE, "Quiet")
    await expect(ana.texts.last).to_contain_text(EXPLAINED)
    await windows.look(ana.page, "evening-6-landline")


async def credentials_are_revoked(evening: Evening, windows: Windows) -> None:
    """The carrier stops, and nothing is burnt: the texts wait. What people write comes in all the same."""
    ada, ana = evening.ada, evening.ana
    handed = len(evening.account.messages)
    await evening.back()
    evening.account.revoke()
    await ana.request.click()
    await ana.shows(FIRST_MESSAGES)
    await ana.send_first_messages(4)
    await ana.shows(INBOX_ZERO)
    banner = ada.page.get_by_role("alert")
    await expect(banner).to_contain_text("No texts go out by twilio since")
    await expect(banner).to_contain_text("correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
    await evening.account.write(MAX, "I will!")
    await ana.shows("1 person is waiting")
    await windows.look(ada.page, "evening-7-revoked")
    await evening.opens(LATER[0], "Quiet")
    await expect(ana.texts.last).to_contain_text("Waiting to be sent")
    await windows.look(ana.page, "evening-7-waiting")
    assert len(evening.account.messages) == handed + 1, "the text of Max alone"


async def they_work_again(evening: Evening, windows: Windows) -> None:
    """All that waited goes out by itself, once."""
    evening.account.restore()
    for phone in LATER:
        await evening.gets(phone, HELLO.format(PEOPLE[phone]))
    await expect(evening.ana.texts.last).to_contain_text("Delivered")
    await expect(evening.ada.page.get_by_role("alert")).to_be_hidden()
    await evening.ada.says("9 segments, $0.07")
    await windows.look(evening.ada.page, "evening-8-goes-on")
    for phone in (KIM, MAX):
        assert evening.got(phone) == [HELLO.format(PEOPLE[phone])]
