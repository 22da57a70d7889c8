"""Errors of the store, told as refusals."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import AskError, ResponseError
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server.errors import SENTENCES, Refused
from server.store.round_trips import TooFewReplicas
from server.words.moments import opening

REFUSED = re.compile(r"REFUSED (\w+)(?: (.*?))?(?: script: [0-9a-f]{40},.*)?$", re.DOTALL)
PASSING = {"LOADING", "READONLY", "MISCONF", "OOM", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS", "BUSY"}
"""The first words of error replies by which a store refuses everything for a while, whatever is asked."""
MOVING = "a non local key in a cluster node"
"""The end of the error reply to a verb whose slot is moving to another node (server/store/verbs.py)."""

UNCONFIRMED = (
    "Too few replicas of the store have this yet, so whether it lasts isn't known. Ask again; nothing is taken twice."
)


@contextmanager
def refusing() -> Iterator[None]:
    """Tells the store's errors as refusals."""
    try:
        yield
    except ResponseError as error:
        raise refusal(error) from error
    except TooFewReplicas as error:
        raise Refused("try_again", UNCONFIRMED) from error
    except (StoreAway, StoreSlow, OSError) as error:
        raise Refused("try_again") from error


def refusal(error: ResponseError) -> Exception:
    """Return what an error reply of the store means: a Refused, or the error itself if it is a fault of ours."""
    text = str(error)
    if refused := REFUSED.search(text):
        code, field = refused[1], refused[2]
        if not field:
            return Refused(code)
        if code == "outside_hours":
            return outside_hours(*field.split(" ", 3))
        return Refused(code, f"{SENTENCES[code].removesuffix('.')}: {{{field}}}.", {"field": field})
    if (error.status_code or text.partition(" ")[0]) in PASSING:  # redis-py takes off the first word where it knows it
        return Refused("try_again")
    return Refused("try_again") if moving(error) else error


def moving(error: BaseException | None) -> bool:
    """Return whether an error reply says that the slot is moving to another node, or has moved."""
    return isinstance(error, AskError) or MOVING in str(error)


def outside_hours(at: str, people: str, names_day: str, zone: str) -> Refused:
    """Return the refusal of a text outside of hours, as lua/shared/hours.lua says when they begin."""
    opens_at = int(at) or None
    sentence = opening(opens_at, zone, int(people), names_day == "1")
    details = {"opens_at": opens_at, "zone": zone}
    return Refused("outside_hours", sentence if int(people) else f"{SENTENCES['outside_hours']} {sentence}", details)


def store_says(refused: Refused) -> str:
    """Return what the store said if it is there and refuses everything, as when its memory is full; else ""."""
    said = refused.__cause__
    passing = refused.code == "try_again" and isinstance(said, ResponseError) and not REFUSED.search(str(said))
    return str(said) if passing and not moving(said) else ""
