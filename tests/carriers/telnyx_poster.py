"""Posts what a stand-in for Telnyx has to tell, signed as Telnyx does; twice, late or in the wrong order on purpose."""

import asyncio
import json
import time
import uuid
from base64 import b64encode
from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx
from nacl.signing import SigningKey
from telnyx.types import DeliveryUpdateWebhookEvent, InboundMessageWebhookEvent, WebhookDelivery

from tests.browsers import PLAIN

ANSWER_WITHIN_SECONDS = 2.0
TRIES = 3


class Poster:
    """Signs with a key made of the seed.

    twice    the share of bodies that are posted twice, 0 to 1
    swapped  the share of texts whose bodies are posted in the wrong order
    late     seconds that posts take, at most
    mute     1: nothing is posted
    again    seconds until a post is tried again
    proxies  public address → the address behind it that is posted to in its place
    answers  the status of each answer
    failed   posts that never came to anybody, as Telnyx lists them
    """

    def __init__(self, seed: int) -> None:
        self.key = SigningKey(seed.to_bytes(32, "big"))
        self.twice = self.swapped = self.late = self.mute = 0.0
        self.again = 0.5
        self.proxies: dict[str, str] = {}
        self.answers: list[int] = []
        self.failed: list[dict[str, Any]] = []
        self._client = httpx.AsyncClient(verify=PLAIN, timeout=ANSWER_WITHIN_SECONDS)
        self._posting: set[asyncio.Task[None]] = set()

    @property
    def public_key(self) -> str:
        """As Telnyx's portal shows it."""
        return b64encode(bytes(self.key.verify_key)).decode()

    async def quiet(self) -> None:
        """Wait until nothing more is to be posted."""
        while self._posting:
            await asyncio.wait(self._posting)

    def headers(self, body: bytes, at: int | None = None) -> dict[str, str]:
        """The headers of a body; `at` is in seconds since 1970, now by default."""
        made = str(int(time.time()) if at is None else at)
        signature = self.key.sign(f"{made}|".encode() + body).signature
        return {"telnyx-timestamp": made, "telnyx-signature-ed25519": b64encode(signature).decode()}

    def tell(self, url: str, *bodies: bytes, dice: Random) -> None:
        """Post these, some time, in their order if all goes well."""
        if self.mute:
            return
        if dice.random() < self.swapped:
            bodies = bodies[::-1]
        again = [body for body in bodies if dice.random() < self.twice]
        posting = asyncio.create_task(self._tell(url, [*bodies, *again], dice.uniform(0, self.late)))
        self._posting.add(posting)
        posting.add_done_callback(self._posting.discard)

    async def _tell(self, url: str, bodies: list[bytes], after: float) -> None:
        await asyncio.sleep(after)
        for body in bodies:
            for _ in range(TRIES):
                if await self.post(url, body) < 300:
                    break
                await asyncio.sleep(self.again)
            else:
                self.failed.append(undelivered(url, body))

    async def post(self, url: str, body: bytes) -> int:
        """Post a body once; gives the status of the answer, 599 if there is none."""
        for public, behind in self.proxies.items():
            url = url.replace(public, behind)
        try:
            answer = await self._client.post(url, content=body, headers=self.headers(body))
        except httpx.HTTPError:
            return 599
        self.answers.append(answer.status_code)
        return answer.status_code

    async def close(self) -> None:
        """Post no more."""
        for posting in list(self._posting):
            posting.cancel()
        await asyncio.gather(*self._posting, return_exceptions=True)
        await self._client.aclose()


def event(kind: str, payload: dict[str, Any]) -> bytes:
    """The body that tells of an event; of the form that Telnyx's SDK knows."""
    happened = {
        "id": str(uuid.uuid4()),
        "event_type": kind,
        "occurred_at": "2026-11-30T12:00:00.000+00:00",
        "payload": payload,
        "record_type": "event",
    }
    body = {"data": happened, "meta": {"attempt": 1, "delivered_to": payload.get("webhook_url")}}
    (InboundMessageWebhookEvent if kind == "message.received" else DeliveryUpdateWebhookEvent).model_validate(body)
    return json.dumps(body).encode()


def undelivered(url: str, body: bytes) -> dict[str, Any]:
    """A post that never came to anybody, of the form that Telnyx's SDK knows."""
    now = datetime.now(UTC).isoformat()
    tried = {"status": "failed", "started_at": now, "http": {"request": {"url": url, "headers": []}}, "errors": [75499]}
    post = {"id": str(uuid.uuid4()), "record_type": "webhook_delivery", "status": "failed", "started_at": now}
    whole = {**post, "webhook": json.loads(body)["data"], "attempts": [tried] * TRIES}
    WebhookDelivery.model_validate(whole)
    return whole
