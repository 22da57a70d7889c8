"""Every sequence of verbs, tried on a store and on a model of it (tests/model.py); what must always hold is said below.

A verb is tried, most of the time, on something that it is meant for, and otherwise on anything at all: the model then
says by which word it is refused.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, TypeVar

import msgpack
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from msgspec import convert, to_builtins
from msgspec.structs import replace

from server.campaigns import contact
from server.campaigns.ledger import read
from server.campaigns.merge import compiled
from server.campaigns.places import Place, chosen
from server.campaigns.replay import Replay
from server.campaigns.settings import stored_hours
from server.errors import Refused
from server.live.console import console
from server.shown import Thing
from server.store import keys
from server.store.keys import LANES, NOBODY, OPEN_LANES
from server.wire.described import Texter
from server.wire.hours import USUAL
from server.wire.parts import Day, TakenAway
from server.wire.things import Console
from server.words.names import fields_of
from tests.finding import as_it_should_be, in_index, to_take_out
from tests.idling import minutes_pass
from tests.model import FAR, RANK, SOON, ACampaign, AConversation, Campaign
from tests.stage import HubView, Stage, without
from tests.stored import Stored, campaigns, strays
from tests.world import columns

Act = TypeVar("Act", bound=Callable[..., None])

CAMPAIGNS = (1, 2)
NO_CAMPAIGN = 9
MEMBERS = (1, 2, 3, 4)
PHONES = [f"+1202555{n:04d}" for n in range(16)]
SCRIPTS = ("Hi {first_name}!", "Hi {first_name}!", "{nick}", "é" * 1598 + "{nick}", "", " ", "Hi {town}!")
NICKS = ("", "Bo", "Bob")
"""Nicknames that make a message of SCRIPTS too short, right or too long."""
ZONES = ("America/New_York", "America/Denver")
HOURS = stored_hours(USUAL) or ""
NEVER_OVER = 1_000_000
"""Seconds for which acts can be undone here: their time is over when the machine says so (`acts_are_over`)."""
BYE, HELP = {"kind": "confirmation", "text": "Bye."}, {"kind": "help", "text": "We are the crew."}
MINUTES = (1, 2, 8, 20)
DOING = (
    *("request_conversations", "send_initial", "send_reply", "close_conversation", "release_conversations"),
    *("skip_conversation", "report_wrong_number", "undo", "tag_conversation", "answer_question", "finish_day"),
)
"""Verbs of a texter; those that change something count as doing."""
CANNED = ("Here.", "Hi {first_name}.", "In {nick}.")
SURVEYS = [
    ("Will you?", [("Yes", "Great!"), ("No", "")]),
    ("Will you?", [("No", ""), ("Maybe", "")]),
    ("A ride?", [("Yes", "")]),
]
TEXTS = ("Hello", "Hello", "Grüße 👋", "é" * 1600, "é" * 1601, " \n", "")


def mostly(usual: Any, *unusual: Any) -> st.SearchStrategy[Any]:
    """The usual value two times out of three, at least."""
    return st.sampled_from([usual] * max(9, 2 * len(unusual)) + [*unusual])


some_campaign = st.sampled_from((1,) * 8 + (2,) * 3 + (NO_CAMPAIGN,))
members = st.sampled_from(MEMBERS)


class Pick(NamedTuple):
    """The nth of the conversations that a verb is meant for, that somebody holds, or that there are."""

    nth: int
    of: Literal["meant", "held", "anything"]


picks = st.builds(Pick, st.integers(0, 40), st.sampled_from(("meant",) * 6 + ("held",) * 2 + ("anything",)))
lanes = st.lists(st.sampled_from(LANES), min_size=1, max_size=3, unique=True) | st.just(list(OPEN_LANES))
mosts = st.sampled_from((1, 2, 3, 1000))
carriers = st.sampled_from(("one", "two"))
zones = st.sampled_from(ZONES)
opens = st.sampled_from(([True, True], [True, True], [True, False], [False, True], [False, False], [False], []))
"""The zones of a campaign, the first first: true for an open one. Zones beyond the end aren't worked out."""
bys = st.fixed_dictionaries({"name": st.just("Root"), "move": st.sampled_from(("x", "y"))})


LOOKS = (
    "snapshot",
    "list_conversations",
    "export_conversations",
    "holders",
    "campaign_history",
    "join_campaign",
    "join_campaign",
)
HUB = (
    "a console opens",
    "a board opens",
    "a socket closes",
    "it falls behind",
    "it catches up",
    "it misses what waits",
    "it reads again",
)

HAPPENINGS: dict[str, tuple[int, st.SearchStrategy[dict[str, Any]]]] = {}
"""Everything that may happen: name → (how often, with which arguments)."""


def happens(often: int, **args: st.SearchStrategy[Any]) -> Callable[[Act], Act]:
    """Marks what may happen. (Were each a rule of Hypothesis', half of them would be left out of each sequence, and few
    would get to a reply.)"""

    def mark(act: Act) -> Act:
        HAPPENINGS[act.__name__] = often, st.fixed_dictionaries(args)
        return act

    return mark


