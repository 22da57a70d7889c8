"""A carrier that reaches nobody: it delivers to made-up people, who answer. For demos, trials and load tests."""

import asyncio
import hmac
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from hashlib import sha256
from types import TracebackType

import msgspec

from server.campaigns.attached import Attached
from server.carriers.carrier import Heard, Incoming, Report, Request, Sent, Text
from server.carriers.drawn import CARD, drawn
from server.carriers.intake import take_in
from server.carriers.patience import Patience
from server.carriers.people import Deeds, deeds
from server.errors import Refused
from server.host.fetching import NotFetched
from server.store.scripts import Scripts

EVENTS_AT_ONCE = 16
"""Events that are being told to the store at the same time."""
SIGNATURE = "x-handraise-signature"
"""The header of a request to the simulator: HMAC-SHA256 of the body, in hex."""
FILES = "simulator:"
"""The beginning of the addresses of what its people send; the kind follows."""
TYPES = {"picture": "image/png", "card": "text/vcard"}
WHY = "The simulator lost this one on purpose."


async def signing_key(scripts: Scripts) -> bytes:
    """Return the key that signs requests to the simulator: derived from the one that the store keeps.

    Raises Refused (try_again).
    """
    kept = await scripts.run("secret_key", offered=secrets.token_urlsafe(32))
    return hmac.digest(kept.encode(), b"requests to the simulator", "sha256")


def signature(key: bytes, body: bytes) -> str:
    """Return what the header `SIGNATURE` says of a body."""
    return hmac.new(key, body, "sha256").hexdigest()


class Simulator:
    """Delivers most texts, loses some, and has people answer: some at once, some later, some with STOP.

    seed        the same seed, the same people: what one does depends on their phone and on which text to them it is
    reply_rate  share of first texts that are answered, 0 to 1
    fail_rate   share of texts that don't arrive, 0 to 1
    delay       scale of time: 1 answers within seconds to minutes, 0 at once
    key         signs what is posted to it
    patience    once that is leaving, what becomes of texts is told at once, and answers yet to come never do

    Raises Refused `try_again` at its end if the store stays away.
    """

    name = "simulator"
    thanks: tuple[str, str] | None = None
    settle_after = 60.0
    repeats = False
    looks_up = True

    def __init__(
        self,
        scripts: Scripts,
        patience: Patience,
        key: bytes = b"",
        *,
        seed: int = 1,
        reply_rate: float = 0.4,
        fail_rate: float = 0.03,
        delay: float = 1.0,
    ) -> None:
        self._scripts = scripts
        self._patience = patience
        self._key = key
        self._seed = seed
        self._reply_rate = reply_rate
        self._fail_rate = fail_rate
        self._delay = delay
        self._numbers: Counter[str] = Counter()
        self._lives: set[asyncio.Task[None]] = set()
        self._at_once = asyncio.Semaphore(EVENTS_AT_ONCE)

    async def __aenter__(self) -> "Simulator":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patience.leaving.set()
        await asyncio.gather(*self._lives)

    @property
    def busy(self) -> bool:
        """True while anything is still to become of texts that it has carried."""
        return bool(self._lives)

    async def check(self) -> None:
        """It takes texts, always."""

    async def settle(self, text: Text) -> None:
        """Know nothing: a text it was unsure of is one whose process was killed, and with it these people."""

    async def send(self, text: Text) -> Sent:
        """Accept a text, always; what becomes of it shows later."""
        self._numbers[text.phone] += 1
        fate = deeds(self._seed, text.phone, self._numbers[text.phone], self._reply_rate, self._fail_rate)
        reference = f"{text.campaign}:{text.conversation}:{text.id}:{text.at}"
        life = asyncio.create_task(self._live(text.phone, reference, fate))
        self._lives.add(life)
        life.add_done_callback(self._ended)
        return Sent(reference)

    async def missed(self, since: int) -> AsyncIterator[Heard]:
        """Nothing: whoever writes tells the store by themselves."""
        nothing: tuple[Heard, ...] = ()
        for heard in nothing:
            yield heard

    def hear(self, request: Request) -> Heard:
        """Read `{"texts": [{phone, text, reference, media?}…], "reports": [{reference, status, why?}…]}`: `media` is a
        list of `{url, type}`, or a number.

        Raises Refused bad_signature, bad_request.
        """
        said = request.headers.get(SIGNATURE, "").encode()
        if not self._key or not hmac.compare_digest(said, signature(self._key, request.body).encode()):
            raise Refused("bad_signature")
        try:
            return msgspec.json.decode(request.body, type=Heard)
        except msgspec.DecodeError as error:
            raise Refused("bad_request") from error

    async def line_type(self, phone: str) -> str:
        """Every eighth number or so is a landline, and stays one."""
        return "landline" if sha256(phone.encode()).digest()[0] < 32 else "mobile"

    async def fetch(self, url: str) -> bytes:
        """Return a picture that is drawn on the spot; people's cards are alike.

        Raises NotFetched.
        """
        kind, _, words = url.removeprefix(FILES).partition(":")
        if not url.startswith(FILES) or kind not in TYPES:
            raise NotFetched("The simulator's people sent no such thing.", 404)
        return await asyncio.to_thread(drawn, words) if kind == "picture" else CARD

    def _ended(self, life: asyncio.Task[None]) -> None:
        # One that failed is kept: closing raises what went wrong.
        if life.cancelled() or life.exception() is None:
            self._lives.discard(life)

    async def _live(self, phone: str, reference: str, fate: Deeds) -> None:
        await self._patience.rest(fate.after * self._delay)
        became = Report(reference, "delivered") if fate.arrives else Report(reference, "failed", WHY)
        await self._tell(Heard(reports=(became,)))
        for place, writes in enumerate(fate.writes):
            await self._patience.rest(writes.after * self._delay)
            if self._patience.leaving.is_set():
                return
            named = f"{reference}:{place}"
            files = (Attached(f"{FILES}{kind}:{named}:{nth}", TYPES[kind]) for nth, kind in enumerate(writes.files))
            text = Incoming(phone, writes.text, named, tuple(files))
            await self._tell(Heard(texts=(text,)))

    async def _tell(self, heard: Heard) -> None:
        async with self._at_once:
            await self._patience.ask(lambda: take_in(self._scripts, self.name, heard))
