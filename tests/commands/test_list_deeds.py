async def test_deeds_come_newest_first_and_page_by_page(scripts):
    ids = [await scripts.run("note_deed", deed={"name": "Root", "did": f"deed {n}"}) for n in range(5)]

    first = await scripts.run("list_deeds", limit=2)
    second = await scripts.run("list_deeds", limit=2, before=first[-1]["id"])
    last = await scripts.run("list_deeds", limit=2, before=second[-1]["id"])

    assert [deed["id"] for deed in [*first, *second, *last]] == ids[::-1]


async def test_there_may_be_none(scripts):
    assert await scripts.run("list_deeds", limit=10) == []
