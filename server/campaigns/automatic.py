"""The texts that go out by themselves: an opt-out's confirmation, and the answer to HELP.

A confirmation is one text, within five minutes, without anything that advertises: so the FCC lets it go out after an
opt-out (FCC 12-143; 47 CFR 64.1200(a)(12)). lua/account/permit_text.lua keeps the five minutes.
"""

from typing import Annotated, Literal

from server.campaigns.merge import fields_in
from server.errors import Refused
from server.limits import LIMITS
from server.store.scripts import Scripts
from server.wire.arguments import limited
from server.words.comparable import comparable

AutomaticKind = Literal["confirmation", "help"]
AutomaticText = Annotated[
    str, limited("The words; empty: none.", "characters", "text_too_long", max_length=LIMITS.text)
]
SETTINGS = {"confirmation": "confirm_opt_out", "help": "help_text"}
"""Names of the account's settings that hold the words."""


async def set_text(scripts: Scripts, kind: AutomaticKind, text: str) -> None:
    """Set one of them; a text without words means that none goes out. It goes out as it stands: nothing is merged.

    Raises Refused field_in_text, text_too_long, try_again.
    """
    if len(text) > LIMITS.text:
        raise Refused("text_too_long")
    if fields := fields_in(text):
        said = f"This text goes out as it stands. Take {{{fields[0]['f']}}} out of it."
        raise Refused("field_in_text", said, {"field": fields[0]["f"]})
    await scripts.run("set_automatic_text", setting=SETTINGS[kind], text=text.strip() if comparable(text) else None)
