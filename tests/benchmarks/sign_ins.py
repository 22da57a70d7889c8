"""Measures what a flood of sign-ins costs one real person: `python -m tests.benchmarks.sign_ins [HOW_MANY]`.

A few hundred strangers sign in at once, from one address of this machine or from one each, and a member signs in from
another address.
"""

import asyncio
import collections
import sys
import tempfile
import time

import httpx

from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.processes import handraise

PASSWORD = "correct horse battery"


async def sign_in(url: str, address: str, email: str, password: str) -> tuple[int, float]:
    """Sign in from an address of this machine; gives the answer's status and the seconds that it took."""
    transport = httpx.AsyncHTTPTransport(local_address=address, verify=False)
    async with httpx.AsyncClient(base_url=url, transport=transport, timeout=600, trust_env=False) as browser:
        begun = time.monotonic()
        answer = await browser.post("/sign-in", data={"email": email, "password": password})
        return answer.status_code, time.monotonic() - begun


async def measure(strangers: int, one_address: bool) -> None:
    """Say how long the member waits, alone and beside the strangers."""
    with tempfile.TemporaryDirectory(prefix="hr-") as folder:
        async with handraise("serve", "--port", "0", HANDRAISE_DATA=folder) as hub:
            url = (await hub.says(r"serves (http://\S+)"))[1]
            config = Config.read({"HANDRAISE_DATA": folder})
            async with open_store(config) as store:
                members = Members(Scripts(store.nodes), config)
                ana = await members.add("ana@example.org", "Ana", "texter")
                link = (await members.sign_in_link(ana)).removeprefix("/sign-in/")
                await members.set_password(await members.use_link(link, "press"), PASSWORD)
            _, alone = await sign_in(url, "127.0.0.3", "ana@example.org", PASSWORD)
            addresses = ["127.1.0.1" if one_address else f"127.1.{n // 250}.{n % 250 + 1}" for n in range(strangers)]
            flood = [
                asyncio.create_task(sign_in(url, address, f"{n}@example.org", "a guess"))
                for n, address in enumerate(addresses)
            ]
            await asyncio.sleep(0.5)
            status, beside = await sign_in(url, "127.0.0.2", "ana@example.org", PASSWORD)
            answers = collections.Counter(code for code, _ in await asyncio.gather(*flood))
    print(f"{strangers} strangers from {len(set(addresses))} addresses, who were answered {dict(answers)}:")
    print(f"  signing in takes {alone:.2f} s alone, {beside:.2f} s beside them ({status}).")


async def main(strangers: int) -> None:
    """Measure with all strangers at one address, and with each at an address of their own."""
    for one_address in (True, False):
        await measure(strangers, one_address)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
