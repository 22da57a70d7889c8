"""A real OpenID provider, `oidc-provider-mock`, in a process of its own. It vouches for Ana, not for Eve."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.browsers import PLAIN
from tests.processes import free_port

PEOPLE = (
    {"sub": "person-ana", "email": "ana@example.org", "email_verified": True, "name": "Ana"},
    {"sub": "person-eve", "email": "ana@example.org", "email_verified": False},
)


@asynccontextmanager
async def openid_provider() -> AsyncIterator[str]:
    """Gives its address, once it answers."""
    port = free_port()
    people = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people), stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(60), httpx.AsyncClient(verify=PLAIN) as client:
            while not await answers(client, url):
                assert process.returncode is None, "it ended"
                await asyncio.sleep(0.1)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    """Return whether it answers by now."""
    try:
        return (await client.get(f"{url}/.well-known/openid-configuration")).status_code == 200
    except httpx.TransportError:
        return False
