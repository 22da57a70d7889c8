import pytest

from server.errors import Refused
from tests.account import add


async def test_looking_at_a_link_does_not_use_it_up(scripts):
    await scripts.run("add_sign_in_link", member=await add(scripts, "Ana"), link="digest")

    for _ in range(3):
        assert (await scripts.run("describe_sign_in_link", link="digest"))["name"] == "Ana"


async def test_a_used_link_and_an_unknown_one_are_told_apart(scripts):
    await scripts.run("add_sign_in_link", member=await add(scripts, "Ana"), link="used")
    await scripts.run("use_sign_in_link", link="used", press="p", credential="session:one")

    for link, code in {"used": "link_used", "other": "unknown_link"}.items():
        with pytest.raises(Refused, match=code):
            await scripts.run("describe_sign_in_link", link=link)
