"""Contacts' data go: when a campaign is deleted, and so long after it was archived as the account keeps them."""

from typing import Any

import pytest

from server.campaigns import contact, erasing
from server.campaigns.check import check
from server.client import Client
from server.errors import Refused
from server.people.members import Members
from server.store import keys, lookups
from tests.labels import answer, ask, counts, tag, with_survey, with_tags
from tests.stored import everything
from tests.world import Texter, World

DAY_MS = 24 * 60 * 60 * 1000


async def worked_on(world: World, **settings: Any) -> tuple[int, Texter]:
    """A campaign of ten people. Ana has texted three: the first has answered, the second has opted out."""
    campaign = await world.campaign(contacts=10, batch_size=3, fields={"Street": "Elm"}, **settings)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    for text in await world.scripts.run("take_texts", campaign, carrier="one", count=10):
        await world.scripts.run(
            "permit_text",
            phone=text["phone"],
            to=campaign,
            conversation=text["conversation"],
            identity=await identity(world),
        )
        place = {"campaign": campaign, "conversation": text["conversation"], "text": 1, "at": text["at"]}
        name = {"carrier": "one", "reference": f"SM{text['conversation']}"}
        await world.scripts.run("note_sent", **name, place=place, phone=text["phone"], number="+15550100")
        await world.scripts.run("report_text", campaign, conversation=text["conversation"], text=1, status="sent")
    first, second, _ = [await phone_of(world, campaign, id) for id in await ana.holds("quiet")]
    await contact.receive(world.scripts, first, "Yes, I'm Zoe", "in1", carrier="one", number="+15550100")
    await contact.receive(world.scripts, second, "STOP", "in2", carrier="one", number="+15550100")
    await contact.receive(world.scripts, second, "Really!", "in3", carrier="one", number="+15550100")
    return campaign, ana


async def identity(world: World) -> str:
    """The account's."""
    return (await lookups.epoch(world.scripts)).account or ""


async def phone_of(world: World, campaign: int, conversation: int) -> str:
    """The phone of a conversation's contact."""
    phone: str = (await world.conversation(campaign, conversation))["contact"]["phone"]
    return phone


async def archived(world: World, **settings: Any) -> tuple[int, Texter]:
    """The same, archived."""
    campaign, ana = await worked_on(world, **settings)
    await world.scripts.run("archive_campaign", campaign)
    return campaign, ana


async def what_is_left(world: World, campaign: int) -> set[str]:
    """The campaign's keys, without those that run out by themselves."""
    owner = keys.campaign(campaign)
    found = {name for name in await everything(world.scripts.redis) if name.startswith(owner)}
    return {name for name in found if ":request:" not in name and ":received:" not in name}


async def people_in(world: World) -> list[str]:
    """Phones, names and words of these people, wherever they are kept, but for who opted out."""
    left = []
    for name, kept in (await everything(world.scripts.redis)).items():
        if name not in [keys.under(keys.ACCOUNT, which) for which in ("opted_out", "opt_outs", "out_since")]:
            left += [name for word in ("+1202555", "Contact ", "Zoe", "Really", "Elm") if word in f"{name} {kept}"]
    return left


# Deletion of a campaign


async def test_nothing_is_left_of_a_deleted_campaign_but_its_number_and_who_opted_out(world: World) -> None:
    campaign, ana = await archived(world)
    out = await phone_of(world, campaign, 2)
    assert len(await people_in(world)) > 10

    await erasing.delete_campaign(world.scripts, campaign)

    assert await what_is_left(world, campaign) == {keys.campaign(campaign)}
    assert await people_in(world) == []
    assert await lookups.opted_out(world.scripts, [out]) == [True]
    assert await lookups.campaigns(world.scripts) == []
    assert await world.scripts.run("campaigns_of", member=ana.id) == []
    assert await world.campaign() == campaign + 1
    assert (await check(world.scripts)).faults == []


async def test_a_draft_is_deleted_and_an_open_campaign_is_not(world: World) -> None:
    draft = await world.campaign(contacts=5, launch=False)
    await erasing.delete_campaign(world.scripts, draft)
    campaign = await world.campaign(contacts=5)
    for verb in ("pause_campaign", "resume_campaign"):
        async with world.refused("not_archived"):
            await erasing.delete_campaign(world.scripts, campaign)
        await world.scripts.run(verb, campaign)
    async with world.refused("unknown_campaign"):
        await erasing.delete_campaign(world.scripts, 99)
    assert await lookups.campaigns(world.scripts) == [campaign]


async def test_only_a_campaign_that_is_deleted_as_a_draft_is_erased_before_it_is_archived(world: World) -> None:
    draft = await world.campaign(contacts=5, launch=False)
    async with world.refused("not_archived"):
        await erasing.erase_campaign(world.scripts, draft)


