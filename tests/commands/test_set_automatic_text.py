import pytest

from server.limits import LIMITS
from server.store.scripts import Scripts
from tests.account import listening
from tests.world import World

WORDS = {"confirmation": "confirm_opt_out", "help": "help_text"}


@pytest.mark.parametrize("setting", WORDS.values())
async def test_it_is_announced_once_and_can_be_cleared(scripts: Scripts, setting: str) -> None:
    async with listening(scripts) as heard:
        account = await scripts.run("set_automatic_text", setting=setting, text="Bye.")
        await scripts.run("set_automatic_text", setting=setting, text="Bye.")
        assert account[setting] == "Bye."
        assert await heard.news() == [{"account": account}]
    assert setting not in await scripts.run("set_automatic_text", setting=setting)


@pytest.mark.parametrize("kind", WORDS)
async def test_an_admin_sets_each_and_a_text_without_words_is_none(world: World, kind: str) -> None:
    ada = await world.member("Ada", "admin")
    before = await world.ask(ada, "set_stop_languages", languages=None)
    assert (before["confirm_opt_out"], before["help_text"]) == ("", "")
    for said, kept in (("  Bye 👋\n", "Bye 👋"), (" \u200b\n", ""), ("x" * LIMITS.text, "x" * LIMITS.text), ("", "")):
        account = await world.ask(ada, "set_automatic_text", kind=kind, text=said)
        assert {name: account[name] for name in WORDS.values()} == {
            **dict.fromkeys(WORDS.values(), ""),
            WORDS[kind]: kept,
        }


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"kind": "confirmation", "text": "x" * (LIMITS.text + 1)}, "text_too_long"),
        ({"kind": "help", "text": "Hi {first_name}"}, "field_in_text"),
        ({"kind": "greeting", "text": "Hi"}, "bad_arguments"),
        ({"kind": "help", "text": None}, "bad_arguments"),
        ({"kind": "help"}, "bad_arguments"),
    ],
)
async def test_what_is_no_text_to_go_out_as_it_stands_is_refused(world: World, args: dict, code: str) -> None:
    ada = await world.member("Ada", "admin")
    async with world.refused(code):
        await world.ask(ada, "set_automatic_text", **args)
