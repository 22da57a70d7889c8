import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from server.carriers import pictures
from server.carriers.drawn import CARD, drawn
from server.carriers.pictures import BYTES_FOR_PHONES, LARGEST_SIDE_PIXELS, for_phones, shown

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_written_anew_and_sized_down(kind: str) -> None:
    picture = shown(written(Image.new("RGB", (3000, 1500), "teal"), kind))

    assert picture
    assert picture.type == "image/jpeg"
    assert read(picture.body).size == (LARGEST_SIDE_PIXELS, LARGEST_SIDE_PIXELS // 2)


def test_a_small_picture_keeps_its_size() -> None:
    picture = shown(drawn("hello"))
    assert picture
    assert read(picture.body).size == (480, 360)


def test_what_one_can_see_through_stays_so() -> None:
    picture = shown(written(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"))
    assert picture
    assert picture.type == "image/webp"
    assert read(picture.body).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_where_a_picture_was_taken_is_left_behind_and_it_stands_upright() -> None:
    image = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "at Ana's"
    exif[0x8825] = {1: "N", 2: (40.0, 44.0, 54.0)}
    file = written(image, "JPEG", exif=exif, comment=b"Ana's phone")
    assert b"at Ana's" in file

    picture = shown(file)

    assert picture
    again = read(picture.body)
    assert again.size == (20, 40)
    assert dict(again.getexif()) == {}
    assert b"Ana" not in picture.body


def test_of_an_animation_it_is_the_first_frame() -> None:
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    picture = shown(written(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert picture
    red, _, blue = read(picture.body).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


def test_a_picture_for_phones_is_a_small_jpeg() -> None:
    noise = Image.effect_noise((3000, 2000), 120).convert("RGB")

    body = for_phones(written(noise, "PNG"))

    assert body
    assert len(body) <= BYTES_FOR_PHONES
    assert Image.open(BytesIO(body)).format == "JPEG"
    assert for_phones(b"<svg>") is None


def test_on_phones_what_one_can_see_through_is_white() -> None:
    body = for_phones(written(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"))
    assert body
    assert min(read(body).getpixel((5, 5))) > 250  # type: ignore[arg-type, type-var]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * min(height * (3 * width + 1), 10_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (2_000_000, 1_000), (5_478, 5_478)])
def test_a_small_file_that_claims_to_be_huge_is_not_read(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_it(*_: object) -> None:
        raise AssertionError("it is read")

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", read_it)
    monkeypatch.setattr(Image.Image, "load", read_it)
    assert shown(bomb(*size)) is None


@pytest.mark.parametrize("file", [b"", SVG, CARD, b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0", b"<html>", drawn("x")[:90]])
def test_what_is_no_picture_is_not_shown(file: bytes) -> None:
    assert shown(file) is None


BEGINNINGS = [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"BM", b"<svg", b"%!PS"]


@given(some.sampled_from(BEGINNINGS), some.binary(max_size=300))
def test_any_bytes_are_a_picture_of_ours_or_none(beginning: bytes, rest: bytes) -> None:
    picture = shown(beginning + rest)
    assert picture is None or picture.type in ("image/jpeg", "image/webp")


@given(some.integers(0, 20_000), some.binary(min_size=1, max_size=20))
def test_a_damaged_picture_is_a_picture_of_ours_or_none(place: int, damage: bytes) -> None:
    file = written(Image.new("RGB", (60, 60), "navy"), "JPEG") if place % 2 else drawn("hills")
    at = place % len(file)
    picture = shown(file[:at] + damage + file[at + len(damage) :])
    assert picture is None or picture.type in ("image/jpeg", "image/webp")
