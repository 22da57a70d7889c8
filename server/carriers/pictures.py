"""Pictures that strangers send, and those that we send, made safe: read, sized down and written anew.

Nothing of the file itself reaches a browser or a phone. What tells where and when it was taken (EXIF) is left behind
with it.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
"""Formats that are read. SVG isn't among them: it may hold scripts."""
LARGEST_SIDE_PIXELS = 1_280
MOST_PIXELS = 30_000_000
"""Pixels of a picture that is read. One with more would take over 120 MB of memory: a small file can claim to be
huge."""
QUALITY = 82
BYTES_FOR_PHONES = 600_000
"""Bytes of a picture that every carrier in the US takes without making it smaller (twilio.com/docs/messaging/guides/
accepted-mime-types)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is shown."""

    body: bytes
    type: str


def shown(file: bytes) -> Picture | None:
    """Return a file's picture as browsers are shown it; None if it is none that we read. Of an animation it is the
    first frame. It takes time, so call it in a thread.
    """
    image = read(file, LARGEST_SIDE_PIXELS)
    if image is None:
        return None
    kind = "WEBP" if image.mode == "RGBA" else "JPEG"
    return Picture(written(image, kind, QUALITY), Image.MIME[kind])


def for_phones(file: bytes) -> bytes | None:
    """Return a file's picture as a JPEG that carriers take, on white where one can see through it; None if it is none
    that we read. It takes time, so call it in a thread.
    """
    image = read(file, LARGEST_SIDE_PIXELS)
    if image is None:
        return None
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    while len(body := written(image, "JPEG", QUALITY)) > BYTES_FOR_PHONES:
        image.thumbnail((image.width * 4 // 5, image.height * 4 // 5))
    return body


def read(file: bytes, side: int) -> Image.Image | None:
    """Return a file's picture, upright, no side longer than so many pixels, as RGB or RGBA, without all that was said
    about it; None if it is none that we read.
    """
    try:
        with Image.open(BytesIO(file), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (side, side))  # of a JPEG only as much is read as is shown
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((side, side))
            see_through = upright.has_transparency_data
            plain = upright.convert("RGBA" if see_through else "RGB")
            bare = Image.new(plain.mode, plain.size)
            bare.paste(plain)
            return bare
    except Exception:  # whatever a stranger's bytes make the reader of pictures say: it is no picture to show
        return None


def written(image: Image.Image, kind: str, quality: int) -> bytes:
    """Return a picture as a file of this kind."""
    out = BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()
