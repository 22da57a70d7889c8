import pytest

from server.errors import Refused
from tests.account import listening


@pytest.mark.parametrize("size", [1, 300, 5000])
async def test_the_default_is_set_and_announced(scripts, size):
    async with listening(scripts) as heard:
        account = await scripts.run("set_default_batch_size", size=size)

        assert (account["default_batch_size"], account["default_is_set"]) == (size, True)
        assert await heard.news() == [{"account": account}]
        assert (await scripts.run("describe_account"))["account"] == account


async def test_clearing_it_returns_to_300(scripts):
    await scripts.run("set_default_batch_size", size=20)

    account = await scripts.run("set_default_batch_size", size=None)

    assert (account["default_batch_size"], account["default_is_set"]) == (300, False)


@pytest.mark.parametrize("size", [0, -1, 5001, 1.5, "20", True, [20]])
async def test_what_is_no_size_from_1_to_5000_is_refused_and_changes_nothing(scripts, size):
    await scripts.run("set_default_batch_size", size=20)

    with pytest.raises(Refused, match="batch_size_out_of_range"):
        await scripts.run("set_default_batch_size", size=size)
    assert (await scripts.run("describe_account"))["account"]["default_batch_size"] == 20
