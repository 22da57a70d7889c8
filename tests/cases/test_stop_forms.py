"""A text that is nothing but a stop word opts its sender out, whatever stands around the word."""

import csv
from pathlib import Path

import pytest

from server.campaigns.contact import receive
from tests.world import World

PHONE = "+12025550123"

with (Path(__file__).parent / "stop-forms" / "texts.csv").open(encoding="utf-8", newline="") as file:
    TEXTS = [(row["text"], row["opts_out"] == "yes") for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "opts_out"), TEXTS)
async def test_the_text_opts_out_or_not(world: World, text: str, opts_out: bool) -> None:
    await receive(world.scripts, PHONE, text, "SM1")
    assert await world.scripts.redis.sismember("{a}:opted_out", PHONE) == opts_out