async def test_pictures_go_too_also_one_that_was_set_before(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=2)
    for token in ("1-first", "1-second"):
        await world.scripts.run("set_picture", campaign, token=token, picture="/9g=")
        await world.scripts.run("update_campaign", campaign, picture_first=True, token="t", default_batch_size=300)
        ana = await world.texter(campaign)
        await ana.request()
        await ana.send_initials()
    await world.scripts.run("set_picture", campaign, token="1-new", picture="/9g=")
    assert len([name for name in await what_is_left(world, campaign) if ":picture:" in name]) == 3
    await world.scripts.run("archive_campaign", campaign)

    await erasing.delete_campaign(world.scripts, campaign)

    assert await what_is_left(world, campaign) == {keys.campaign(campaign)}


@pytest.mark.parametrize(
    "verb", ["erase_campaign", "forget_places", "forget_unplaced", "forget_hints", "empty_campaign", "forget_campaign"]
)
@pytest.mark.parametrize("deleting", [True, False])
async def test_what_was_interrupted_is_finished_by_the_chore(
    world: World, monkeypatch: pytest.MonkeyPatch, verb: str, deleting: bool
) -> None:
    monkeypatch.setattr(erasing, "CONVERSATIONS_PER_SCRIPT", 2)
    campaign, ana = await archived(world)
    run, asked = world.scripts.run, []

    async def lost(name: str, *owner: int, **args: Any) -> Any:
        """Do as asked, and then don't answer."""
        answer = await run(name, *owner, **args)
        asked.append(name)
        if name == verb:
            raise Refused("try_again")
        return answer

    with monkeypatch.context() as broken:
        broken.setattr(world.scripts, "run", lost)
        doing = erasing.delete_campaign if deleting else erasing.erase_campaign
        if deleting or verb not in ("forget_hints", "forget_campaign"):
            with pytest.raises(Refused, match="try_again"):
                await doing(world.scripts, campaign)
        else:
            await doing(world.scripts, campaign)
    assert (await check(world.scripts)).faults == [], "half-way, too"
    assert (await world.scripts.run("list_conversations", campaign, limit=10))["conversations"] == []
    assert (await world.scripts.run("list_conversations", campaign, holder=ana.id, limit=10))["conversations"] == []
    assert await ana.release(most=10) == 0, "buckets that are to be taken out are nobody's any more"
    finished = await world.scripts.run("finish_day", campaign, texter=ana.id, most=10)
    assert finished == {"moved": 0, "initial": 0, "reply": 0, "quiet": 0}

    await erasing.erase_due(world.scripts)

    assert await what_is_left(world, campaign) == {keys.campaign(campaign)}
    assert await people_in(world) == []
    assert await lookups.campaigns(world.scripts) == ([] if deleting else [campaign])
    assert (await check(world.scripts)).faults == []


async def test_a_text_that_is_left_of_a_deleted_contact_is_a_fault(world: World) -> None:
    campaign, _ = await archived(world)
    texts = await world.scripts.redis.lrange(keys.under(keys.campaign(campaign), "texts", 1), 0, -1)
    await erasing.erase_campaign(world.scripts, campaign)
    assert (await check(world.scripts)).faults == []
    await world.scripts.redis.rpush(keys.under(keys.campaign(campaign), "texts", 1), *texts)
    assert {fault.conversation for fault in (await check(world.scripts)).faults} == {1}


async def test_boards_and_consoles_see_it_go(hub_url: str, world: World, members: Members) -> None:
    root = await members.token(await world.member("Root", "admin"))
    campaign, ana = await worked_on(world)
    ana_token = await members.token(await world.member("Ana"))
    async with Client(hub_url, root, "/ws/admin") as board, Client(hub_url, ana_token) as console:
        await board.ask("open_admin", archived=True)
        await board.ask("watch_campaign", campaign=campaign)
        await board.ask("open_conversation", campaign=campaign, conversation=1)
        await console.ask("open_console")
        await world.scripts.run("archive_campaign", campaign)
        await board.until(lambda it: it.thing("campaign", campaign, campaign)["status"] == "archived")
        await console.until(lambda it: ("console", ana.id, campaign) in it.gone)

        await erasing.delete_campaign(world.scripts, campaign)

        for kind, id in (("campaign", campaign), ("sender", ana.id), ("conversation", 1)):
            await board.until(lambda it, key=(kind, id, campaign): key in it.gone)
        with pytest.raises(Refused, match="unknown_campaign"):
            await board.ask("watch_campaign", campaign=campaign)
        things = (await board.ask("open_admin", archived=True))["things"]
        assert [thing for thing in things if thing["kind"] == "campaign"] == []
    async with Client(hub_url, ana_token) as console:
        assert (await console.ask("open_console"))["things"] == []


