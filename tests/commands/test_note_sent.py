from server.store import keys
from server.store.scripts import Scripts

PLACE = {"campaign": 1, "conversation": 2, "text": 3, "at": 4}
NAMES = {"carrier": "pigeon", "reference": "SM1"}


async def test_a_reference_leads_to_its_text_for_thirty_days(scripts: Scripts) -> None:
    assert await scripts.run("note_sent", **NAMES, place=PLACE) is False

    assert await scripts.run("find_sent", **NAMES, status="sent") == PLACE
    name = keys.under(keys.ACCOUNT, "sent", "pigeon", "SM1")
    assert 0 <= 30 * 24 * 3600 - await scripts.redis.ttl(name) < 60


async def test_what_was_reported_before_is_told_also_when_it_is_noted_again(scripts: Scripts) -> None:
    await scripts.run("find_sent", **NAMES, status="failed", why="No such number.")

    for _ in range(2):
        assert await scripts.run("note_sent", **NAMES, place=PLACE) == {"status": "failed", "why": "No such number."}
