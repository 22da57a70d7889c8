from server.store.scripts import Scripts
from tests.command_line import Ended, handraise


async def account(store_url: str, *words: str) -> Ended:
    return await handraise("account", *words, REDIS_URL=store_url)


async def test_a_carriers_terms_are_set_and_told(store_url: str, scripts: Scripts) -> None:
    ended = await account(
        store_url, "carrier", "simulator", "--per-second", "4", "--per-day", "2000", "--price", "0.0079"
    )
    assert ended == Ended(
        0,
        "Carrier of new campaigns: any that runs\n"
        "simulator: 4 segments a second, 2,000 segments a day, 0.0079 USD a segment\n",
        "",
    )
    await account(store_url, "currency", "CAD")
    await account(store_url, "default-carrier", "simulator")
    ended = await account(store_url, "carrier", "simulator", "--numbers", "12345", "--per-second", "0.5")
    assert ended.out.splitlines() == [
        "Carrier of new campaigns: simulator",
        "simulator: 4 segments a second, 2,000 segments a day, 0.0079 CAD a segment",
        "simulator 12345: 0.5 segments a second",
    ]
    await account(store_url, "default-carrier")
    ended = await account(store_url, "carrier", "simulator", "--price", "", "--per-second", "0", "--per-day", "0")
    assert ended.out.splitlines() == [
        "Carrier of new campaigns: any that runs",
        "simulator 12345: 0.5 segments a second",
    ]


async def test_what_cannot_be_is_refused_in_a_sentence(store_url: str, scripts: Scripts) -> None:
    refused = {
        ("carrier", "pigeon", "--per-second", "4"): "There is no carrier of that name.",
        ("carrier", "simulator", "--per-second", "-1"): "Segments a second are a number from 0.01 to 10,000, or 0: no",
        ("carrier", "simulator", "--per-day", "3"): "Segments a day are a whole number from 49,",
        ("carrier", "simulator", "--price", "cheap"): "Write an amount like 50 or 0.0079, or leave it empty.",
        ("currency", "dollars"): "Write the currency as its three letters, such as USD.",
    }
    for words, sentence in refused.items():
        ended = await account(store_url, *words)
        assert (ended.code, ended.err.startswith(f"Error: {sentence}")) == (1, True), ended.err
