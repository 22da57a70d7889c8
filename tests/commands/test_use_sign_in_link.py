import pytest

from server.errors import Refused
from server.store import keys
from tests.account import add


async def press(scripts, press, credential):
    return await scripts.run("use_sign_in_link", link="digest", press=press, credential=credential)


async def test_pressing_signs_in_and_uses_the_link_up(scripts):
    await scripts.run("add_sign_in_link", member=await add(scripts, "Ana"), link="digest")

    assert (await press(scripts, "page one", "session:one"))["name"] == "Ana"

    assert (await scripts.run("recognize", credential="session:one"))["name"] == "Ana"
    with pytest.raises(Refused, match="link_used"):
        await press(scripts, "page two", "session:two")
    assert await scripts.run("recognize", credential="session:two") is None


async def test_a_double_click_signs_in_both_times(scripts):
    await scripts.run("add_sign_in_link", member=await add(scripts, "Ana"), link="digest")

    await press(scripts, "page", "session:one")
    await press(scripts, "page", "session:two")

    assert (await scripts.run("recognize", credential="session:two"))["name"] == "Ana"


async def test_the_same_page_presses_in_vain_a_minute_later(scripts):
    await scripts.run("add_sign_in_link", member=await add(scripts, "Ana"), link="digest")
    await press(scripts, "page", "session:one")
    await scripts.redis.hincrby(keys.under(keys.ACCOUNT, "link", "digest"), "used", -60_000)

    with pytest.raises(Refused, match="link_used"):
        await press(scripts, "page", "session:two")


async def test_the_demos_links_can_be_used_again(scripts):
    await scripts.run("add_sign_in_link", member=await add(scripts, "Ana"), link="digest", again=True)

    for page in ("one", "two", "three"):
        await press(scripts, page, f"session:{page}")

    assert (await scripts.run("recognize", credential="session:three"))["name"] == "Ana"


async def test_an_unknown_link_signs_nobody_in(scripts):
    with pytest.raises(Refused, match="unknown_link"):
        await press(scripts, "page", "session:one")