def happenings() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Something that may happen: its name and its arguments."""
    by_often = sorted(HAPPENINGS.items(), key=lambda item: -item[1][0])  # what comes first is tried most
    names = [name for name, (often, _) in by_often for _ in range(often)]
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), HAPPENINGS[name][1]))


Says = Callable[[Any], Any]
Seen = Callable[[Any], Any]


def says(answer: Any) -> Says:
    """A model that gives this answer, in whatever state it is."""
    return lambda _: answer


def refuses(code: str) -> Says:
    """A model that refuses by this word."""

    def refuse(_: Any) -> Any:
        raise Refused(code)

    return refuse


def as_it_is(answer: Any) -> Any:
    """Return the whole answer: all of it counts."""
    return answer


class Everything(RuleBasedStateMachine):
    """A store, a model of it, and a hub's view of both campaigns that hears nothing but announcements."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        stage.clear()
        self.models: dict[int, Campaign] = {}
        self.opted_out: set[str] = set()
        self.unplaced = 0
        """Texts that weren't opt-outs, from phones in no campaign or opted out."""
        self.texted_by: dict[str, tuple[int, int]] = {}
        self.views: dict[int, HubView] = {}
        self.fresh: dict[int, HubView] = {}
        self.announced: dict[int, list[Thing]] = {}
        self.versions: dict[int, int] = {}
        """The campaigns' versions before the announcements in `announced`."""
        self.stored: dict[int, Stored] = {}
        self.refused = False
        self.arranging = False
        """True while a campaign is arranged: the effects of those verbs are looked at together, at the end."""
        self.everything: dict[str, tuple[str, Any]] = {}
        self.before: dict[str, tuple[str, Any]] = {}
        self.tick = 0
        self.references = 0
        self.confirmed_in: dict[str, tuple[int, int] | None] = {}
        """Phones that have opted out → the conversation that confirms it."""
        self.helped: set[str] = set()
        self.acts: dict[tuple[int, int], tuple[int, int]] = {}
        """Campaign and member → when they last did something there: after how many acts, and at which minute."""
        self.warnings: dict[tuple[int, int], tuple[int, int]] = {}
        """Campaign and member → the same of the warning that was seen last."""
        self.count = 0
        self.lost: set[tuple[int, int]] = set()
        """Campaigns and members from whom the chore has just taken conversations back."""
        self.hours_between = 6
        self.texted_lately: dict[str, int] = {}
        """Phones → the campaign that texted them last, within these hours."""
        for _ in CAMPAIGNS:
            stage.run("new_campaign")
        for setting, text in (("confirm_opt_out", BYE["text"]), ("help_text", HELP["text"])):
            stage.run("set_automatic_text", setting=setting, text=text)

    # Trying a verb.

    def do(
        self,
        campaign: int,
        verb: str,
        says: Says,
        seen: Seen = as_it_is,
        unknown: str = "unknown_campaign",
        **args: Any,
    ) -> Any:
        """Run a verb on the store; `says` is what the model says of it, `seen` what counts of the answer, and `unknown`
        how it refuses where there is no campaign."""
        self.wait_for_the_next_millisecond()
        expected = outcome(lambda: (says if campaign in self.models else refuses(unknown))(self.models.get(campaign)))
        answer = outcome(lambda: self.stage.run(verb, campaign, **args))
        if self.arranging:
            assert code(answer) == code(expected), verb
            return answer
        self.look()
        self.refused = isinstance(answer, Refused)
        did = not self.refused if verb == "note_doing" else verb in DOING and self.announced.get(campaign)
        if did and "texter" in args:
            self.acts[campaign, args["texter"]] = self.count, self.models[campaign].minute
        if isinstance(answer, Refused) or isinstance(expected, Refused):
            assert code(answer) == code(expected), verb
        else:
            assert seen(answer) == self.described(campaign, expected), verb
        return answer

    def same(self, campaign: int, verb: str, seen: Seen = as_it_is, **args: Any) -> Any:
        """Run a verb on the store and on the model, with the same arguments."""
        return self.do(campaign, verb, lambda model: getattr(model, verb)(**args), seen, **args)

    def described(self, campaign: int, expected: Any) -> Any:
        """The store's answer that the model's answer stands for, by the verbs that only describe."""
        if expected is ACampaign:
            return self.stage.run("snapshot", campaign, texters=[], rows=False)["campaign"]
        if isinstance(expected, AConversation):
            thing = self.stage.run("open_conversation", campaign, conversation=expected.id)
            return {**without("v", thing), **({} if expected.v is None else {"v": expected.v})}
        return expected

    def wait_for_the_next_millisecond(self) -> None:
        """Wait for the next millisecond, so that the order of two verbs is never in doubt."""
        while (now := time.time_ns() // 1_000_000) <= self.tick:
            time.sleep(0.0002)
        self.tick = now

    def look(self) -> None:
        """Read the whole store, and let the hub hear what was announced."""
        self.refused, self.lost, self.count = False, set(), self.count + 1
        self.before, self.everything = self.everything, self.stage.everything()
        before, self.stored = self.stored, campaigns(self.everything)
        self.tick = max(self.tick, time.time_ns() // 1_000_000)
        self.versions = {id: int(stored.hash["v"]) for id, stored in before.items()}
        self.announced = {id: [] for id in CAMPAIGNS}
        for message in self.stage.announced():
            id = message["campaign"]["id"]
            self.announced[id].append(message)
            if id in self.views:
                self.views[id].hear(message)
        for id, model in self.models.items():
            for member in self.stored[id].others.get("idle", {}) if id in self.stored else ():
                if member not in (before[id].others.get("idle", {}) if id in before else {}):
                    self.warnings[id, int(member)] = self.count, model.minute
            if self.stored.get(id) != before.get(id):
                self.fresh[id] = HubView(self.stage, id, MEMBERS)

    def pick(self, pick: Pick, meant: list[Any], held: list[Any], anything: list[Any]) -> Any:
        among = {"meant": meant or held, "held": held}.get(pick.of) or anything
        return among[pick.nth % len(among)]

    def one_of(self, campaign: int, pick: Pick, *lanes: str) -> int:
        """A conversation, if possible in one of these lanes."""
        conversations = self.models[campaign].conversations if campaign in self.models else {}
        meant = [id for id, one in conversations.items() if one.lane in lanes]
        held = [id for id, one in conversations.items() if one.holder != NOBODY]
        return int(self.pick(pick, meant, held, [*range(1, len(conversations) + 2), 0]))

    def held(self, campaign: int, pick: Pick, *lanes: str) -> tuple[int, int]:
        """Somebody, and a conversation that they hold, if possible in one of these lanes."""
        conversations = self.models[campaign].conversations if campaign in self.models else {}
        held = [(one.holder, id) for id, one in conversations.items() if one.holder != NOBODY]
        meant = [(holder, id) for holder, id in held if conversations[id].lane in lanes]
        anything = [(member, id) for id in [*range(1, len(conversations) + 2), 0] for member in MEMBERS]
        texter, conversation = self.pick(pick, meant, held, anything)
        return texter, conversation

    # The beginning.

    @initialize(
        lives=st.lists(
            st.tuples(st.sampled_from(NICKS), st.sampled_from((NOBODY, *MEMBERS)), st.sampled_from(LANES)),
            min_size=6,
            max_size=12,
        ),
        batch_size=st.sampled_from((1, 2, 3, 5)),
        bulk_send=st.booleans(),
        later=st.sets(members, max_size=2),
        undo=mostly((NEVER_OVER, NEVER_OVER), (0, NEVER_OVER), (NEVER_OVER, 0), (0, 0)),
        fair_tail=st.booleans(),
    )
    def there_is_a_campaign_in_full_swing(
        self,
        lives: list[tuple[str, int, str]],
        batch_size: int,
        bulk_send: bool,
        later: set[int],
        undo: tuple[int, int],
        fair_tail: bool,
    ) -> None:
        """Arrange a campaign whose conversations are anywhere, some with people who are gone by now."""
        self.arranging = True
        settings = {"self_assign": True, "batch_size": batch_size, "bulk_send": bulk_send, "sender_link": True}
        settings |= {"take_back_initials": 10, "take_back_replies": 20, "fair_tail": fair_tail}
        self.create(1, script=SCRIPTS[0], **settings, undo_initials=undo[0], undo_replies=undo[1])
        lives = sorted(lives, key=lambda life: (life[1:] == (NOBODY, "initial"), life[1] != NOBODY))
        self.add(1, [(nth, nick, (*ZONES, None)[nth % 3]) for nth, (nick, _, _) in enumerate(lives)])
        self.same(1, "launch_campaign", most=1000)
        self.same(1, "add_senders", members=list(MEMBERS))
        unassigned = [id for id, (_, holder, _) in enumerate(lives, 1) if holder == NOBODY]
        for id, (_, holder, lane) in enumerate(lives, 1):
            if (holder, lane) != (NOBODY, "initial"):
                self.bring(id, holder or MEMBERS[0], lane)
            if id == max(unassigned, default=0):
                self.same(1, "release_conversations", texter=MEMBERS[0], lanes=list(LANES), most=1000)
        for member in later:
            self.same(1, "remove_sender", member=member, most=1000)
        self.same(1, "vouch_here", texters=list(MEMBERS), gone=[])
        self.stay(1)
        self.arranging = False
        self.look()

    def bring(self, id: int, texter: int, lane: str) -> None:
        """An unassigned initial to a texter, and there to a lane."""
        by = {"name": "Root", "move": "x"}
        self.same(1, "reassign", holder=NOBODY, to=texter, lane="initial", most=1, by=by)
        if lane in ("quiet", "reply", "closed"):
            self.same(1, "send_initial", texter=texter, conversation=id, text="Hi!")
        if lane == "reply":
            self.same(1, "receive_text", conversation=id, text="Yes", reference=f"{id}", stop=False)
        if lane == "closed":
            self.same(1, "close_conversation", texter=texter, conversation=id)
        if lane == "opted_out":
            self.same(1, "opt_out", conversation=id, at=1)

    @initialize(
        contacts=st.lists(st.sampled_from(NICKS), max_size=4),
        fields=st.sampled_from((["nick"], [])),
        script=st.sampled_from(SCRIPTS),
        self_assign=st.booleans(),
        chosen=st.sets(members, max_size=2),
        launched=st.booleans(),
    )
    def there_is_another_that_may_lack_anything(
        self,
        contacts: list[str],
        fields: list[str],
        script: str,
        self_assign: bool,
        chosen: set[int],
        launched: bool,
    ) -> None:
        self.arranging = True
        self.create(2, script=script, self_assign=self_assign)
        self.add(2, [(nth, nick, ZONES[0]) for nth, nick in enumerate(contacts)], fields)
        self.same(2, "add_senders", members=sorted(chosen))
        if launched:
            self.same(2, "launch_campaign", most=1000)
        self.arranging = False
        self.look()

    def create(self, campaign: int, **settings: Any) -> None:
        defaults = {"title": "Vote!", "batch_size": None, "bulk_send": False, "hours": "", "answer_hours": 1}
        defaults |= {"take_back_initials": 0, "take_back_replies": 0}
        defaults |= {"fair_tail": False, "most_held": 0, "most_a_day": 0, "first_needs_yes": False}
        token = "t0" if settings.get("sender_link") else None
        kept = {name: value for name, value in settings.items() if name != "sender_link"}
        self.models[campaign] = model = Campaign({**defaults, **kept, "token": token})
        if model.settings["self_assign"] and model.settings["batch_size"] is None:
            model.settings["batch_size"] = 300
        given = {
            "title": "Vote!",
            "token": "t0",
            "default_batch_size": 300,
            "message": compiled(settings["script"]),
            **settings,
        }
        self.do(campaign, "create_campaign", says(ACampaign), **given)
        self.views[campaign] = HubView(self.stage, campaign, MEMBERS)

    # An admin.

    @happens(1, campaign=st.sampled_from((*CAMPAIGNS, NO_CAMPAIGN)))
    def create_campaign(self, campaign: int) -> None:
        """Create a campaign: one that is there stays as it is, and a new one can't have a link that leads nowhere."""
        new = campaign == NO_CAMPAIGN
        settings = {"title": "Again!", "sender_link": new, "token": "t", "default_batch_size": 7}
        self.do(campaign, "create_campaign", says(ACampaign), unknown="self_assign_off", **settings)

    @happens(
        4,
        campaign=some_campaign,
        settings_=st.fixed_dictionaries({"self_assign": st.booleans()})
        | st.fixed_dictionaries({"sender_link": st.booleans()})
        | st.fixed_dictionaries({"script": st.sampled_from(SCRIPTS)})
        | st.fixed_dictionaries({"take_back_initials": st.sampled_from((0, 10))})
        | st.fixed_dictionaries({"take_back_replies": st.sampled_from((0, 10, 20))})
        | st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(("Vote!", "Vote now!")),
                "script": st.sampled_from(SCRIPTS),
                "self_assign": st.booleans(),
                "batch_size": st.sampled_from((1, 2, 5)),
                "sender_link": st.booleans(),
                "bulk_send": st.booleans(),
                "undo_initials": st.sampled_from((0, NEVER_OVER)),
                "undo_replies": st.sampled_from((0, NEVER_OVER)),
            },
        )
        | st.fixed_dictionaries(
            {},
            optional={
                "fair_tail": st.booleans(),
                "most_held": st.sampled_from((0, 2)),
                "most_a_day": st.sampled_from((0, 3)),
                "first_needs_yes": st.booleans(),
            },
        ),
        token=st.sampled_from(("t1", "t2")),
    )
    def update_campaign(self, campaign: int, settings_: dict[str, Any], token: str) -> None:
        message = compiled(settings_["script"]) if "script" in settings_ else None
        self.same(campaign, "update_campaign", default_batch_size=300, token=token, message=message, **settings_)

    def windows(self, campaign: int, opens: list[bool]) -> str:
        """Windows of the campaign's zones: the first open or closed, and so on; one may be left out."""
        zones = len(self.models[campaign].zones) if campaign in self.models else 1
        return json.dumps([[0, FAR] if is_open else [FAR, FAR + 1] for is_open in opens[:zones]])

    @happens(2, campaign=some_campaign, hours=mostly(HOURS, ""), opens=opens, answer_hours=st.sampled_from((0, 1)))
    def set_hours(self, campaign: int, hours: str, opens: list[bool], answer_hours: int) -> None:
        given = {"hours": hours, "windows": self.windows(campaign, opens), "till": FAR, "answer_hours": answer_hours}
        self.same(campaign, "update_campaign", default_batch_size=300, token="t1", **given)

    @happens(4, campaign=some_campaign, opens=opens)
    def zones_open_and_close(self, campaign: int, opens: list[bool]) -> None:
        zones = self.stored[campaign].hash.get("zones", "[]") if campaign in self.stored else "[]"
        kept = {"hours": HOURS, "zones": zones, "windows": self.windows(campaign, opens), "till": FAR}
        self.same(campaign, "set_windows", **kept)
        self.same(campaign, "turn_hours")

    @happens(1, campaign=some_campaign, zones=st.lists(st.tuples(st.integers(0, 14), zones), max_size=4))
    def set_zones(self, campaign: int, zones: list[tuple[int, str]]) -> None:
        self.same(campaign, "set_zones", zones=zones)

    @happens(
        1,
        campaign=some_campaign,
        contacts=st.lists(st.tuples(st.integers(0, 15), st.sampled_from(NICKS), zones | st.none()), max_size=4),
        fields=st.sampled_from((["nick"], ["nick"], [], ["town", "nick", "town"])),
        older=mostly(False, True),
    )
    def add_contacts(
        self, campaign: int, contacts: list[tuple[int, str, str | None]], fields: list[str], older: bool
    ) -> None:
        self.add(campaign, contacts, fields, older)

    def add(
        self,
        campaign: int,
        contacts: list[tuple[int, str, str | None]],
        fields: list[str] | None = None,
        older: bool = False,
    ) -> None:
        """Add contacts, by a server of an `older` version without what the index needs."""
        fields = ["nick"] if fields is None else fields
        rows = [
            (PHONES[nth], f"C{nth}", {"nick": nick} if "nick" in fields else {}, zone) for nth, nick, zone in contacts
        ]
        packed = [
            [phone, json.dumps([first_name, "Doe", phone, values]), *([zone] if zone else [])]
            for phone, first_name, values, zone in rows
        ]
        asked: dict[str, Any] = {"contacts": packed, "columns": columns(*dict.fromkeys(fields))}
        if not older:
            asked["find"] = [fields_of(first_name, "Doe", phone) for phone, first_name, _, _ in rows]
        self.do(campaign, "add_contacts", lambda model: model.add_contacts(rows, fields), **asked)

    @happens(1, campaign=st.sampled_from((1, 2, 2, 2, NO_CAMPAIGN)), some=st.lists(picks, min_size=1, max_size=3))
    def remove_contacts(self, campaign: int, some: list[Pick]) -> None:
        conversations = [self.one_of(campaign, pick, "initial") for pick in some]

        def counts(answer: Thing) -> Thing:
            return {name: answer[name] for name in ("removed", "kept")}

        find = [to_take_out(self.stored.get(campaign), each) for each in conversations]
        removed: Says = lambda model: model.remove_contacts(conversations=conversations)  # noqa: E731
        self.do(campaign, "remove_contacts", removed, counts, conversations=conversations, find=find)

    @happens(1, campaign=some_campaign, most=mosts)
    def index_contacts(self, campaign: int, most: int) -> None:
        stored = self.stored.get(campaign)
        done = int(stored.hash.get("indexed", 0)) if stored else 0
        last = int(stored.hash["contacts"]) if stored else 0
        kept = [stored.contacts.get(id, "") for id in range(done + 1, min(done + most, last) + 1)] if stored else []
        contacts = [[packed, fields_of(*json.loads(packed)[:3]) if packed else []] for packed in kept]
        self.do(campaign, "index_contacts", lambda _: done + len(kept), first=done + 1, contacts=contacts)

    @happens(
        1,
        campaign=st.sampled_from((1, 2, 2, 2, NO_CAMPAIGN)),
        pick=picks,
        phone=st.sampled_from(PHONES),
        first_name=st.sampled_from(("C0", "Zoe")),
        nick=st.sampled_from((None, *NICKS[1:])),
        zone=zones,
    )
    def correct_contact(
        self, campaign: int, pick: Pick, phone: str, first_name: str, nick: str | None, zone: str
    ) -> None:
        conversation = self.one_of(campaign, pick, "initial")
        fields = {"nick": nick} if nick else {}
        asked = {"conversation": conversation, "phone": phone, "zone": zone}
        self.do(
            campaign,
            "correct_contact",
            lambda model: model.correct_contact(**asked, first_name=first_name, fields=fields),
            **asked,
            contact=json.dumps([first_name, "Doe", phone, fields], separators=(",", ":")),
            find=to_take_out(self.stored.get(campaign), conversation) | {"now": fields_of(first_name, "Doe", phone)},
        )

    @happens(2, campaign=some_campaign, chosen=st.lists(members, max_size=3))
    def add_senders(self, campaign: int, chosen: list[int]) -> None:
        self.same(campaign, "add_senders", members=chosen)

    @happens(2, campaign=some_campaign, member=members, most=mosts)
    def remove_sender(self, campaign: int, member: int, most: int) -> None:
        self.same(campaign, "remove_sender", member=member, most=most)

    @happens(1, campaign=some_campaign, disabled=st.lists(members, max_size=1), most=mosts)
    def finish_removals(self, campaign: int, disabled: list[int], most: int) -> None:
        self.same(campaign, "finish_removals", disabled=disabled, most=most)

    @happens(2, campaign=st.sampled_from((1, 2, 2, 2, 2, NO_CAMPAIGN)), most=mosts)
    def launch_campaign(self, campaign: int, most: int) -> None:
        self.same(campaign, "launch_campaign", most=most)

    @happens(1, campaign=st.sampled_from((1, 2, 2, 2, NO_CAMPAIGN)), at=st.sampled_from((SOON, SOON + 1, 1, None)))
    def schedule_launch(self, campaign: int, at: int | None) -> None:
        self.same(campaign, "schedule_launch", at=at)

    @happens(1, campaign=some_campaign)
    def a_launch_that_isnt_due_is_neither_done_nor_given_up(self, campaign: int) -> None:
        self.same(campaign, "launch_campaign", most=1000, scheduled=True)
        self.same(campaign, "fail_launch", trouble="No.")

    @happens(1, campaign=some_campaign, briefly=mostly(True, False, False, False))
    def pause_campaign(self, campaign: int, briefly: bool) -> None:
        self.same(campaign, "pause_campaign")
        if briefly:
            self.same(campaign, "resume_campaign")

    @happens(2, campaign=some_campaign)
    def resume_campaign(self, campaign: int) -> None:
        self.same(campaign, "resume_campaign")

    @happens(1, campaign=st.sampled_from((2, 2, 2, NO_CAMPAIGN)), really=st.booleans())
    def archive_campaign(self, campaign: int, really: bool) -> None:
        if really:
            self.same(campaign, "archive_campaign")

    @happens(1, campaign=some_campaign)
    def unarchive_campaign(self, campaign: int) -> None:
        self.same(campaign, "unarchive_campaign")

    @happens(
        2, campaign=some_campaign, some=st.lists(picks, max_size=4), to=st.sampled_from((NOBODY, *MEMBERS)), by=bys
    )
    def move_conversations(self, campaign: int, some: list[Pick], to: int, by: dict[str, str]) -> None:
        conversations = [self.one_of(campaign, pick, *OPEN_LANES) for pick in some]
        self.same(campaign, "move_conversations", conversations=conversations, to=to, by=by)

    @happens(1, campaign=some_campaign, member=members, text=mostly("Hello", " "))
    def message_sender(self, campaign: int, member: int, text: str) -> None:
        self.same(campaign, "message_sender", member=member, text=text, by="Root")

    @happens(1, campaign=some_campaign, texter=members, message=st.integers(1, 3))
    def dismiss_message(self, campaign: int, texter: int, message: int) -> None:
        self.same(campaign, "dismiss_message", texter=texter, message=message)

    @happens(2, campaign=some_campaign, holder=members, lanes=lanes, most=mosts, by=bys)
    def unassign(self, campaign: int, holder: int, lanes: list[str], most: int, by: dict[str, str]) -> None:
        self.same(campaign, "unassign", holder=holder, lanes=lanes, most=most, by=by)

    @happens(
        3,
        campaign=some_campaign,
        holder=st.sampled_from((NOBODY, *MEMBERS)),
        to=members,
        lane=st.sampled_from(LANES),
        most=mosts,
        by=bys,
    )
    def reassign(self, campaign: int, holder: int, to: int, lane: str, most: int, by: dict[str, str]) -> None:
        self.same(campaign, "reassign", holder=holder, to=to, lane=lane, most=most, by=by)

    @happens(2, campaign=some_campaign, most=mosts)
    def send_bulk(self, campaign: int, most: int) -> None:
        before = self.models[campaign].clock if campaign in self.models else 0
        self.same(campaign, "send_bulk", most=most)
        if campaign in self.models:
            model = self.models[campaign]
            sent = [id for id, one in model.conversations.items() if one.texts and one.place > before]
            self.learn_the_order_of_those_sent_at_once(model, self.stored[campaign], sent)

    def learn_the_order_of_those_sent_at_once(self, model: Campaign, stored: Stored, sent: list[int]) -> None:
        """Take over the store's order of texts that were sent within a millisecond or two."""
        at = {id: (place, str(id)) for bucket in stored.buckets.values() for id, place in bucket}
        places = sorted(model.conversations[id].place for id in sent)
        for id, place in zip(sorted(sent, key=lambda id: at[id]), places, strict=True):
            model.conversations[id].place = place

    # A texter.

    @happens(
        6,
        campaign=some_campaign,
        texter=members,
        done=st.booleans(),
        only=mostly(None, *OPEN_LANES),
        first=mostly(None, True),
    )
    def request_conversations(
        self, campaign: int, texter: int, done: bool, only: str | None, first: bool | None
    ) -> None:
        """Request conversations, half of the time for a texter who gets some."""
        if done and campaign in self.models:
            model = self.models[campaign]
            texter = next((it for it in sorted(model.senders) if model.kept_from(it) is None), texter)
        self.references += 1
        asked = {"texter": texter, "request_id": f"r{self.references}", "only": only, "first": first}
        self.same(campaign, "request_conversations", **asked)

    @happens(
        4, campaign=some_campaign, come=st.lists(members, max_size=3, unique=True), go=st.lists(members, max_size=1)
    )
    def come_and_go(self, campaign: int, come: list[int], go: list[int]) -> None:
        """Have a hub vouch for texters, and serve those who wait, as it does."""
        some_wait = self.same(campaign, "vouch_here", texters=come, gone=go)
        self.stay(campaign)
        if some_wait:
            self.same(campaign, "serve_room")

    def stay(self, campaign: int) -> None:
        """Let a hub's word hold for as long as the test takes."""
        here = self.models[campaign].here if campaign in self.models else ()
        for texter in here:
            self.stage.wait(
                self.stage.redis.zadd(keys.under(keys.campaign(campaign), "here"), {str(texter): FAR}, xx=True)
            )
        self.look()

    @happens(4, campaign=some_campaign, texters=st.permutations(MEMBERS), lanes=lanes)
    def everybody_gives_back_and_requests(self, campaign: int, texters: list[int], lanes: list[str]) -> None:
        for texter in texters:
            self.release_conversations(campaign, texter, lanes, most=1000)
        for texter in texters:
            self.request_conversations(campaign, texter, done=False, only=None, first=None)

    @happens(4, campaign=some_campaign, texters=st.permutations(MEMBERS))
    def those_who_have_nothing_to_do_wait(self, campaign: int, texters: list[int]) -> None:
        model = self.models.get(campaign)
        for texter in texters:
            if model and texter in model.senders and not (model.open_initials(texter) or model.bucket(texter, "reply")):
                self.wait_for_more(campaign, texter, done=False)

    @happens(5, campaign=some_campaign, texter=members, done=st.booleans())
    def wait_for_more(self, campaign: int, texter: int, done: bool) -> None:
        """Wait, half of the time a texter who has nothing left to send."""
        if done and campaign in self.models:
            model = self.models[campaign]
            texter = next((it for it in sorted(model.senders) if not model.bucket(it, "initial")), texter)
        self.same(campaign, "wait_for_more", lambda answer: "waits_since" in answer, texter=texter)
        self.stay(campaign)

    @happens(1, campaign=some_campaign, texter=members)
    def stop_waiting(self, campaign: int, texter: int) -> None:
        self.same(campaign, "stop_waiting", texter=texter)

    @happens(1, campaign=some_campaign, member=members)
    def approve_sender(self, campaign: int, member: int) -> None:
        self.same(campaign, "approve_sender", member=member)

    @happens(
        2,
        campaign=some_campaign,
        member=members,
        only=st.sampled_from((None, "", "initial", "reply")),
        caps=st.fixed_dictionaries(
            {}, optional={name: st.sampled_from((-1, 0, 1, 4)) for name in ("most_held", "most_a_day")}
        ),
    )
    def update_sender(self, campaign: int, member: int, only: str | None, caps: dict[str, int]) -> None:
        self.same(campaign, "update_sender", member=member, only=only, **caps)

    @happens(1, campaign=some_campaign)
    def end_days(self, campaign: int) -> None:
        self.same(campaign, "end_days")

    @happens(2, campaign=st.sampled_from(CAMPAIGNS), nth=st.integers(0, 40), only=mostly(None, *OPEN_LANES))
    def the_same_request_again(self, campaign: int, nth: int, only: str | None) -> None:
        if answered := sorted(self.models[campaign].answers):
            texter, request_id = answered[nth % len(answered)]
            self.same(campaign, "request_conversations", texter=texter, request_id=request_id, only=only)

    @happens(5, campaign=some_campaign, pick=picks, text=mostly(None, *TEXTS))
    def send_initial(self, campaign: int, pick: Pick, text: str | None) -> None:
        texter, conversation = self.held(campaign, pick, "initial")
        self.same(campaign, "send_initial", texter=texter, conversation=conversation, text=text)

    @happens(3, campaign=some_campaign, texter=members)
    def send_all_initials(self, campaign: int, texter: int) -> None:
        if campaign in self.models:
            for conversation in self.models[campaign].bucket(texter, "initial"):
                self.same(campaign, "send_initial", texter=texter, conversation=conversation)

    @happens(
        8,
        campaign=some_campaign,
        pick=picks,
        text=mostly("Thanks!", *TEXTS),
        behind=mostly(0, 1, -1),
        close=mostly(None, True),
        question=mostly(None, 1, 2),
        answer=st.integers(1, 4),
    )
    def send_reply(
        self,
        campaign: int,
        pick: Pick,
        text: str,
        behind: int,
        close: bool | None,
        question: int | None,
        answer: int,
    ) -> None:
        texter, conversation = self.held(campaign, pick, "reply", "quiet", "closed")
        seen = self.stored[campaign].texts.get(conversation, []) if campaign in self.stored else []
        asked = {"texter": texter, "conversation": conversation, "text": text, "last_seen": len(seen) - behind}
        more = {"close": close, "question": question, "answer": answer if question else None}
        self.same(campaign, "send_reply", **asked, **more)

    @happens(2, campaign=some_campaign, words=st.lists(st.sampled_from(CANNED), max_size=3, unique=True))
    def set_canned_replies(self, campaign: int, words: list[str]) -> None:
        replies = [{"title": each[0], "text": each, "message": compiled(each)} for each in words]
        self.do(campaign, "set_canned_replies", lambda model: model.set_canned_replies(words), replies=replies)

    @happens(
        2,
        campaign=some_campaign,
        tags=st.lists(st.integers(1, 4), max_size=3, unique=True) | st.none(),
        named=st.sampled_from(({1: "One", 2: "Two", 3: "Three"}, {1: "Uno", 3: "Three"})),
    )
    def set_campaign_tags(self, campaign: int, tags: list[int] | None, named: dict[int, str]) -> None:
        given = [{"id": id, "name": name} for id, name in named.items()]
        self.do(
            campaign,
            "set_campaign_tags",
            lambda model: model.set_campaign_tags(tags, named),
            tags=tags,
            named=given,
        )

    @happens(
        2, campaign=some_campaign, asked=st.lists(st.sampled_from(SURVEYS), max_size=3, unique_by=lambda it: it[0])
    )
    def set_survey(self, campaign: int, asked: list[tuple[str, list[tuple[str, str]]]]) -> None:
        questions = [
            {
                "question": words,
                "answers": [
                    {"answer": answer, **({"reply": reply, "message": compiled(reply)} if reply else {})}
                    for answer, reply in given
                ],
            }
            for words, given in asked
        ]
        self.do(campaign, "set_survey", lambda model: model.set_survey(asked), questions=questions)

    @happens(5, campaign=some_campaign, pick=picks, tag=mostly(1, 2, 3, 4), on=mostly(True, False), admin=st.booleans())
    def tag_conversation(self, campaign: int, pick: Pick, tag: int, on: bool, admin: bool) -> None:
        texter, conversation = self.held(campaign, pick, *LANES)
        asker = {} if admin else {"texter": texter}
        self.same(campaign, "tag_conversation", conversation=conversation, tag=tag, on=on, **asker)
        self.do(
            campaign,
            "list_labelled",
            lambda model: model.list_labelled(tag, 2),
            lambda answer: (ids(answer["conversations"]), "next" in answer),
            tag=tag,
            limit=2,
        )

    @happens(
        5, campaign=some_campaign, pick=picks, nth=st.integers(0, 12), admin=st.booleans(), back=mostly(False, True)
    )
    def answer_question(self, campaign: int, pick: Pick, nth: int, admin: bool, back: bool) -> None:
        texter, conversation = self.held(campaign, pick, *LANES)
        asked = self.models[campaign].at_hand.survey if campaign in self.models else {}
        there = [(id, answer) for id, question in asked.items() for answer in question.answers]
        question, answer = there[nth] if nth < len(there) else (nth % 3, nth)
        asker = {} if admin else {"texter": texter}
        given = {"question": question, "answer": None if back else answer}
        self.same(campaign, "answer_question", conversation=conversation, **given, **asker)

    @happens(4, campaign=some_campaign, pick=picks)
    def close_conversation(self, campaign: int, pick: Pick) -> None:
        texter, conversation = self.held(campaign, pick, "reply", "quiet", "closed")
        self.same(campaign, "close_conversation", texter=texter, conversation=conversation)

    @happens(5, campaign=some_campaign, pick=picks)
    def undo(self, campaign: int, pick: Pick) -> None:
        """Undo an act, if possible one that can be undone."""
        texter, conversation = self.held(campaign, pick, *LANES)
        model = self.models.get(campaign, Campaign({}))
        acts = [(act.by, id) for id, act in model.acts.items()]
        texter, conversation = self.pick(pick, acts, [(texter, conversation)], [(texter, conversation)])
        self.same(campaign, "undo", texter=texter, conversation=conversation)

    @happens(3, campaign=some_campaign)
    def acts_are_over(self, campaign: int) -> None:
        """Let the time be over in which the acts of now can be undone."""
        if campaign in self.models:
            self.models[campaign].over |= self.models[campaign].acts.keys()
            for name in ("held", "undoable"):
                found = keys.under(keys.campaign(campaign), name)
                for each, at in self.stage.wait(self.stage.redis.zrange(found, 0, -1, withscores=True)):
                    if at > self.tick:
                        over = at - (NEVER_OVER + 3600) * 1000
                        self.stage.wait(self.stage.redis.zadd(found, {each: over}))
            self.look()

    @happens(3, campaign=some_campaign, pick=picks)
    def skip_conversation(self, campaign: int, pick: Pick) -> None:
        texter, conversation = self.held(campaign, pick, "initial")
        self.same(campaign, "skip_conversation", texter=texter, conversation=conversation)

    @happens(3, campaign=some_campaign, pick=picks)
    def report_wrong_number(self, campaign: int, pick: Pick) -> None:
        texter, conversation = self.held(campaign, pick, *OPEN_LANES)
        self.same(campaign, "report_wrong_number", texter=texter, conversation=conversation)

    @happens(3, campaign=st.sampled_from(CAMPAIGNS), pick=picks, undone=st.booleans())
    def a_texter_opts_a_contact_out(self, campaign: int, pick: Pick, undone: bool) -> None:
        """Opt somebody out as a texter's press does it, and undo it by a second press."""
        model = self.models[campaign]
        texter, conversation = self.held(campaign, pick, *OPEN_LANES)
        one = model.conversations.get(conversation)
        if one is None or one.erased or one.holder != texter or texter not in model.senders:
            return
        [phone] = [phone for phone, id in model.phones.items() if id == conversation]
        self.wait_for_the_next_millisecond()
        place = None if one.lane == "initial" else (campaign, conversation)
        opting = contact.opt_out_by(self.stage.scripts, campaign, conversation, texter=texter, name="Ana")
        self.stage.wait(opting)
        new = phone not in self.opted_out
        if new:
            self.confirmed_in[phone] = place
        automatic = BYE if place and self.confirmed_in.get(phone) == place else None
        at = self.noted(phone, True, False)
        assert at is not None
        model.opt_out(conversation, at, automatic, texter)
        self.noted_everywhere(phone, at, out=True)
        if undone:
            act = model.acts.get(conversation)
            can = new and act is not None and act.did == "opt_out" and act.by == texter
            undoing = contact.undo_by(self.stage.scripts, campaign, conversation, texter=texter, name="Ana")
            answer = outcome(lambda: self.stage.wait(undoing))
            assert code(answer) == (None if can else "too_late")
            self.noted_everywhere(phone, self.noted(phone, False, True) if can else None, out=False)
        self.look()

    @happens(2, campaign=some_campaign, pick=picks, behind=mostly(0, 1))
    def an_admin_closes_a_conversation(self, campaign: int, pick: Pick, behind: int) -> None:
        conversation = self.one_of(campaign, pick, "reply", "quiet")
        seen = self.stored[campaign].texts.get(conversation, []) if campaign in self.stored else []
        self.same(campaign, "close_conversation", conversation=conversation, last_seen=len(seen) - behind)

    @happens(3, campaign=some_campaign, texter=members, lanes=lanes, most=mosts)
    def release_conversations(self, campaign: int, texter: int, lanes: list[str], most: int) -> None:
        self.same(campaign, "release_conversations", texter=texter, lanes=lanes, most=most)

    @happens(2, campaign=some_campaign, texter=members, most=mosts)
    def finish_day(self, campaign: int, texter: int, most: int) -> None:
        self.same(campaign, "finish_day", texter=texter, most=most)

    @happens(3, campaign=some_campaign, pick=picks, where=st.booleans(), typing=mostly(None, True))
    def note_doing(self, campaign: int, pick: Pick, where: bool, typing: bool | None) -> None:
        texter, conversation = self.held(campaign, pick, "initial", "reply")
        place = {"conversation": conversation, "typing": typing} if where else {}
        self.same(campaign, "note_doing", lambda _: None, texter=texter, **place)

    # Time.

    @happens(3, campaign=some_campaign, minutes=st.sampled_from(MINUTES))
    def minutes_pass(self, campaign: int, minutes: int) -> None:
        if campaign in self.models:
            self.stage.wait(minutes_pass(self.stage.redis, campaign, minutes))
            self.models[campaign].minute += minutes
            self.look()
            self.views[campaign].read_again()  # what consoles say lies further back, too

    @happens(5, campaign=some_campaign, most=mosts, calm=mostly(True, False))
    def take_back(self, campaign: int, most: int, calm: bool) -> None:
        before = self.stored[campaign].where if campaign in self.stored else {}
        self.same(campaign, "take_back", cursor="0", most=most, calm=calm)
        after = self.stored[campaign].where if campaign in self.stored else {}
        self.lost = {(campaign, holder) for id, (holder, _) in before.items() if after[id][0] != holder != NOBODY}

    @happens(
        4,
        campaign=some_campaign,
        most=mosts,
        nth=st.integers(0, 3),
        meanwhile=st.sampled_from((None, "types", "sends", "closes", "gives one back", "gets one")),
    )
    def texters_walk_away(self, campaign: int, most: int, nth: int, meanwhile: str | None) -> None:
        """Let so much time pass that all is due, and have somebody who is warned do something, or get something."""
        self.reassign(campaign, NOBODY, MEMBERS[nth], "initial", 3, {"name": "Root", "move": "y"})
        self.minutes_pass(campaign, 20)
        self.take_back(campaign, most, calm=True)
        model = self.models.get(campaign, Campaign({}))
        warned = sorted(model.warned) or [nth + 1]
        texter = warned[nth % len(warned)]
        unsent, waits = ((model.bucket(texter, lane) or [1])[0] for lane in ("initial", "reply"))
        match meanwhile:
            case "types":
                self.same(campaign, "note_doing", lambda _: None, texter=texter)
            case "sends":
                self.same(campaign, "send_initial", texter=texter, conversation=unsent, text="Hi!")
            case "closes":
                self.same(campaign, "close_conversation", texter=texter, conversation=waits)
            case "gives one back":
                self.release_conversations(campaign, texter, ["initial", "reply"], 1)
            case "gets one":
                self.reassign(campaign, NOBODY, texter, "initial", 1, {"name": "Root", "move": "z"})
        self.minutes_pass(campaign, 2)
        self.take_back(campaign, most, calm=True)

    # A contact.

    @happens(6, campaign=some_campaign, pick=picks, stop=mostly(False, True), again=mostly(False, True))
    def receive_text(self, campaign: int, pick: Pick, stop: bool, again: bool) -> None:
        conversation = self.one_of(campaign, pick, "quiet", "reply", "closed")
        known = sorted(self.models[campaign].references) if campaign in self.models else []
        self.references += 1
        reference = known[pick.nth % len(known)] if again and known else f"r{self.references}"
        asked = {"conversation": conversation, "text": "Yes", "reference": reference, "stop": stop, "at": self.tick}
        self.same(campaign, "receive_text", **asked)

    @happens(5, nth=st.integers(0, 15), text=mostly("Who is this?", "STOP", "STOP", "START", "START", "HELP"))
    def a_phone_writes(self, nth: int, text: str) -> None:
        """Have a phone write, also one that we never texted, and one that no campaign has."""
        phone = PHONES[nth]
        places = [
            Place(id, **{"texted": None, **self.stage.run("find_contact", id, phone=phone)})
            for id, model in self.models.items()
            if phone in model.phones
        ]
        self.references += 1
        reference = f"r{self.references}"
        self.wait_for_the_next_millisecond()
        self.stage.wait(contact.receive(self.stage.scripts, phone, text, reference))
        here = chosen(places, self.texted_by.get(phone))
        automatic = self.automatic(phone, text, (here.campaign, here.conversation) if here else None)
        at = self.noted(phone, text == "STOP", text == "START")
        if here:
            stop, start = text == "STOP", text == "START"
            self.models[here.campaign].receive_text(here.conversation, text, reference, stop, start, at, automatic)
        self.unplaced += text != "STOP" and (here is None or phone in self.opted_out)
        self.noted_everywhere(phone, at, out=text == "STOP")
        self.look()

    def automatic(self, phone: str, text: str, place: tuple[int, int] | None) -> dict[str, str] | None:
        """Return the text that the account lets go out by itself when a phone writes into this place."""
        if text == "STOP":
            if phone not in self.opted_out:
                self.confirmed_in[phone] = place
            return BYE if place and self.confirmed_in.get(phone) == place else None
        if text == "HELP" and place and phone not in self.opted_out and phone not in self.helped:
            self.helped.add(phone)
            return HELP
        return None

    def noted(self, phone: str, out: bool, back: bool) -> int | None:
        """Note a phone's opt-out or opt-in; returns its time in the account, in ms, or None."""
        if out:
            self.opted_out.add(phone)
        if back:
            self.opted_out.discard(phone)
        packed = self.stage.wait(self.stage.redis.hget(keys.under(keys.ACCOUNT, "opt_outs"), phone))
        return int(msgpack.unpackb(packed)["at"]) if packed and (out or back) else None

    def noted_everywhere(self, phone: str, at: int | None, out: bool) -> None:
        for model in self.models.values() if at is not None else ():
            if phone in model.phones:
                (model.opt_out if out else model.opt_in)(model.phones[phone], at)

    @happens(2, nth=st.integers(0, 15), out=st.booleans())
    def a_member_opts_a_contact_out_or_in_again(self, nth: int, out: bool) -> None:
        phone = PHONES[nth]
        self.wait_for_the_next_millisecond()
        scripts = self.stage.scripts
        if out and phone not in self.opted_out:
            self.confirmed_in[phone] = None
        opted = contact.opt_out_everywhere(scripts, phone, "Root", how="texter") if out else None
        self.stage.wait(opted or contact.opt_in_everywhere(scripts, phone, "Root"))
        self.noted_everywhere(phone, self.noted(phone, out, not out), out)
        self.look()

    @happens(2, campaign=some_campaign, pick=picks, line=mostly("landline", "mobile"))
    def note_lookups(self, campaign: int, pick: Pick, line: str) -> None:
        answers = [(self.one_of(campaign, pick, "initial"), line)]
        self.same(campaign, "note_lookups", answers=answers)

    @happens(3, campaign=some_campaign, pick=picks, late=mostly(0, 10_000))
    def opt_out(self, campaign: int, pick: Pick, late: int) -> None:
        conversation = self.one_of(campaign, pick, *OPEN_LANES)
        self.same(campaign, "opt_out", conversation=conversation, at=self.tick - late, automatic=BYE)

    @happens(1, campaign=st.sampled_from(CAMPAIGNS), chosen=st.lists(st.integers(0, 15), max_size=4, unique=True))
    def opt_out_contacts(self, campaign: int, chosen: list[int]) -> None:
        phones, at = [PHONES[nth] for nth in chosen], self.tick
        notes = [{"phone": phone, "at": at, "how": "import"} for phone in phones]
        self.do(campaign, "opt_out_contacts", lambda model: model.opt_out_contacts(phones, at), notes=notes)

    @happens(1, campaign=some_campaign, pick=picks, text=mostly("Bye.", *TEXTS))
    def check_last_text(self, campaign: int, pick: Pick, text: str) -> None:
        texter, conversation = self.held(campaign, pick, "reply", "quiet", "closed")
        self.same(campaign, "check_last_text", texter=texter, conversation=conversation, text=text)

    @happens(3, campaign=some_campaign, pick=picks, late=mostly(0, 10_000))
    def opt_in(self, campaign: int, pick: Pick, late: int) -> None:
        conversation = self.one_of(campaign, pick, "opted_out")
        self.same(campaign, "opt_in", conversation=conversation, at=self.tick - late)

    @happens(2, campaign=some_campaign, pick=picks)
    def erase_contact(self, campaign: int, pick: Pick) -> None:
        conversation = self.one_of(campaign, pick, *OPEN_LANES)
        self.do(
            campaign,
            "erase_contact",
            lambda model: model.erase_contact(conversation=conversation),
            lambda answer: answer["conversation"],
            conversation=conversation,
            find=to_take_out(self.stored.get(campaign), conversation),
        )

    # A carrier.

    @happens(3, campaign=some_campaign, carrier=carriers, count=st.sampled_from((1, 3, 100)))
    def take_texts(self, campaign: int, carrier: str, count: int) -> None:
        self.take(campaign, carrier, count)

    @happens(2, campaign=st.sampled_from(CAMPAIGNS), carrier=carriers, count=st.sampled_from((1, 2, 3)))
    def a_carrier_dies_and_another_takes_over(self, campaign: int, carrier: str, count: int) -> None:
        self.take(campaign, carrier, count)
        self.more_than_a_minute_passes_for_carriers(campaign)
        self.same(campaign, "give_up_texts")
        self.take(campaign, "three", count)

    def take(self, campaign: int, carrier: str, count: int) -> None:
        def texts(answer: list[Thing]) -> list[tuple[int, int, str, str]]:
            """The texts without their order and their times, which don't count."""
            return sorted((text["conversation"], text["id"], text["phone"], text["text"]) for text in answer)

        taken = self.same(campaign, "take_texts", texts, carrier=carrier, count=count)
        for text in [] if self.refused else taken:
            self.permit(campaign, text)

    def permit(self, campaign: int, text: Thing) -> None:
        """Ask for a text right before it is handed over. One that follows another campaign's is reported not sent."""
        given = {name: text.get(name) for name in ("phone", "conversation", "automatic", "unasked")}
        identity = self.stage.run("identify_account")
        answer = self.stage.run("permit_text", **given, to=campaign, identity=identity)
        expected = self.permitted(campaign, text)
        assert (answer["campaign"] if isinstance(answer, dict) else answer) == expected
        if expected is True:
            self.texted_by[text["phone"]] = campaign, text["conversation"]
            if self.hours_between:
                self.texted_lately[text["phone"]] = campaign
        self.look()
        if isinstance(answer, dict) and campaign in self.models:
            self.same(campaign, "report_text", conversation=text["conversation"], text=text["id"], status="not_sent")

    def permitted(self, campaign: int, text: Thing) -> int:
        """Return true for a text that may go out, false for one to a phone that has opted out; else the other campaign
        that texted the phone within the hours, where the contact of this one has written nothing."""
        phone, place = text["phone"], (campaign, text["conversation"])
        if text.get("automatic") == "confirmation":
            return phone in self.opted_out and self.confirmed_in.get(phone) == place
        if phone in self.opted_out:
            return False
        mine = self.models[campaign].conversations[text["conversation"]].texts if campaign in self.models else []
        before = mine[: text["id"] - 1]
        asked = text.get("automatic") or any(direction == "in" for direction, *_ in before)
        other = self.texted_lately.get(phone, campaign)
        return True if asked or other == campaign or not self.hours_between else other

    @happens(4, nth=st.integers(0, 11))
    def a_campaign_beside_these_texts(self, nth: int) -> None:
        """A campaign that this machine doesn't follow has the same people, and texts one of them."""
        self.permit(NO_CAMPAIGN, {"phone": PHONES[nth], "conversation": 1, "id": 1, "unasked": True})

    @happens(1, hours=mostly(6, 0))
    def set_hours_between(self, hours: int) -> None:
        assert self.stage.run("set_hours_between", hours=hours)["hours_between"] == hours
        self.hours_between = hours
        self.look()

    @happens(1)
    def the_hours_between_two_campaigns_go_by(self) -> None:
        """The notes of texts expire."""
        for phone in self.texted_lately:
            self.stage.wait(self.stage.redis.delete(keys.under(keys.ACCOUNT, "texted", phone)))
        self.texted_lately = {}
        self.look()

    @happens(1, campaign=some_campaign)
    def doubt_texts(self, campaign: int) -> None:
        self.same(campaign, "doubt_texts", most=1000, asked=["simulator"])

    @happens(2, campaign=some_campaign, carrier=carriers)
    def put_back_texts(self, campaign: int, carrier: str) -> None:
        """A carrier has handed over none of those that it has taken, nor one that it hasn't."""
        model = self.models.get(campaign, Campaign({}))
        mine = sorted(name for name, taken_by in model.sending.items() if taken_by == carrier)
        texts = [f"{id}:{text}" for id, text in [*mine, (99, 1)]]
        self.same(campaign, "put_back_texts", carrier=carrier, texts=texts)

    def more_than_a_minute_passes_for_carriers(self, campaign: int) -> None:
        sending = keys.under(keys.campaign(campaign), "sending")
        for name, taken in self.stage.wait(self.stage.redis.hgetall(sending)).items():
            carrier, since = taken.split(b":")
            self.stage.wait(self.stage.redis.hset(sending, name, b"%s:%d" % (carrier, int(since) - 60_001)))
        self.models[campaign].overdue |= self.models[campaign].sending.keys()
        self.look()

    @happens(
        5, campaign=some_campaign, pick=picks, status=st.sampled_from([status for status in RANK if status != "queued"])
    )
    def report_text(self, campaign: int, pick: Pick, status: str) -> None:
        model = self.models.get(campaign, Campaign({}))
        known = [(id, text) for id, one in model.conversations.items() for text in range(1, len(one.texts) + 1)]
        anything = [(id, text) for id in range(len(model.conversations) + 2) for text in range(4)]
        conversation, text = self.pick(pick, sorted(model.sending), known, anything)
        self.same(campaign, "report_text", conversation=conversation, text=text, status=status)

    # Anybody who looks.

    @happens(2, campaign=some_campaign, pick=picks, admin=st.booleans())
    def open_conversation(self, campaign: int, pick: Pick, admin: bool) -> None:
        texter, conversation = self.held(campaign, pick, *LANES)
        asker = {} if admin else {"texter": texter}
        self.same(campaign, "open_conversation", conversation=conversation, **asker)

    @happens(
        2,
        campaign=some_campaign,
        holder=mostly(None, NOBODY, *MEMBERS),
        lane=mostly(None, *LANES),
        limit=st.integers(1, 7),
    )
    def list_conversations(self, campaign: int, **which: Any) -> None:
        listed: list[int] = []
        page = self.page(campaign, None, listed, **which)
        while page:
            listed = [*listed, *ids(page["conversations"])]
            page = self.page(campaign, page["next"], listed, **which) if "next" in page else None

    def page(self, campaign: int, after: str | None, listed: list[int], **which: Any) -> Thing | None:
        """The page after the conversations that have been listed."""
        page: Thing = self.do(
            campaign,
            "list_conversations",
            lambda model: model.list_conversations(listed, **which),
            lambda answer: (ids(answer["conversations"]), "next" in answer),
            after=after,
            **which,
        )
        return None if self.refused else page

    @happens(4, campaign=some_campaign, texter=members, what=st.sampled_from(LOOKS))
    def look_at(self, campaign: int, texter: int, what: str) -> None:
        match what:
            case "snapshot":
                self.do(
                    campaign,
                    "snapshot",
                    lambda model: {**model.texter(texter), "v": model.v},
                    lambda answer: {**told(convert(answer["texters"][0], Texter)), "v": answer["v"]},
                    texters=[texter],
                    rows=False,
                )
            case "list_conversations":
                self.do(campaign, what, refuses("bad_arguments"), after="0 initial 1", limit=1)
            case "export_conversations":
                self.same(campaign, what, lambda kept: [id for id, *_ in kept], first=texter, count=3)
            case "holders":
                self.do(campaign, what, Campaign.who_holds)
            case "campaign_history":
                self.same(campaign, what, lambda answer: answer["points"][-1]["unassigned"])
            case "join_campaign":
                known = self.models[campaign].settings["token"] if campaign in self.models else None
                token = known if known and texter != 1 else "wrong"
                self.do(campaign, what, lambda model: model.join_campaign(token), unknown="link_disabled", token=token)

    # A hub.

    @happens(5, campaign=st.sampled_from(CAMPAIGNS), what=st.sampled_from(HUB), nth=st.integers(0, 40))
    def a_hub_lives(self, campaign: int, what: str, nth: int) -> None:
        view = self.views[campaign]
        match what:
            case "a console opens":
                view.open_console(MEMBERS[nth % len(MEMBERS)])
            case "a board opens":
                view.open_board()
            case "a socket closes":
                if browsers := [*view.boards, *view.consoles]:
                    view.close(browsers[nth % len(browsers)])
            case "it falls behind":
                view.behind = True
            case "it catches up":
                view.catch_up()
            case "it misses what waits":
                view.miss()
            case "it reads again":
                view.read_again()

    @rule(happening=happenings())
    def something_happens(self, happening: tuple[str, dict[str, Any]]) -> None:
        name, args = happening
        getattr(self, name)(**args)

    def teardown(self) -> None:
        """Check that a hub knows everything once it has read again, whatever it has missed."""
        for id in self.models:
            self.views[id].read_again()
        self.consoles_equal_a_fresh_snapshot()
        self.boards_equal_a_fresh_snapshot()

    # Promises that always hold.

    def each(self) -> Iterator[tuple[int, Campaign, Stored]]:
        for id, model in self.models.items():
            yield id, model, self.stored[id]

    @invariant()
    def every_conversation_is_in_exactly_one_bucket(self) -> None:
        for _, model, stored in self.each():
            found = Counter(id for bucket in stored.buckets.values() for id, _ in bucket)
            assert found == dict.fromkeys(model.conversations, 1)

    @invariant()
    def every_conversation_is_where_the_verbs_have_put_it_in_its_order(self) -> None:
        for _, model, stored in self.each():
            by_lane = {(holder, lane): model.bucket(holder, lane) for holder in (NOBODY, *MEMBERS) for lane in LANES}
            expected = {place: conversations for place, conversations in by_lane.items() if conversations}
            assert {place: [id for id, _ in bucket] for place, bucket in stored.buckets.items()} == expected

    @invariant()
    def where_it_is_noted_is_where_it_is(self) -> None:
        for _, model, stored in self.each():
            for id, one in model.conversations.items():
                assert stored.where.get(id, (NOBODY, "initial")) == (one.holder, one.lane)

    @invariant()
    def the_index_has_all_contacts_and_nothing_of_those_who_are_gone(self) -> None:
        for _, _, stored in self.each():
            assert in_index(stored) == as_it_should_be(stored)

    @invariant()
    def the_ledger_tells_where_every_conversation_is(self) -> None:
        for _, _, stored in self.each():
            replay = Replay()
            for entry in read(stored.ledger):
                replay.take(entry, trimmed=0)
            replay.end(int(stored.hash.get("ledger_last", 0)))
            places = {id: f"{holder}:{lane}" for (holder, lane), bucket in stored.buckets.items() for id, _ in bucket}
            replay.compare(1, [places.get(id, "none") for id in range(1, int(stored.hash["contacts"]) + 1)])
            assert (replay.outcome.faults, replay.outcome.unjudged) == ([], 0)

    @invariant()
    def counts_add_up(self) -> None:
        for _, model, stored in self.each():
            sizes: Counter[str] = Counter()
            for (holder, lane), bucket in stored.buckets.items():
                sizes[lane if lane not in OPEN_LANES else f"held_{lane}" if holder else "unassigned"] += len(bucket)
            for name in ("held_initial", "held_reply", "held_quiet", "closed", "opted_out"):
                assert int(stored.hash[name]) == sizes[name]
            now = int(stored.hash["contacts"]) - int(stored.hash.get("removed", 0))
            assert sizes.total() == now == len(stored.contacts) == len(model.conversations)
            assert int(stored.hash["sent"]) == model.sent
            assert int(stored.hash.get("bulk_at", 0)) == model.bulk_at
            assert stored.phones == model.phones

    @invariant()
    def all_replies_are_known_with_their_places(self) -> None:
        for _, _, stored in self.each():
            flat = stored.others.get("replying", [])
            replying = {int(id): float(place) for id, place in zip(flat[::2], flat[1::2], strict=True)}
            assert replying == dict(
                it for (_, lane), bucket in stored.buckets.items() if lane == "reply" for it in bucket
            )

    @invariant()
    def who_has_ever_written_is_known(self) -> None:
        for _, model, stored in self.each():
            wrote = {id for id, one in model.conversations.items() if any(text[0] == "in" for text in one.texts)}
            erased = {id for id, one in model.conversations.items() if one.erased}
            assert set(map(int, stored.others.get("answered", []))) - erased == wrote - erased

    @invariant()
    def nothing_open_is_left_with_somebody_who_cannot_answer_it(self) -> None:
        for _, model, stored in self.each():
            able = {NOBODY} | model.senders | model.leaving
            assert {holder for holder, lane in stored.buckets if lane in OPEN_LANES} <= able
            assert stored.senders == model.senders
            assert stored.holders == model.holders
            assert set(map(int, stored.others.get("active", {}))) == model.active
            busy = {it for it in MEMBERS if model.open_initials(it) or model.bucket(it, "reply")}
            assert set(map(int, stored.others.get("busy", []))) == busy

    @invariant()
    def nobody_active_loses_a_conversation(self) -> None:
        """Check that who lost some to the chore was warned two minutes before, and has done nothing since."""
        for campaign, member in self.lost:
            acted, _ = self.acts.get((campaign, member), (0, 0))
            warned, at = self.warnings[campaign, member]
            assert acted < warned and at + 2 <= self.models[campaign].minute

    @invariant()
    def nobody_who_waits_is_passed_over(self) -> None:
        for _, model, stored in self.each():
            for name, waiting in (("room", model.room), ("asking", model.asking)):
                assert [int(texter) for texter in stored.others.get(name, [])[::2]] == waiting
            for texter in set(model.room) & model.here:
                assert model.kept_from(texter), "they could have some"

    @invariant()
    def a_text_is_queued_once_per_step(self) -> None:
        for _, model, stored in self.each():
            assert stored.texts == {id: one.texts for id, one in model.conversations.items() if one.texts}
            assert stored.outbox == model.outbox
            assert stored.answers == model.answers_queued
            assert stored.sending == model.sending
            assert stored.waiting == sorted(model.waiting, key=lambda text: model.waiting[text])
            assert stored.bulk_later == model.bulk_later
            assert stored.held == [(id, act.text) for id, act in model.acts.items() if act.text]
            waiting = Counter([*stored.answers, *stored.outbox, *stored.sending, *stored.waiting, *stored.held])
            assert not waiting or max(waiting.values()) == 1
            for id, texts in stored.texts.items():
                for text, (_, _, status) in enumerate(texts, 1):
                    assert status != "queued" or (id, text) in waiting

    @invariant()
    def what_can_be_undone_is_kept_and_its_text_is_the_last(self) -> None:
        for id, model, stored in self.each():
            assert {int(each) for each in stored.others.get("undos", {})} == set(model.acts)
            assert stored.undoable == {each for each, act in model.acts.items() if not act.text}
            for each, act in model.acts.items():
                assert act.text in (0, len(stored.texts.get(each, [])))
                thing = self.stage.run("open_conversation", id, conversation=each)
                can = each not in model.over and act.by == model.conversations[each].holder
                assert ("undo_until" in thing) == can
            wrong = {int(each) for each in stored.others.get("wrong_numbers", [])}
            assert wrong == {each for each, one in model.conversations.items() if one.wrong}

    @invariant()
    def the_version_rises_by_one_per_announcement(self) -> None:
        for id, model, stored in self.each():
            versions = [message["v"] for message in self.announced[id]]
            assert versions == list(range(self.versions.get(id, 0) + 1, model.v + 1))
            assert int(stored.hash["v"]) == model.v

    @invariant()
    def a_refused_verb_changes_nothing(self) -> None:
        if self.refused:
            assert self.everything == self.before
            assert not any(self.announced.values())

    @invariant()
    def an_announced_conversation_is_as_it_looks(self) -> None:
        for id, messages in self.announced.items():
            for message in messages[-1:]:
                if "conversation" in message:
                    thing = message["conversation"]
                    assert thing == self.stage.run("open_conversation", id, conversation=thing["id"])

    @invariant()
    def consoles_equal_a_fresh_snapshot(self) -> None:
        for id, model, _ in self.each():
            view, fresh = self.views[id], self.fresh[id].watch
            consoles = {texter: fresh.console(texter) for texter in MEMBERS}
            for texter, thing in consoles.items():
                if thing:
                    counts = model.texter(texter)
                    day = counts.pop("day")
                    expected = console(model.gate(), convert(counts, Texter), id, thing.v)
                    assert replace(thing, day=None, **untimed_parts(thing)) == expected
                    assert untimed(thing.day) == day
            for browser in view.consoles if view.watch.v == model.v else ():
                thing = consoles[browser.member]
                shown = {browser.member: without("v", to_builtins(thing))} if thing else {}
                assert browser.shows("console") == shown

    @invariant()
    def boards_equal_a_fresh_snapshot(self) -> None:
        for id, model, _ in self.each():
            view, fresh = self.views[id], self.fresh[id]
            for browser in view.boards if view.watch.v == model.v else ():
                assert browser.shows("sender") == fresh.boards[0].shows("sender")
                if model.status != "archived":
                    assert browser.shows("campaign") == fresh.boards[0].shows("campaign")

    @invariant()
    def tags_and_answers_are_as_noted_and_their_counts_are_what_is_kept(self) -> None:
        for id, model, stored in self.each():
            kept = {int(each): msgpack.unpackb(packed) for each, packed in stored.others.get("labels", {}).items()}
            own = {each: (set(one["t"]), {int(q): a for q, a in dict(one["a"]).items()}) for each, one in kept.items()}
            assert own == {
                each: (one.tags, one.answers) for each, one in model.conversations.items() if one.tags or one.answers
            }
            names = Counter(f"tag {tag} {each:010}" for each, (tags, _) in own.items() for tag in tags)
            names += Counter(f"answer {given} {each:010}" for each, (_, they) in own.items() for given in they.values())
            assert Counter(name.decode() for name in stored.others.get("labelled", [])[::2]) == names
            counts = Counter(name.rpartition(" ")[0] for name in names)
            thing = self.fresh[id].watch.thing
            assert thing
            told = [(tag.id, tag.name, tag.offered, tag.count) for tag in thing.tags]
            expected = model.at_hand.tags.items()
            assert told == [(tag, it.words, it.offered, counts[f"tag {tag}"]) for tag, it in expected]
            asked = [
                (
                    question.id,
                    question.question,
                    question.offered,
                    answer.id,
                    answer.answer,
                    answer.offered,
                    answer.count,
                )
                for question in thing.survey
                for answer in question.answers
            ]
            assert asked == [
                (question, it.words, it.offered, nth, answer.words, answer.offered, counts[f"answer {nth}"])
                for question, it in model.at_hand.survey.items()
                for nth, answer in it.answers.items()
            ]
            replies = {name.decode(): json.loads(packed) for name, packed in stored.others.get("replies", {}).items()}
            canned = {each: (at, words) for at, (each, words) in enumerate(model.at_hand.canned.items(), 1)}
            assert {name: (words[0], words[2]) for name, words in replies.items()} == {
                **{f"canned {each}": said for each, said in canned.items()},
                **{f"answer {each}": (0, words) for each, words in model.at_hand.replies.items()},
            }

    @invariant()
    def who_opted_out_is_noted(self) -> None:
        _, noted = self.everything.get(keys.under(keys.ACCOUNT, "opted_out"), ("set", []))
        assert {phone.decode() for phone in noted} == self.opted_out
        _, ordered = self.everything.get(keys.under(keys.ACCOUNT, "out_since"), ("zset", []))
        assert sorted(entry.decode()[15:] for entry in ordered[::2]) == sorted(self.opted_out)

    @invariant()
    def it_is_kept_when_each_conversation_was_opted_out_or_in(self) -> None:
        for _, model, stored in self.each():
            expected = {id: one.opt_outs for id, one in model.conversations.items() if one.opt_outs}
            found = {int(id): msgpack.unpackb(packed) for id, packed in stored.others.get("opt_outs", {}).items()}
            told = {id: [(note["out"], note["at"]) for note in notes] for id, notes in found.items()}
            assert told == {id: [(note["out"], note["at"]) for note in notes] for id, notes in expected.items()}

    @invariant()
    def a_text_that_no_texter_gets_is_kept_for_the_admins(self) -> None:
        _, kept = self.everything.get(keys.under(keys.ACCOUNT, "unplaced"), ("zset", []))
        assert len(kept) == 2 * self.unplaced

    @invariant()
    def every_key_is_one_of_keys_py(self) -> None:
        assert strays({name: kind for name, (kind, _) in self.everything.items()}) == {}


