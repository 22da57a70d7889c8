"""The files of `static/`: small, kept for a year, and at other addresses once any of them has changed."""

import gzip
import re
from pathlib import Path

import brotli
import pytest

from server.resources import resources
from server.web.static_files import COMMENTS, FILES, KEPT, Packed, StaticFiles
from tests.browsers import browser, browser_of


@pytest.fixture
async def ana(members):
    return await members.add("ana@example.org", "Ana", "admin")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP ; q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000", None),
        ("identity", None),
        ("", None),
    ],
)
async def test_a_file_is_sent_in_the_best_encoding_that_the_browser_reads(hub_url, accepted, encoding):
    plain = COMMENTS.sub("", (resources("static") / "style.css").read_text()).encode()
    async with (
        browser(hub_url, **{"accept-encoding": accepted}) as client,
        client.stream("GET", FILES.address("style.css")) as answer,
    ):
        sent = b"".join([part async for part in answer.aiter_raw()])

    assert answer.headers.get("content-encoding") == encoding
    assert {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](sent) == plain
    assert len(sent) == int(answer.headers["content-length"])
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["cache-control"] == KEPT
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


async def test_a_file_that_the_browser_has_isnt_sent_again(hub_url):
    async with browser(hub_url) as client:
        etag = (await client.get(FILES.address("hand.svg"))).headers["etag"]
        same = await client.get(FILES.address("hand.svg"), headers={"if-none-match": etag})
        other = await client.get(FILES.address("hand.svg"), headers={"if-none-match": '"other"'})

    assert (same.status_code, same.content, other.status_code) == (304, b"", 200)


async def test_a_picture_is_sent_as_it_is_and_the_manifest_as_one(hub_url):
    async with browser(hub_url, **{"accept-encoding": "br, gzip"}) as client:
        picture = await client.get(FILES.address("hand-192.png"))
        manifest = await client.get(FILES.address("manifest.webmanifest"))

    assert picture.content == (resources("static") / "hand-192.png").read_bytes()
    assert (picture.headers["content-type"], "content-encoding" in picture.headers) == ("image/png", False)
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert (manifest.headers["content-encoding"], manifest.headers["cache-control"]) == ("br", KEPT)


@pytest.mark.parametrize("former", ["/static/0123456789abcdef/console/main.js", "/static/console/main.js"])
async def test_an_address_of_a_former_version_leads_to_the_file_as_it_is_now(hub_url, former):
    async with browser(hub_url) as client:
        answer = await client.get(former)

    assert (answer.status_code, answer.headers["location"]) == (307, FILES.address("console/main.js"))


@pytest.mark.parametrize(
    "path",
    ["", "nothing.js", "pages/help.html", "../pyproject.toml", "%2e%2e/pyproject.toml", "//example.org/style.css"],
)
async def test_nothing_but_the_files_is_there(hub_url, path):
    async with browser(hub_url) as client:
        for address in (f"/static/{path}", f"/static/{FILES.version}/{path}"):
            assert (await client.get(address)).status_code == 404


def made(folder: Path, **texts: str) -> StaticFiles:
    """Files with these texts."""
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text)
    return StaticFiles(folder)


def test_all_addresses_change_with_any_file(tmp_path):
    before = made(tmp_path, main='import "./other.js";', other="let one;")
    same = made(tmp_path)
    after = made(tmp_path, other="let two;")

    assert before.address("main.js") == same.address("main.js") != after.address("main.js")
    assert before.modules("main.js") == [before.address("main.js"), before.address("other.js")]


def test_an_address_that_leads_nowhere_is_a_fault(tmp_path):
    with pytest.raises(KeyError):
        made(tmp_path).address("main.js")


@pytest.mark.parametrize("page", ["console", "admin"])
async def test_a_cold_page_is_small_and_names_all_that_it_loads(hub_url, members, ana, page):
    budget = {"console": 64_000, "admin": 130_000}[page]
    async with browser_of(hub_url, members, ana) as client:
        client.headers["accept-encoding"] = "gzip, deflate, br"
        answer = await client.get(f"/{page}")
        sent = answer.num_bytes_downloaded
        addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text))
        for address in addresses:
            sent += (await client.get(address)).num_bytes_downloaded

    assert sent <= budget
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-encoding"] == "br"
    assert addresses >= set(FILES.modules(f"{page}/main.js"))


def test_nothing_but_comments_is_left_out():
    code = """// one
let two; // stays
  /** three
   * four ** /
   */
  let five = `/* six */`;
\t/* seven */
/* eight */ let nine;
let ten = 10; /* eleven */
/***/
"""

    assert COMMENTS.sub("", code).split("\n") == [
        "let two; // stays",
        "  let five = `/* six */`;",
        "/* eight */ let nine;",
        "let ten = 10; /* eleven */",
        "",
    ]


@pytest.mark.parametrize("path", sorted(resources("static").rglob("*.js")), ids=lambda path: path.name)
def test_no_text_of_several_lines_looks_like_a_comment(path):
    text = path.read_text()
    for comment in COMMENTS.finditer(text):
        assert text[: comment.start()].count("`") % 2 == 0


def test_what_is_compressed_can_be_read_without_it():
    assert Packed("text/plain", b"words").answer("").body == b"words"
