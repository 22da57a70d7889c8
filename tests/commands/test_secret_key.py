async def test_the_first_key_offered_is_kept(scripts):
    assert await scripts.run("secret_key", offered="one") == "one"
    assert await scripts.run("secret_key", offered="two") == "one"
