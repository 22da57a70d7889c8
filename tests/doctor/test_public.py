import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.deploy.fronts import Front, arranged
from tests.doctor.examined import marks, said, told
from tests.processes import free_port, unrecorded_hub
from tests.world import World

HUBS = "Hubs at PUBLIC_URL"


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    """nginx, which the test runs."""
    async with arranged("nginx") as front:
        yield front


def settings(front: Front, store_url: str) -> dict[str, str]:
    """The settings of the hubs behind it."""
    return {
        "REDIS_URL": store_url,
        "PUBLIC_URL": front.url,
        "TRUSTED_PROXIES": "127.0.0.1",
        "SSL_CERT_FILE": front.authority,
    }


async def test_behind_a_proxy_that_is_right_all_is_fine(front: Front, store_url: str, world: World) -> None:
    await world.member("Ana")
    async with front.hub(0, store_url), front.runs():
        parts = await told(**settings(front, store_url))
    assert {marks(parts)[about] for about in ("Certificate", HUBS, "WebSockets", "TRUSTED_PROXIES")} == {"fine"}
    assert "on a phone that isn't in your own network" in said(parts, HUBS)


async def test_a_proxy_that_reaches_no_hub_or_passes_no_sockets_on_is_told(
    front: Front, store_url: str, world: World
) -> None:
    await world.member("Ana")
    conf = front.folder / "conf"
    upgrades = "proxy_set_header Upgrade $http_upgrade;"
    assert upgrades in conf.read_text()
    conf.write_text(conf.read_text().replace(upgrades, ""))
    async with front.runs():
        parts = await told(**settings(front, store_url))
        assert "reaches no hub" in said(parts, HUBS) and "WebSockets" not in parts
        async with front.hub(0, store_url):
            await asyncio.sleep(1.1)  # until nginx tries it again
            parts = await told(**settings(front, store_url))
            assert "deploy/nginx.conf" in said(parts, "WebSockets") and marks(parts)["WebSockets"] == "wrong"


async def test_a_hub_of_another_deployment_or_address_is_told(front: Front, store_url: str, world: World) -> None:
    await world.member("Ana")
    other = front.folder / "data"
    async with (
        unrecorded_hub(port=front.hubs[0], HANDRAISE_DATA=str(other), PUBLIC_URL="https://text.example.org"),
        front.runs(),
    ):
        parts = await told(**settings(front, store_url))
        assert "is of another deployment" in said(parts, HUBS)
    async with front.hub(1, store_url, PUBLIC_URL="https://text.example.org"), front.runs():
        parts = await told(**settings(front, store_url))
        assert marks(parts)[HUBS] == "fine"
        assert "its PUBLIC_URL is another" in said(parts, "WebSockets")


@asynccontextmanager
async def page(folder: Path, days: float, hosts: tuple[str, ...] = ("localhost",)) -> AsyncIterator[dict[str, str]]:
    """A page that is no hub, whose certificate ends in so many days; gives the settings that lead there."""
    authority = trustme.CA()
    issued = authority.issue_cert(
        *hosts,
        not_before=datetime.now(UTC) - timedelta(days=90),
        not_after=datetime.now(UTC) + timedelta(days=days),
    )
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(context)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nHello")
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield {
            "PUBLIC_URL": f"https://localhost:{port}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "SSL_CERT_FILE": str(folder / "authority.pem"),
        }


@pytest.mark.parametrize(
    ("days", "mark", "words"),
    [
        (30.5, "fine", "It is valid for 30 more days."),
        (10.5, "doubt", "It is valid for 10 more days. Look why it isn't renewed"),
        (1.5, "wrong", "It is valid for 1 more days. Look why it isn't renewed"),
        (-1, "wrong", "Browsers refuse it: certificate has expired. Look why it isn't renewed"),
    ],
)
async def test_a_certificates_end_is_told(
    days: float, mark: str, words: str, store_url: str, world: World, tmp_path: Path
) -> None:
    async with page(tmp_path, days) as there:
        parts = await told(REDIS_URL=store_url, **there)
    assert (marks(parts)["Certificate"], words in said(parts, "Certificate")) == (mark, True)
    if days < 0:
        assert HUBS not in parts
    else:
        assert "Something else answers at https://localhost" in said(parts, HUBS)


async def test_a_certificate_of_another_host_or_authority_is_told(store_url: str, world: World, tmp_path: Path) -> None:
    async with page(tmp_path, 30, ("text.example.org",)) as there:
        parts = await told(REDIS_URL=store_url, **there)
        assert "certificate is not valid for 'localhost'" in said(parts, "Certificate")
        parts = await told(REDIS_URL=store_url, **there | {"SSL_CERT_FILE": ""})
        assert "Browsers refuse it" in said(parts, "Certificate")


async def test_an_address_that_leads_nowhere_is_told(store_url: str, world: World) -> None:
    port = free_port()
    parts = await told(REDIS_URL=store_url, PUBLIC_URL=f"https://localhost:{port}", TRUSTED_PROXIES="127.0.0.1")
    assert "can't be reached by https" in said(parts, "Certificate") and "firewall" in said(parts, "Certificate")
    parts = await told(REDIS_URL=store_url, PUBLIC_URL=f"http://localhost:{port}")
    assert "can't be reached" in said(parts, HUBS)