def outcome(do: Callable[[], Any]) -> Any:
    try:
        return do()
    except Refused as refused:
        return refused


def told(texter: Texter) -> Thing:
    """A texter's counts, as the model knows them."""
    counts = replace(
        texter,
        waits_since=texter.waits_since and 1,
        served=texter.served and replace(texter.served, at=1),
        idle=texter.idle and replace(texter.idle, at=0),
        taken=unmoved(texter.taken),
        message=texter.message and replace(texter.message, at=0),
    )
    return {**without("last_active", to_builtins(counts)), "day": untimed(texter.day)}


def unmoved(taken: TakenAway | None) -> TakenAway | None:
    """A move as the model knows it: one for want of doing is called by the model's own time."""
    return replace(taken, move="idle") if taken and taken.idle else taken


def untimed_parts(console: Console) -> Thing:
    """The parts of a console that have times, as the model knows them, without these."""
    request, served, idle = console.request, console.served, console.idle
    return {
        "request": replace(request, waits_since=request.waits_since and 1),
        "served": served and replace(served, at=1),
        "idle": idle and replace(idle, at=0),
        "taken": unmoved(console.taken),
        "message": console.message and replace(console.message, at=0),
    }


def untimed(day: Day | None) -> Thing | None:
    """A day as the model knows it, without times."""
    return day and {"initials": day.initials, "replies": day.replies, "done": day.done is not None}


def code(answer: Any) -> str | None:
    """The word of a refusal; None of anything else."""
    return answer.code if isinstance(answer, Refused) else None


def ids(things: list[Thing]) -> list[int]:
    return [thing["id"] for thing in things]


@pytest.mark.no_cover  # other tests run each of its branches, and counting them takes 40 % of its time
@pytest.mark.timeout(600)
def test_everything(store_url: str) -> None:
    stage = Stage(store_url, CAMPAIGNS)
    try:
        tries = settings(stateful_step_count=50, max_examples=settings.default.max_examples * 3 // 2)
        run_state_machine_as_test(lambda: Everything(stage), settings=tries)
    finally:
        stage.close()