async def test_a_report_that_comes_late_brings_no_phone_back(world: World) -> None:
    campaign, _ = await archived(world)
    phone = await phone_of(world, campaign, 1)
    await erasing.delete_campaign(world.scripts, campaign)
    place = {"campaign": campaign, "conversation": 1, "text": 1, "at": 1}
    await world.scripts.run("note_sent", carrier="one", reference="x", place=place, phone=phone, number="+15550100")
    permitted = {"phone": phone, "to": campaign, "conversation": 1, "identity": await identity(world)}
    assert await world.scripts.run("permit_text", **permitted)
    assert await people_in(world) == []


async def test_a_first_text_that_is_noted_late_leaves_no_phone(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    await erasing.delete_campaign(world.scripts, campaign)
    place = {"campaign": campaign, "conversation": 1, "text": 1, "at": 1}
    await world.scripts.run(
        "note_sent", carrier="one", reference="x", place=place, phone="+1202555", number="+15550100"
    )
    assert await people_in(world) == []


async def test_what_other_campaigns_noted_of_the_same_phones_stays(world: World) -> None:
    campaign, _ = await archived(world)
    other = await world.campaign(contacts=2)
    phone = await phone_of(world, other, 1)
    permitted = {"phone": phone, "to": other, "conversation": 1, "identity": await identity(world)}
    await world.scripts.run("permit_text", **permitted)
    for reference in ("a", "b"):
        await world.scripts.run("place_text", reference=reference, phone="+12025559999", text="Hi", stop=False)

    await erasing.delete_campaign(world.scripts, campaign)

    assert await world.scripts.redis.hgetall(keys.under(keys.ACCOUNT, "phones")) == {phone.encode(): b"%d:1" % other}
    assert len((await world.scripts.run("list_unplaced", limit=10))["texts"]) == 2


async def test_a_phone_that_another_campaign_has_texted_meanwhile_keeps_its_place(world: World) -> None:
    await world.scripts.redis.hset(keys.under(keys.ACCOUNT, "phones"), mapping={"+1": "7:1", "+2": "8:1"})
    assert await world.scripts.run("forget_places", of=7, fields=["+1", "+2", "+3"]) == 1
    assert await world.scripts.redis.hkeys(keys.under(keys.ACCOUNT, "phones")) == [b"+2"]


# Retention


async def test_contacts_data_go_when_their_time_has_come_and_the_counts_stay(world: World) -> None:
    campaign, _ = await archived(world, title="Park day")
    before = await world.counts(campaign)
    assert before["archived_at"] > 0
    await world.scripts.run("set_retention", days=90)
    await passes(world, campaign, days=89)
    await erasing.erase_due(world.scripts)
    assert (await world.counts(campaign))["erased"] is None

    await passes(world, campaign, days=90)
    await erasing.erase_due(world.scripts)
    await erasing.erase_due(world.scripts)

    after = await world.counts(campaign)
    assert (after["title"], after["status"], after["script"]) == ("Park day", "archived", before["script"])
    kept = {"contacts": 10, "sent": 3, "answered": 2, "closed": 0, "opted_out": 1}
    assert {name: after["erased"][name] for name in kept} == kept
    assert after["erased"]["at"] >= before["archived_at"]
    assert (after["contacts"], after["sent"], sum(after["unassigned"].values()), after["senders"]) == (0, 0, 0, 0)
    assert await people_in(world) == []
    assert await what_is_left(world, campaign) == {keys.campaign(campaign)}
    assert (await check(world.scripts)).as_dict()["ok"]
    assert await lookups.campaigns(world.scripts) == [campaign]


async def passes(world: World, campaign: int, days: int) -> None:
    """Let it be so many days since the campaign was archived."""
    at = await world.scripts.now() - days * DAY_MS
    await world.scripts.redis.hset(keys.campaign(campaign), "archived_at", at)


async def test_an_erased_campaign_can_be_deleted_afterwards(world: World) -> None:
    campaign, _ = await archived(world)
    await erasing.erase_campaign(world.scripts, campaign)
    await erasing.delete_campaign(world.scripts, campaign)
    assert await lookups.campaigns(world.scripts) == []
    assert await world.scripts.redis.hget(keys.campaign(campaign), "title") == b""


async def test_an_erasing_that_was_interrupted_is_finished_by_a_deletion(world: World) -> None:
    campaign, _ = await archived(world)
    await world.scripts.run("erase_campaign", campaign)
    await world.scripts.run("empty_campaign", campaign, most=2)
    await erasing.delete_campaign(world.scripts, campaign)
    assert await what_is_left(world, campaign) == {keys.campaign(campaign)}
    assert await people_in(world) == []


async def test_without_a_setting_nothing_ever_goes(world: World) -> None:
    campaign, _ = await archived(world)
    await passes(world, campaign, days=4_000)
    await erasing.erase_due(world.scripts)
    assert (await world.counts(campaign))["contacts"] == 10


async def test_only_archived_campaigns_are_erased(world: World) -> None:
    campaign, _ = await worked_on(world)
    await world.scripts.run("set_retention", days=1)
    await passes(world, campaign, days=90)  # which nothing does to one that isn't archived
    await world.scripts.run("new_campaign")  # listed, and not made yet
    await erasing.erase_due(world.scripts)
    assert (await world.counts(campaign))["contacts"] == 10
    async with world.refused("not_archived"):
        await world.scripts.run("erase_campaign", campaign)
    async with world.refused("not_archived"):
        await world.scripts.run("note_archived", campaign)


async def test_a_campaign_that_an_older_version_archived_counts_from_when_it_is_seen(world: World) -> None:
    campaign, _ = await archived(world)
    await world.scripts.redis.hdel(keys.campaign(campaign), "archived_at")
    await world.scripts.run("set_retention", days=1)
    async with world.listening(campaign) as heard:
        await erasing.erase_due(world.scripts)
        [news] = await heard.news()
    at = (await world.counts(campaign))["archived_at"]
    assert news["campaign"]["archived_at"] == at
    assert at <= await world.scripts.now() < at + 60_000
    await erasing.erase_due(world.scripts)
    assert (await world.counts(campaign))["contacts"] == 10


async def test_texts_that_no_texter_got_are_kept_no_longer_than_contacts(world: World) -> None:
    await world.member()
    for reference in ("a", "b", "c"):
        await world.scripts.run("place_text", reference=reference, phone="+12025559999", text="Hi", stop=False)
    await erasing.erase_due(world.scripts)
    assert await erasing.forget_unplaced(world.scripts, before=await world.scripts.now() - DAY_MS) == 0
    assert await erasing.forget_unplaced(world.scripts, before=await world.scripts.now() + 1) == 3


async def test_many_texts_are_looked_at_some_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "TEXTS_LOOKED_AT", 2)
    for n in range(7):
        phone = "+12025559999" if n % 2 else "+12025558888"
        await world.scripts.run("place_text", reference=f"{n}", phone=phone, text="Hi", stop=False)
    assert await erasing.forget_unplaced(world.scripts, phone="+12025559999") == 3
    assert len((await world.scripts.run("list_unplaced", limit=10))["texts"]) == 4


