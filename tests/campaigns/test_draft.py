"""The first message to a contact: lua/shared/draft.lua, as listing, opening and sending show it."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.campaigns.merge import compiled
from server.errors import Refused
from server.store import keys
from tests.stage import Stage
from tests.world import World, columns

BO = ["Bo", "Doe", "+12025550101"]


async def draft(world: World, script: str, contact: list[str] = BO, **fields: str) -> str:
    """The message that this script makes for this contact."""
    campaign = await world.campaign(script=script)
    row = [contact[2], json.dumps([*contact, fields])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns(*fields))
    return str((await world.conversation(campaign, 1))["draft"])


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("Hi {first_name} {last_name}!", "Hi Bo Doe!"),
        ("Hi {First Name}, {LAST-NAME}, {firstname}", "Hi Bo, Doe, Bo"),
        ("{first} {given name} {last} {surname}", "Bo Bo Doe Doe"),
        ("{phone} {cell} {Cell Phone} {mobile} {phone_number}", " ".join(["+12025550101"] * 5)),
        ("{\ufefffirst_name} {ＬＡＳＴ\u200e}", "Bo Doe"),
        ("no fields at all", "no fields at all"),
        ("100 % of {first_name}, %1 %s", "100 % of Bo, %1 %s"),
        ("Zoë 👋 {first_name}\n\nBye", "Zoë 👋 Bo\n\nBye"),
        ("", ""),
        (" ", " "),
    ],
)
async def test_names_are_filled_in_however_they_are_written(world: World, script: str, message: str) -> None:
    assert await draft(world, script) == message


async def test_any_column_may_be_used(world: World) -> None:
    fields = {"Polling Place": "City Hall", "age": "42", "Última cita": "hoy"}
    script = "{polling_place}, {AGE}, {PollingPlace}, {ÚLTIMA\u00a0CITA}"
    assert await draft(world, script, **fields) == "City Hall, 42, City Hall, hoy"


@pytest.mark.parametrize("value", ["%1", "%%", "{last_name}", "{first_name}", "\\n", "$1", "<b>", "'\"", "👋", "%0{}"])
async def test_values_are_put_in_literally_in_a_single_pass(world: World, value: str) -> None:
    assert await draft(world, "<{first_name}:{note}>", [value, *BO[1:]], note=value) == f"<{value}:{value}>"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("Hi {town}, how are you?", "Hi, how are you?"),
        ("Hi {town} {town}!", "Hi!"),
        ("Hi {town}{town}{first_name}.", "Hi Bo."),
        ("in {town} {first_name} {town}", "in Bo"),
        ("{town} {first_name}, hi", "Bo, hi"),
        ("Hi\n{town} {first_name}\n{town}\nBye", "Hi\nBo\n\nBye"),
        ("Hi {town}\nBye", "Hi\nBye"),
        ("Hi ({town} {first_name})", "Hi (Bo)"),
        ("Bonjour {town} !", "Bonjour !"),
        ("Hi {town} , hi", "Hi, hi"),
        ("Hi {town}you", "Hi you"),
        ("Dear{town} you", "Dear you"),
        ("a  b {town}   c", "a  b   c"),
        ("Hi\u00a0{town}.", "Hi."),
        (" {first_name} {town}", " Bo"),
        ("Hi {town|neighbour}, hi", "Hi neighbour, hi"),
        ("Hi {town| dear  neighbour }, hi", "Hi dear  neighbour, hi"),
        ("Hi {town|}, hi", "Hi, hi"),
        ("Hi {first_name|friend}!", "Hi Bo!"),
    ],
)
@pytest.mark.parametrize("nothing", [None, "", "  "])
async def test_a_field_that_a_contact_lacks_leaves_no_gap(
    world: World, script: str, message: str, nothing: str | None
) -> None:
    campaign = await world.campaign(script=script)
    rows = [["+12025550100", json.dumps(["Cy", "Doe", "+12025550100", {"town": "Bath"}])]]
    rows.append([BO[2], json.dumps([*BO, {} if nothing is None else {"town": nothing}])])
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns("town"))
    assert (await world.conversation(campaign, 2))["draft"] == message


async def test_blanks_of_a_value_stay(world: World) -> None:
    """Blanks of a value stay also beside an empty field, and also where they end a line."""
    fields = {"a": " x ", "b": ""}
    assert await draft(world, "Hi {b} {a} {b}, {a}{b}\n{b} {a}", **fields) == "Hi  x ,  x \n x "


TOKENS = "Hi;x  y;no,;{a};{b};{c};{a},;{b}.;({c};{a});{a}{b};({b});{c}!;{a|}?".split(";")
LINES = st.lists(st.sampled_from(TOKENS), min_size=2, max_size=7).map(" ".join)
WELL_FORMED = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
"""Scripts in which no blank is too many as long as every field has a value."""
ANYTHING = st.lists(
    st.sampled_from(("Hi", ",", "!", "(", " ", "  ", "\u00a0", "\n", "{a}", "{b}", "{c}", "{a|}")), max_size=12
).map("".join)
VALUES = st.fixed_dictionaries(
    {}, optional=dict.fromkeys("abc", st.sampled_from(("x", " x ", "{b}", "%1", "a  b", ",", "(", "\n.", "", " ")))
)


@pytest.fixture(scope="module")
def stage(store_url: str) -> Iterator[Stage]:
    stage = Stage(store_url, (1,))
    yield stage
    stage.close()


def rendered(stage: Stage, script: str, *contacts: dict[str, str]) -> list[str]:
    """The first messages that a script makes for contacts with these values."""
    stage.clear()
    stage.run("create_campaign", 1, title="V", script=script, message=compiled(script), default_batch_size=1, token="t")
    phones = [f"+1202555{n:04}" for n in range(len(contacts))]
    rows = [(phone, json.dumps(["", "", phone, values])) for phone, values in zip(phones, contacts, strict=True)]
    stage.run("add_contacts", 1, contacts=rows, columns=columns("a", "b", "c"))
    return [stage.run("open_conversation", 1, conversation=id)["draft"] for id in range(1, len(contacts) + 1)]


def filled(script: str, values: dict[str, str]) -> str:
    """The script with its fields replaced, and nothing closed up."""
    return re.sub(r"\{(\w)\|?\}", lambda field: values.get(field[1], ""), script)


def without_blanks(text: str) -> str:
    return re.sub(r"[^\S\n]", "", text)


@settings(max_examples=400)
@given(WELL_FORMED, st.sets(st.sampled_from("abc")))
def test_whatever_is_lacking_no_blank_is_too_many(stage: Stage, script: str, there: set[str]) -> None:
    """The blanks within the script's own words stay."""
    [read] = rendered(stage, script, dict.fromkeys(there, "\ue000"))
    assert read.count("x  y") == script.count("x  y")
    assert not re.search(r"  | [,.)!?\n]|\( |(^|\n) | $", read.replace("x  y", "xy")), read


