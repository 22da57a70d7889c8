from typing import Any

from server.store import keys
from server.store.scripts import Scripts
from tests.account import listening

PHONE = "+12025550123"


async def place(scripts: Scripts, reference: str = "SM1", **args: Any) -> dict[str, Any]:
    """Place a text of one phone."""
    given = {"phone": PHONE, "text": "Yes", "stop": False, "start": False, **args}
    answer: dict[str, Any] = await scripts.run("place_text", reference=reference, **given)
    return answer


async def test_the_first_place_of_a_reference_stays_its_place(scripts: Scripts) -> None:
    assert await place(scripts, to=7, conversation=3) == {"campaign": 7, "conversation": 3}
    assert await place(scripts, to=8, conversation=1) == {"campaign": 7, "conversation": 3}
    assert await place(scripts, "SM2", to=8, conversation=1) == {"campaign": 8, "conversation": 1}


async def test_a_reference_is_remembered_for_a_week(scripts: Scripts) -> None:
    await place(scripts, to=7, conversation=3)
    assert 6.9 * 86400 < await scripts.redis.ttl(keys.under(keys.ACCOUNT, "received", "SM1")) <= 7 * 86400


async def test_an_old_opt_out_that_is_delivered_again_doesnt_undo_what_came_after_it(scripts: Scripts) -> None:
    stop = await place(scripts, "SM1", stop=True, text="STOP")
    start = await place(scripts, "SM2", start=True, text="START")
    assert start["at"] > stop["at"]
    assert await place(scripts, "SM1", stop=True, text="STOP") == stop
    assert await scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == set()


async def test_a_text_that_no_campaign_has_a_place_for_is_kept_once_and_told(scripts: Scripts) -> None:
    async with listening(scripts) as heard:
        for _ in range(2):
            assert await place(scripts) == {"campaign": 0}
        (message,) = await heard.news()
    assert message["account"]["unplaced"] == 1
    (text,) = (await scripts.run("list_unplaced", limit=10))["texts"]
    assert (text["id"], text["phone"], text["text"]) == (1, PHONE, "Yes")


async def test_a_bare_opt_out_and_a_text_with_a_place_need_nobody(scripts: Scripts) -> None:
    async with listening(scripts) as heard:
        await place(scripts, "SM1", to=7, conversation=3)
        await place(scripts, "SM2", stop=True, text="STOP")
        assert await heard.news() == []
    assert (await scripts.run("list_unplaced", limit=10))["texts"] == []


async def test_the_last_five_thousand_are_kept(scripts: Scripts) -> None:
    unplaced = keys.under(keys.ACCOUNT, "unplaced")
    await scripts.redis.zadd(unplaced, {f"text {n}": -n for n in range(5_000)})
    await place(scripts)
    assert await scripts.redis.zcard(unplaced) == 5_000
    assert await scripts.redis.zscore(unplaced, "text 4999") is None
