"""Plain HTTP as browsers do it, for the tests of pages."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from server.people.members import Member, Members

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""No certificates, for clients of hubs without TLS: to load those of the web takes a client 60 ms."""


@asynccontextmanager
async def browser(hub_url: str, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that nobody is signed in to, and that shows redirects instead of following them."""
    sent = {"accept": "text/html", "origin": hub_url, **headers}
    async with httpx.AsyncClient(base_url=hub_url, headers=sent, timeout=30, verify=PLAIN) as client:
        yield client


@asynccontextmanager
async def browser_of(hub_url: str, members: Members, member: Member) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which this member has pressed a sign-in link's button."""
    async with browser(hub_url) as client:
        answer = await client.post(await members.sign_in_link(member), data={"press": "p"})
        assert answer.status_code == 303
        yield client
