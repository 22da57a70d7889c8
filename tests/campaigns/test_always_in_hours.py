"""Whatever the hours, the zones and the moments: no text is handed over outside of hours, and each is in the end."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.campaigns.hours import turn_hours
from server.campaigns.settings import NewCampaign, create, stored_hours
from server.errors import Refused
from server.store.scripts import Scripts
from server.wire.hours import Hours, Span
from tests.campaigns.test_windows import right
from tests.clock import KEY, moment, source
from tests.stage import Stage
from tests.world import columns

MINUTE, HOUR = 60_000, 60 * 60_000
ZONES = (
    *("America/New_York", "America/Denver", "America/Los_Angeles", "Europe/London"),
    "America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles",
)
BEGINNINGS = ("2026-03-07 18:00", "2026-10-31 18:00", "2026-07-03 12:00", "2026-12-24 05:30")
ANA = 1

spans = st.sampled_from(
    [Span(begin=begin, end=end) for begin, end in (("09:00", "21:00"), ("08:30", "20:15"), ("00:00", "24:00"))]
)
deeds = st.sampled_from(("turn", "turn", "request", "request", "send", "bulk", "carry", "carry", "write", "reply"))


class Days:
    """A campaign on a store whose clock this moves on, and all that was handed over of it."""

    def __init__(self, stage: Stage, hours: Hours, zones: list[str], bulk_send: bool, begin: str) -> None:
        self._stage = stage
        self._hours = hours
        self._zones = zones
        self._now = moment(begin)
        self._wrote: dict[int, int] = {}
        self.handed: list[tuple[int, int]] = []
        stage.clear()
        self.goes_on(0)
        new = NewCampaign(title="Vote!", script="Hi!", self_assign=True, batch_size=2, bulk_send=bulk_send)
        self.campaign: int = stage.wait(create(stage.scripts, new))
        stage.run("update_campaign", self.campaign, hours=stored_hours(hours), default_batch_size=1, token="")
        phones = [f"+1202555{nth:04}" for nth in range(len(zones))]
        contacts = [(phone, f'["C","","{phone}",{{}}]', zone) for phone, zone in zip(phones, zones, strict=True)]
        stage.run("add_contacts", self.campaign, contacts=contacts, columns=columns())
        stage.run("launch_campaign", self.campaign, most=1000)
        stage.run("add_senders", self.campaign, members=[ANA])

    def goes_on(self, minutes: int) -> None:
        """Let time pass."""
        self._now += minutes * MINUTE
        self._stage.wait(self._stage.redis.set(KEY, self._now))

    def do(self, deed: str) -> None:
        """Do something, if it is allowed now."""
        with suppress(Refused):
            getattr(self, deed)()

    def turn(self) -> None:
        """The chore comes by."""
        self._stage.wait(turn_hours(self._stage.scripts))

    def request(self) -> None:
        """The texter requests."""
        self._stage.run("request_conversations", self.campaign, texter=ANA, request_id=str(self._now))

    def send(self) -> None:
        """The texter tries to send all first messages."""
        for conversation in self._held("initial"):
            with suppress(Refused):
                self._stage.run("send_initial", self.campaign, texter=ANA, conversation=conversation)

    def bulk(self) -> None:
        """The server sends first messages."""
        self._stage.run("send_bulk", self.campaign, most=2)

    def write(self) -> None:
        """Somebody who was texted writes."""
        if self.handed:
            conversation = self.handed[self._now // MINUTE % len(self.handed)][0]
            self._wrote[conversation] = self._now
            wrote = {"conversation": conversation, "text": "Yes", "reference": f"{self._now}", "stop": False}
            self._stage.run("receive_text", self.campaign, **wrote)

    def reply(self) -> None:
        """The texter tries to answer everybody."""
        for conversation in self._held("reply"):
            seen = len(self._stage.run("open_conversation", self.campaign, conversation=conversation)["texts"])
            asked = {"texter": ANA, "conversation": conversation, "text": "Great!", "last_seen": seen}
            with suppress(Refused):
                self._stage.run("send_reply", self.campaign, **asked)

    def carry(self) -> None:
        """A carrier hands texts over: each at a right time, and those of one person in their order."""
        rows = self._stage.run("take_texts", self.campaign, carrier="one.1", count=3)
        for row in sorted(rows, key=lambda row: row["at"]):
            conversation, text = row["conversation"], row["id"]
            wrote_lately = self._now - self._wrote.get(conversation, 0) < HOUR
            zones = self._zones[conversation - 1].split()
            assert wrote_lately or all(right(self._hours, zone, self._now) for zone in zones)
            assert row["within"] > 0, "it may still be handed over"
            assert all(before < text for other, before in self.handed if other == conversation)
            self.handed.append((conversation, text))
            self._stage.run("report_text", self.campaign, conversation=conversation, text=text, status="sent")

    def _held(self, lane: str) -> list[int]:
        page = self._stage.run("list_conversations", self.campaign, holder=ANA, lane=lane, limit=100)
        return [thing["id"] for thing in page["conversations"]]

    def queued(self) -> set[tuple[int, int]]:
        """All texts of ours that there are."""
        found = self._stage.run("export_conversations", self.campaign, first=1, count=len(self._zones))
        return {
            (id, nth) for id, _, _, _, texts, *_ in found for nth, text in enumerate(texts, 1) if text["d"] == "out"
        }


@pytest.fixture(scope="module")
def stage(store_url: str) -> Iterator[Stage]:
    """A store with a clock that stands still until it is moved on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.store.scripts.source", source)

        async def now(scripts: Scripts) -> int:
            return int(await scripts.redis.get(KEY))

        patch.setattr(Scripts, "now", now)
        stage = Stage(store_url, [1])
        yield stage
        stage.clear()
        stage.close()


@given(
    hours=st.builds(
        lambda span, sunday, holidays: Hours(begin=span.begin, end=span.end, sunday=sunday, holidays=holidays),
        *(spans, st.none() | spans, st.lists(st.sampled_from(("2026-12-25", "2026-07-04")), max_size=2)),
    ),
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=8),
    bulk_send=st.booleans(),
    begin=st.sampled_from(BEGINNINGS),
    life=st.lists(st.tuples(deeds, st.integers(0, 5 * 60)), max_size=30),
)
def test_no_text_is_handed_over_outside_of_hours_and_everybody_is_texted_in_the_end(
    stage: Stage, hours: Hours, zones: list[str], bulk_send: bool, begin: str, life: list[tuple[str, int]]
) -> None:
    days = Days(stage, hours, zones, bulk_send, begin)
    for deed, minutes in life:
        days.do(deed)
        days.goes_on(minutes)
    for _ in range(4 * 24):
        for deed in ("turn", "request", "send", "bulk", "reply", "carry", "carry", "carry"):
            days.do(deed)
        if {conversation for conversation, _ in days.handed} == set(range(1, len(zones) + 1)):
            break
        days.goes_on(61)
    assert {conversation for conversation, _ in days.handed} == set(range(1, len(zones) + 1))
    assert days.queued() == set(days.handed)
