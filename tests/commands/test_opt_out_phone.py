from typing import Any

import msgpack

from server.store import keys
from server.store.scripts import Scripts

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
