import pytest

from server.store import keys
from server.store.scripts import Scripts

PLACE = {"campaign": 1, "conversation": 2, "text": 3, "at": 4}
NAMES = {"carrier": "pigeon", "reference": "SM1"}


async def test_another_carriers_reference_is_another_one(scripts: Scripts) -> None:
    await scripts.run("note_sent", **NAMES, place=PLACE)

    assert await scripts.run("find_sent", **NAMES, status="delivered") == PLACE
    assert await scripts.run("find_sent", carrier="owl", reference="SM1", status="delivered") is False


@pytest.mark.parametrize("first", ["delivered", "failed"])
async def test_of_an_unknown_reference_the_first_report_of_how_it_ended_is_kept_for_an_hour(
    scripts: Scripts, first: str
) -> None:
    for status in ("sent", first, "failed", "delivered"):
        assert await scripts.run("find_sent", **NAMES, status=status) is False

    assert 0 <= 3600 - await scripts.redis.ttl(keys.under(keys.ACCOUNT, "ahead", "pigeon", "SM1")) < 60
    assert await scripts.run("note_sent", **NAMES, place=PLACE) == {"status": first}
