"""Segments are counted by the scripts and by the admin's page: a table of texts holds the two together."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.limits import LIMITS
from server.resources import resources
from server.wire.amounts import LONGEST_TEXT_SEGMENTS

ROOT = Path(__file__).parent.parent
TEXTS = json.loads((ROOT / "tests" / "cases" / "segments" / "texts.json").read_text())
"""[a piece, how often it is repeated, segments] each."""

LUA = (resources("lua") / "shared" / "segments.lua").read_text()
JAVASCRIPT = (ROOT / "static" / "shared" / "segments.js").read_text()


@pytest.mark.parametrize(("piece", "times", "segments"), TEXTS)
async def test_the_scripts_count_like_the_table(redis: Redis, piece: str, times: int, segments: int) -> None:
    assert await redis.eval(f"{LUA}\nreturn segments(ARGV[1])", 0, piece * times) == segments


def test_the_page_counts_like_the_table() -> None:
    node = shutil.which("node")
    assert node, "node isn't installed"
    asked = [piece * times for piece, times, _ in TEXTS]
    program = (
        'import {{ segments }} from "{module}"; const texts = JSON.parse(await new Response(process.stdin).text());'
        "console.log(JSON.stringify(texts.map((text) => segments(text).segments)));"
    ).format(module=ROOT / "static" / "shared" / "segments.js")
    command = [node, "--input-type=module", "-e", program]
    answer = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == [segments for *_, segments in TEXTS]


@pytest.mark.parametrize("lua", ["BASIC", "EXTENSION"])
def test_both_have_the_same_characters(lua: str) -> None:
    def characters(source: str, declared: str) -> set[str]:
        [value] = re.findall(declared + r"([^;]*?)(?:\n(?:local|const|/\*\*)|;)", source)
        return set("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', value)))

    assert characters(LUA, f"local {lua} = ") == characters(JAVASCRIPT, rf"const {lua} = new Set\(")


def test_no_text_has_more_segments_than_a_limit_of_a_day_allows() -> None:
    assert max(segments for *_, segments in TEXTS) == LONGEST_TEXT_SEGMENTS
    assert ["🙂", LIMITS.text, LONGEST_TEXT_SEGMENTS] in TEXTS
