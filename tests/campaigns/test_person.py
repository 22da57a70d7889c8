"""One person's data, in all campaigns: exported, and erased."""

from server.campaigns import contact, person
from server.campaigns.check import check
from server.store import keys, lookups
from tests.commands.test_erase_contact import carried, kept_of
from tests.labels import answer, counts, tag, with_survey, with_tags
from tests.world import World

ZOE = "+12025550777"


async def two_campaigns(world: World) -> tuple[int, int]:
    """Two campaigns have Zoe: she has answered in the first, and the other one hasn't texted her."""
    campaigns = []
    for title in ("Park day", "Vote!"):
        campaign = await world.campaign(title=title)
        await world.imported(campaign, f"First name,Phone,Street\nZoe,{ZOE},Elm\nBen,+12025550778,Oak\n")
        await world.scripts.run("launch_campaign", campaign, most=100)
        campaigns.append(campaign)
    ana = await world.texter(campaigns[0])
    await ana.request()
    await ana.send_initials()
    identity = (await lookups.epoch(world.scripts)).account
    permitted = {"phone": ZOE, "to": campaigns[0], "conversation": 1, "identity": identity}
    await world.scripts.run("permit_text", **permitted)
    place = {"campaign": campaigns[0], "conversation": 1, "text": 1, "at": 1}
    await world.scripts.run("note_sent", carrier="one", reference="SM1", place=place, phone=ZOE, number="+15550100")
    return campaigns[0], campaigns[1]


async def test_all_that_is_kept_is_exported(world: World) -> None:
    first, second = await two_campaigns(world)
    await carried(world, first)
    await contact.receive(world.scripts, ZOE, "Yes!", "in1", carrier="one")
    await contact.receive(world.scripts, ZOE, "stop", "in2", carrier="one")
    await contact.receive(world.scripts, ZOE, "Where is it?", "in3", carrier="one")

    known = await person.known_of(world.scripts, ZOE)

    assert (known["phone"], known["opted_out"], known["opt_out"]["how"]) == (ZOE, True, "text")
    here, other = known["conversations"]
    assert (here["title"], here["status"], here["lane"], here["holder_name"]) == (
        "Park day",
        "active",
        "opted_out",
        "Ana",
    )
    assert here["contact"] == {"first_name": "Zoe", "last_name": "", "phone": ZOE, "fields": {"Street": "Elm"}}
    said = [(text["direction"], text["text"], text["at"] > 0) for text in here["texts"]]
    assert said == [("out", "Hi Zoe!", True), ("in", "Yes!", True), ("in", "stop", True), ("in", "Where is it?", True)]
    assert [note["opted_out"] for note in here["opt_outs"]] == [True]
    assert (other["title"], other["lane"], other["campaign"]) == ("Vote!", "opted_out", second)
    [unplaced] = known["unplaced"]
    assert (unplaced["text"], unplaced["campaign"]) == ("Where is it?", first)


async def test_nobody_knows_a_stranger(world: World) -> None:
    await two_campaigns(world)
    known = await person.known_of(world.scripts, "+12025550999")
    assert known == {
        "phone": "+12025550999",
        "opted_out": False,
        "opt_out": None,
        "conversations": [],
        "unplaced": [],
    }


async def test_a_person_is_erased_everywhere_and_stays_opted_out(world: World) -> None:
    first, second = await two_campaigns(world)
    await carried(world, first)
    await contact.receive(world.scripts, ZOE, "stop", "in1", carrier="one")
    await contact.receive(world.scripts, ZOE, "Where is it?", "in2", carrier="one")

    done = await person.erase(world.scripts, ZOE)

    assert done == person.Erasure([(first, 1), (second, 1)], unplaced=1, opted_out=True)
    account = [keys.under(keys.ACCOUNT, name) for name in ("opted_out", "opt_outs", "out_since")]
    assert sorted(await kept_of(world, ZOE, "Zoe", "Where is it?")) == sorted(account)
    assert await person.erase(world.scripts, ZOE) == person.Erasure(opted_out=True)
    assert (await check(world.scripts)).faults == []
    assert (await person.known_of(world.scripts, "+12025550778"))["conversations"][0]["contact"]["first_name"] == "Ben"


async def test_while_a_text_is_with_a_carrier_the_rest_is_erased_and_doing_it_again_finishes(world: World) -> None:
    first, second = await two_campaigns(world)
    await world.scripts.run("take_texts", first, carrier="one", count=10)

    done = await person.erase(world.scripts, ZOE)

    assert (done.conversations, done.waiting) == ([(second, 1)], [first])
    assert keys.under(keys.ACCOUNT, "phones") in await kept_of(world, ZOE), "an answer finds its way until then"
    report = {"conversation": 1, "text": 1, "status": "sent"}
    await world.scripts.run("report_text", first, **report)
    done = await person.erase(world.scripts, ZOE)
    assert (done.conversations, done.waiting) == ([(first, 1)], [])
    assert await kept_of(world, ZOE) == []


async def test_a_number_that_another_one_begins_with_is_somebody_else(world: World) -> None:
    await two_campaigns(world)
    longer = f"{ZOE}1"
    phones = keys.under(keys.ACCOUNT, "phones")
    await world.scripts.redis.hset(phones, mapping={longer: "1:2", f"{longer} one +15550100": "1:2"})
    await carried(world, 1)
    await person.erase(world.scripts, ZOE)
    assert sorted(await world.scripts.redis.hkeys(phones)) == [longer.encode(), f"{longer} one +15550100".encode()]


async def test_tags_and_answers_are_exported_in_words_and_erased_with_the_person(world: World) -> None:
    first, _ = await two_campaigns(world)
    [one] = await with_tags(world, first, "Volunteer")
    await with_survey(world, first)
    await world.scripts.run("put_back_texts", first, carrier="one", texts=[])
    await tag(world, first, 1, one)
    await answer(world, first, 1, 1, 2)

    here, other = (await person.known_of(world.scripts, ZOE))["conversations"]
    assert (here["tags"], here["answers"]) == (["Volunteer"], {"Will you vote?": "No"})
    assert (other["tags"], other["answers"]) == ([], {})

    await person.erase(world.scripts, ZOE)

    assert (await world.conversation(first, 1))["tags"] == []
    assert await counts(world, first) == ({"Volunteer": 0}, [{"Yes": 0, "No": 0}, {"Yes": 0, "No": 0}])
    assert (await check(world.scripts)).faults == []