@given(ANYTHING, VALUES)
def test_nothing_but_blanks_of_the_script_ever_goes(stage: Stage, script: str, values: dict[str, str]) -> None:
    """A value's own blanks never decide anything, nor do they change."""
    marks = {name: chr(0xE000 + ord(name)) for name, value in values.items() if value.strip()}
    read, marked = rendered(stage, script, values, marks)
    assert without_blanks(marked) == without_blanks(filled(script, marks))
    for name, mark in marks.items():
        marked = marked.replace(mark, values[name])
    assert read == marked


@given(ANYTHING)
def test_with_every_value_there_all_of_the_script_stays(stage: Stage, script: str) -> None:
    values = dict.fromkeys("abc", "\ue000")
    assert rendered(stage, script, values) == [filled(script, values)]


def written_otherwise(name: str) -> st.SearchStrategy[str]:
    """A name in another case, width and spelling of its gaps, with invisible characters anywhere."""
    letters = [st.sampled_from((each.lower(), each.upper(), chr(ord(each) + 0xFEE0))) for each in name]
    between = st.sampled_from(
        ("", "", "", " ", "_", "-", "\u2013", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u202e", "\x01")
    )
    return st.tuples(*(part for letter in letters for part in (between, letter)), between).map("".join)


@given(
    written_otherwise("HomeTown"),
    written_otherwise("HomeTown"),
    st.sampled_from(("{}", "{}*", "[{}].", "{} #", "({})")),
)
def test_a_field_is_found_however_it_and_the_column_are_written(
    stage: Stage, field: str, column: str, around: str
) -> None:
    stage.clear()
    script = f"in {{{field}}}."
    stage.run("create_campaign", 1, title="V", script=script, message=compiled(script), default_batch_size=1, token="t")
    column = around.format(column)
    row = ["+12025550101", json.dumps(["", "", "+12025550101", {column: "Bath"}])]
    stage.run("add_contacts", 1, contacts=[row], columns=columns(column))
    assert stage.run("open_conversation", 1, conversation=1)["draft"] == "in Bath."


# The column that a field means.


async def a_list(world: World, campaign: int, header: list[str], *rows: list[str], **mapping: str) -> None:
    """Import a list as an upload does; `mapping` is what was chosen by hand: meaning → name of the column."""
    content = "\n".join(",".join(row) for row in (header, *rows))
    await world.imported(campaign, content, {column: meaning for meaning, column in mapping.items()})


async def drafts(world: World, campaign: int) -> list[str]:
    """The first messages of all contacts."""
    count = (await world.counts(campaign))["contacts"]
    return [(await world.conversation(campaign, id))["draft"] for id in range(1, count + 1)]


async def test_a_field_is_the_column_of_that_name_and_else_what_is_well_known_by_it(world: World) -> None:
    campaign = await world.campaign(script="{First} {first_name} {Name} {last_name}")
    header, row = ["First", "Name", "Phone"], ["1st", "Anabel", "2125550101"]
    await a_list(world, campaign, header, row, first_name="Name")
    contact = (await world.conversation(campaign, 1))["contact"]
    assert (contact["first_name"], contact["fields"]) == ("Anabel", {"First": "1st"})
    assert await drafts(world, campaign) == ["1st Anabel Anabel"]


async def test_each_contact_s_fields_are_those_of_the_list_that_they_came_with(world: World) -> None:
    campaign = await world.campaign(script="{First|-} {Name|-} {first_name|-}")
    await a_list(world, campaign, ["First", "Phone"], ["Ana", "2125550101"])
    await a_list(world, campaign, ["First", "Name", "Phone"], ["", "Bo", "2125550102"], first_name="Name")
    await a_list(world, campaign, ["Name", "Phone"], ["Cy", "2125550103"])
    assert await drafts(world, campaign) == ["Ana - Ana", "- Bo Bo", "- Cy -"]


async def test_a_column_called_by_a_number_is_not_the_first_name(world: World) -> None:
    campaign = await world.campaign(script="{1} {first_name}")
    await a_list(world, campaign, ["1", "First", "Phone"], ["one", "Ana", "2125550101"], ["", "Bo", "2125550102"])
    assert await drafts(world, campaign) == ["one Ana", "Bo"]
    assert (await world.counts(campaign))["lacking"] == [{"field": "1", "contacts": 1}]


# Data that an older version has stored.


async def older_campaign(world: World, script: str) -> int:
    """A campaign as a version before this one has stored it, with three contacts."""
    campaign = await world.campaign(contacts=3, fields={"Última cita": "hoy", "Team": "Red"})
    name, redis = keys.campaign(campaign), world.scripts.redis
    await redis.hset(name, "script", script)
    await redis.hdel(name, "message", "unknown_field", "lacking", "merge_fields")
    for id, packed in (await redis.hgetall(keys.under(name, "contacts"))).items():
        await redis.hset(keys.under(name, "contacts"), id, json.dumps(json.loads(packed)[:4]))
    await redis.delete(*(keys.under(name, suffix) for suffix in ("lists", "filled", "gaps")))
    return campaign


async def test_what_an_older_version_has_stored_reads_as_it_did(world: World) -> None:
    campaign = await older_campaign(world, "{first} of {te-am}, {Última cita}")
    assert (await world.conversation(campaign, 1))["draft"] == "Contact 1 of Red, hoy"
    described = await world.counts(campaign)
    assert (described["unknown_field"], described["lacking"]) == ("", [])
    names = ["first_name", "last_name", "Team", "Última cita"]
    assert sorted(offered["field"] for offered in described["merge_fields"]) == sorted(names)


async def test_a_script_is_set_anew_on_what_an_older_version_has_stored(world: World) -> None:
    campaign, root = await older_campaign(world, "Hi"), await world.member("Root", "admin")
    await world.ask(root, "update_campaign", campaign=campaign, script="{last_name|x} {TEAM} {Última cita}")
    assert (await world.conversation(campaign, 1))["draft"] == "Doe Red hoy"
    with pytest.raises(Refused, match="unknown_field"):
        await world.ask(root, "update_campaign", campaign=campaign, script="{town}")


async def test_contacts_come_to_what_an_older_version_has_stored(world: World) -> None:
    campaign = await older_campaign(world, "{first_name} ({Team})")
    await a_list(world, campaign, ["First", "Phone", "TEAM"], ["Ana", "2125550101", "Blue"], ["Bo", "2125550102", ""])
    assert await drafts(world, campaign) == [*(f"Contact {n} (Red)" for n in (1, 2, 3)), "Ana (Blue)", "Bo ()"]
    described = await world.counts(campaign)
    assert described["lacking"] == [{"field": "Team", "contacts": 1}]


async def test_a_script_that_an_older_server_has_changed_meanwhile_is_the_one_that_counts(world: World) -> None:
    campaign = await world.campaign(contacts=1, script="Hi {first_name}!")
    await world.scripts.redis.hset(keys.campaign(campaign), "script", "Bye {first_name}!")
    assert (await world.conversation(campaign, 1))["draft"] == "Bye Contact 1!"


async def test_what_is_listed_opened_sent_and_previewed_is_the_same(world: World) -> None:
    script = "{first_name} of {team}"
    campaign = await world.campaign(contacts=1, fields={"Team": "Red %1"}, script=script)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await ana.request()
    listed = (await world.scripts.run("list_conversations", campaign, limit=1))["conversations"][0]["draft"]
    opened = (await world.conversation(campaign, 1))["draft"]
    previewed = await world.ask(root, "preview_message", campaign=campaign, script=script)
    sent = (await ana.send_initial(1))["texts"][0]["text"]
    assert listed == opened == sent == previewed["examples"][0]["draft"] == "Contact 1 of Red %1"
