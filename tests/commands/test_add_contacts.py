import json

import pytest

from server.errors import Refused
from server.store import keys
from tests.world import World, columns


def row(phone: str, first_name: str = "Bo", **fields: str) -> list[str]:
    """A contact as the importer hands it over."""
    return [phone, json.dumps([first_name, "Doe", phone, fields])]


async def test_each_contact_is_an_unassigned_conversation(world: World) -> None:
    campaign = await world.campaign()
    rows = [row("+12025550101"), row("+12025550102", "Cy")]
    assert await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns()) == [1, 1]
    counts = await world.counts(campaign)
    assert (counts["contacts"], counts["unassigned"]["initial"]) == (2, 2)
    thing = await world.conversation(campaign, 2)
    assert thing["contact"] == {"first_name": "Cy", "last_name": "Doe", "phone": "+12025550102", "fields": {}}
    assert (thing["lane"], thing["holder"], thing["texts"]) == ("initial", None, [])


async def test_a_phone_is_in_a_campaign_once_however_often_it_is_added(world: World) -> None:
    campaign = await world.campaign()
    rows = [row("+12025550101"), row("+12025550101", "Other"), row("+12025550102")]
    assert await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns()) == [1, 0, 1]
    assert await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns()) == [0, 0, 0]
    assert (await world.counts(campaign))["contacts"] == 2
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Bo"
    phones = await world.scripts.redis.hgetall(keys.under(keys.campaign(campaign), "phones"))
    assert phones == {b"+12025550101": b"1", b"+12025550102": b"2"}


async def test_the_same_phone_may_be_in_two_campaigns(world: World) -> None:
    for campaign in [await world.campaign(), await world.campaign()]:
        assert await world.scripts.run("add_contacts", campaign, contacts=[row("+12025550101")], columns=columns()) == [
            1
        ]


async def test_columns_are_known_once_each_in_the_order_they_came(world: World) -> None:
    campaign = await world.campaign()
    first = [row("+12025550101", City="Rome"), row("+12025550102", Age="40")]
    await world.scripts.run("add_contacts", campaign, contacts=first, columns=columns("City", "Age"))
    second = [row("+12025550103", Age="41", Team="Blue")]
    await world.scripts.run("add_contacts", campaign, contacts=second, columns=columns("Age", "Team"))
    assert (await world.counts(campaign))["fields"] == ["City", "Age", "Team"]


async def test_a_column_in_which_no_new_contact_has_anything_is_none(world: World) -> None:
    campaign = await world.campaign()
    await world.scripts.run(
        "add_contacts", campaign, contacts=[row("+12025550101", Age="40")], columns=columns("Age", "Team")
    )
    again = [row("+12025550101", City="Rome"), row("+12025550102")]
    await world.scripts.run("add_contacts", campaign, contacts=again, columns=columns("City", "Team"))
    assert (await world.counts(campaign))["fields"] == ["Age"]


async def test_no_columns_are_an_empty_list(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    assert (await world.counts(campaign))["fields"] == []


async def test_initials_are_handed_out_in_the_order_of_import(world: World) -> None:
    campaign = await world.campaign(contacts=11, batch_size=11)
    ana = await world.texter(campaign)
    await ana.request()
    assert await ana.holds("initial") == list(range(1, 12))


async def test_contacts_may_come_after_launch(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    await world.add_contacts(campaign, 3)
    assert (await world.counts(campaign))["unassigned"]["initial"] == 5


async def test_more_than_fit_one_step_of_the_store_are_added_at_once(world: World) -> None:
    campaign = await world.campaign()
    rows = [row(f"+1202{n:07d}") for n in range(6_000)]
    assert sum(await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns())) == 6_000
    assert (await world.counts(campaign))["unassigned"]["initial"] == 6_000


async def test_names_and_fields_come_back_as_they_were(world: World) -> None:
    campaign = await world.campaign()
    odd = row("+12025550101", 'Zoë "O\'Hara" 👋 <b>', **{"Última cita": "%1 {x}\n\\n"})
    await world.scripts.run("add_contacts", campaign, contacts=[odd], columns=columns("Última cita"))
    contact = (await world.conversation(campaign, 1))["contact"]
    assert contact["first_name"] == 'Zoë "O\'Hara" 👋 <b>'
    assert contact["fields"] == {"Última cita": "%1 {x}\n\\n"}


async def test_admins_hear_of_it(world: World) -> None:
    campaign = await world.campaign()
    async with world.listening(campaign) as heard:
        await world.add_contacts(campaign, 3)
        (message,) = await heard.news()
    assert message["campaign"]["contacts"] == 3


async def test_contacts_who_are_all_there_already_leave_no_trace(world: World) -> None:
    campaign = await world.campaign()
    await world.scripts.run("add_contacts", campaign, contacts=[row("+12025550101")], columns=columns())
    before = await world.kept()
    async with world.listening(campaign) as heard:
        again = [row("+12025550101", City="Rome")]
        assert await world.scripts.run("add_contacts", campaign, contacts=again, columns=columns("City")) == [0]
        assert await heard.news() == []
    assert await world.kept() == before


async def test_an_archived_campaign_takes_none(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.add_contacts(campaign, 1)


async def test_an_unknown_campaign_takes_none(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.add_contacts(9, 1)
    assert not await world.scripts.redis.exists(keys.under(keys.campaign(9), "phones"))


@pytest.mark.parametrize(
    ("script", "content", "field"),
    [
        ("Hi {first_name}!", "Phone\n2125550199", "first_name"),
        ("Hi {Town} {first_name|friend}!", "Phone,First\n2125550199,Ana", "Town"),
        ("Hi {first_name|friend}!", "Phone\n2125550199", None),
        ("Hi {first_name}!", "Phone,Given name\n2125550199,Ana", None),
    ],
)
@pytest.mark.parametrize("status", ["draft", "active", "paused"])
async def test_once_launched_a_list_needs_the_columns_of_the_message(
    world: World, status: str, script: str, content: str, field: str | None
) -> None:
    campaign = await world.campaign(contacts=1, fields={"town": "Bath"}, script=script, launch=status != "draft")
    if status == "paused":
        await world.scripts.run("pause_campaign", campaign)
    if field is None or status == "draft":
        await world.imported(campaign, content)
        assert (await world.counts(campaign))["contacts"] == 2
        return
    async with world.refused("no_column"):
        await world.imported(campaign, content)
    with pytest.raises(Refused) as refused:
        await world.imported(campaign, content)
    assert refused.value.details == {"field": field}


async def test_the_columns_of_a_list_are_kept_once_however_often_it_comes(world: World) -> None:
    campaign = await world.campaign()
    for phone in ("+12025550101", "+12025550102"):
        await world.scripts.run("add_contacts", campaign, contacts=[row(phone, City="Rome")], columns=columns("City"))
    await world.scripts.run("add_contacts", campaign, contacts=[row("+12025550103")], columns=columns())
    name = keys.campaign(campaign)
    assert await world.scripts.redis.hgetall(keys.under(name, "lists")) == {
        b"1": columns("City").encode(),
        b"2": columns().encode(),
    }
    filled = await world.scripts.redis.hgetall(keys.under(name, "filled"))
    assert (filled[b'1:"City"'], filled[b"1:1"], filled[b"2:3"]) == (b"2", b"2", b"1")
