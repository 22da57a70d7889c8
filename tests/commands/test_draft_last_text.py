from tests.world import World


async def test_a_texter_is_offered_the_accounts_words(world: World) -> None:
    ana = await world.member("Ana")
    assert await world.ask(ana, "draft_last_text") == {"text": ""}
    await world.scripts.run("set_automatic_text", setting="confirm_opt_out", text="Bye.")
    assert await world.ask(ana, "draft_last_text") == {"text": "Bye."}
