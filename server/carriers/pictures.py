"""Pictures that strangers send, made safe to show: read, sized down and written anew.

Nothing of the file itself reaches a browser. What tells where and when it was taken (EXIF) is left behind with it.
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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is shown."""

    body: bytes
    type: str


def shown(file: bytes, side: int = LARGEST_SIDE_PIXELS, quality: int = QUALITY) -> Picture | None:
    """Return a file's picture, no side longer than so many pixels; None if it is none that we read. Of an animation it
    is the first frame. It takes time, so call it in a thread.
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
            return _written(plain, "WEBP" if see_through else "JPEG", quality)
    except Exception:  # whatever a stranger's bytes make the reader of pictures say: it is no picture to show
        return None


def _written(image: Image.Image, kind: str, quality: int) -> Picture:
    out = BytesIO()
    bare = Image.new(image.mode, image.size)  # without all that was said about the picture
    bare.paste(image)
    bare.save(out, kind, quality=quality)
    return Picture(out.getvalue(), Image.MIME[kind])
