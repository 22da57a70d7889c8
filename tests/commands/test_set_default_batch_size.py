import pytest

from server.errors import Refused
from tests.account import listening


@pytest.mark.parametrize("size", [1, 300, 5000])
async def test_the_default_is_set_and_announced(scripts, size):
    async with listening(scripts) as heard:
        account = await scripts.run("set_default_batch_size", size=size)

        assert account == {"name": "Handraise", "default_batch_size": size, "default_is_set": True, "tokens_changed": 0}
        assert await heard.news() == [{"account": account}]
        assert (await scripts.run("describe_account"))["account"] == account


async def test_clearing_it_returns_to_300(scripts):
    await scripts.run("set_default_batch_size", size=20)

    account = await scripts.run("set_default_batch_size", size=None)

    assert account == {"name": "Handraise", "default_batch_size": 300, "default_is_set": False, "tokens_changed": 0}


@pytest.mark.parametrize("size", [0, -1, 5001, 1.5, "20", True, [20]])
async def test_what_is_no_size_from_1_to_5000_is_refused_and_changes_nothing(scripts, size):
    await scripts.run("set_default_batch_size", size=20)

    with pytest.raises(Refused, match="batch_size_out_of_range"):
        await scripts.run("set_default_batch_size", size=size)
    assert (await scripts.run("describe_account"))["account"]["default_batch_size"] == 20