async def test_a_board_is_told_of_the_counts_and_rows_go(hub_url: str, world: World, members: Members) -> None:
    root = await members.token(await world.member("Root", "admin"))
    campaign, ana = await archived(world)
    async with Client(hub_url, root, "/ws/admin") as board:
        await board.ask("open_admin", archived=True)
        await board.ask("watch_campaign", campaign=campaign)
        await erasing.erase_campaign(world.scripts, campaign)
        await board.until(lambda it: (it.thing("campaign", campaign, campaign)["erased"] or {}).get("answered") == 2)
        await board.until(lambda it: ("sender", ana.id, campaign) in it.gone)


async def test_a_campaigns_pieces_are_small(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each script takes out so many conversations, and two that go on at the same time do no harm."""
    monkeypatch.setattr(erasing, "CONVERSATIONS_PER_SCRIPT", 4)
    campaign, _ = await archived(world)
    await world.scripts.run("erase_campaign", campaign)
    taken = [await world.scripts.run("empty_campaign", campaign, most=4) for _ in range(5)]
    assert taken == [4, 4, 4, 2, 0], "ten conversations, three that Ana held, and Ana"


async def test_tags_and_answers_go_with_the_contacts_and_their_counts_stay(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    one, two = await with_tags(world, campaign, "One", "Two")
    await with_survey(world, campaign)
    for conversation in (1, 2, 3):
        await tag(world, campaign, conversation, one)
        await answer(world, campaign, conversation, 1, 1 + conversation % 2)
    await ask(world, "set_canned_replies", campaign=campaign, replies=[{"title": "Where", "text": "Here."}])
    before = await counts(world, campaign)
    await world.scripts.run("archive_campaign", campaign)

    await erasing.erase_campaign(world.scripts, campaign)

    assert await counts(world, campaign) == before == ({"One": 3, "Two": 0}, [{"Yes": 1, "No": 2}, {"Yes": 0, "No": 0}])
    assert await what_is_left(world, campaign) == {keys.campaign(campaign)}
    assert (await check(world.scripts)).faults == []
    await erasing.delete_campaign(world.scripts, campaign)
    assert two and await what_is_left(world, campaign) == {keys.campaign(campaign)}
    assert not {b"tags", b"survey", b"at_hand"} & set(await world.scripts.redis.hkeys(keys.campaign(campaign)))
