from pathlib import Path

import httpx

from tests.command_line import handraise, loaded, running


async def test_serve_says_its_store_and_address_and_lets_the_store_go(tmp_path: Path) -> None:
    async with running("serve", "--port", "0", HANDRAISE_DATA=tmp_path, PYTHONPROFILEIMPORTTIME="1") as hub:
        assert "private Valkey" in await hub.says("The store: ")
        address = (await hub.says("Handraise serves")).split()[-1]
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(f"{address}/health/live")).status_code == 200
        ended = await hub.stop()

    assert ended.code == 0
    assert not (tmp_path / "store.sock").exists()
    assert loaded(ended.err) & {"prometheus_client", "rich"} == set()


async def test_a_port_that_is_taken_is_told_in_a_sentence(store_url: str, hub_url: str) -> None:
    port = hub_url.rsplit(":", 1)[1]

    ended = await handraise("serve", "--port", port, REDIS_URL=store_url)

    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert f"port {port}" in ended.err
