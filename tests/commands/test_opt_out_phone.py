from typing import Any

import msgpack
import pytest

from server.errors import Refused
from server.store import keys
from server.store.scripts import Scripts
from tests.world import World

PHONE = "+12025550123"


async def test_a_phone_is_noted_and_each_note_is_later_than_the_one_before(scripts: Scripts) -> None:
    notes = [(await scripts.run("opt_out_phone", phone=PHONE, by="Ana"))["at"] for _ in range(20)]

    assert notes == sorted(set(notes))
    assert await scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == {PHONE.encode()}


async def note(scripts: Scripts) -> dict[str, Any]:
    """The account's note of the phone."""
    found: dict[str, Any] = msgpack.unpackb(await scripts.redis.hget(keys.under(keys.ACCOUNT, "opt_outs"), PHONE))
    return found


async def test_it_is_kept_by_whom_when_how_and_since_when(scripts: Scripts) -> None:
    first = (await scripts.run("opt_out_phone", phone=PHONE, by="Ana", how="texter", place="7:3"))["at"]
    again = (await scripts.run("opt_out_phone", phone=PHONE, how="text", place="8:1"))["at"]
    assert await note(scripts) == {"out": True, "at": again, "how": "text", "since": first, "place": "7:3"}
    await scripts.run("opt_in_phone", phone=PHONE, by="Ada", how="admin")
    noted = await note(scripts)
    assert noted == {"out": False, "by": "Ada", "how": "admin", "at": noted["at"]}
    last = (await scripts.run("opt_out_phone", phone=PHONE, how="import"))["at"]
    assert await note(scripts) == {"out": True, "at": last, "how": "import", "since": last}


async def test_the_place_that_opted_a_phone_out_confirms_it_and_no_other(scripts: Scripts) -> None:
    await scripts.run("set_automatic_text", setting="confirm_opt_out", text="Bye.")

    async def confirmed(place: str | None, **args: str) -> str | None:
        answer = await scripts.run("opt_out_phone", phone=PHONE, place=place, **args)
        return answer["automatic"]["text"] if "automatic" in answer else None

    assert [await confirmed(place) for place in ("7:3", "8:1", "7:3")] == ["Bye.", None, "Bye."]
    assert [await confirmed("7:3", text=text) for text in ("Sorry!", "")] == ["Sorry!", None]
    await scripts.run("opt_in_phone", phone=PHONE, by="Ada")
    assert [await confirmed(place) for place in (None, "7:3", "8:1")] == [None, None, None]


async def test_an_admin_opts_a_phone_out_of_every_campaign(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=1, launch=False)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    told = await world.ask(root, "opt_out_phone", phone=phone)
    assert told == {"phone": phone, "opted_out": True, "changed": True}
    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], [(each["by"], each["how"]) for each in thing["opt_outs"]]) == (
        "opted_out",
        [("Root", "admin")],
    )
    assert not (await world.ask(root, "opt_out_phone", phone=phone))["changed"]


async def test_a_phone_without_its_country_is_of_the_deployments_region(world: World) -> None:
    root = await world.member("Root", "admin")
    assert (await world.ask(root, "opt_out_phone", phone="(202) 555-0123"))["phone"] == PHONE


@pytest.mark.parametrize("wrong", ["", " ", "Ana", "555-0123", "+1", "2025550123 or 2025550124", "x" * 10_000])
@pytest.mark.parametrize("command", ["opt_out_phone", "opt_in_phone"])
async def test_what_is_no_phone_is_refused(world: World, command: str, wrong: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_phone"):
        await world.ask(root, command, phone=wrong)


async def test_a_refusal_says_what_is_wrong_with_the_number(world: World) -> None:
    root = await world.member("Root", "admin")
    with pytest.raises(Refused, match=r"This number can't be used. “.49 30 12345678” is a landline"):
        await world.ask(root, "opt_out_phone", phone="+49 30 12345678")
