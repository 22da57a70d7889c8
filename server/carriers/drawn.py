"""Small pictures that the simulator's people send: drawn here, the same words give the same picture."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (480, 360)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sam Neighbour\r\nTEL:+12025550123\r\nEND:VCARD\r\n"
"""A contact card, as people send one to each other."""


def drawn(words: str) -> bytes:
    """Return a PNG of a sky, hills and a sun that these words decide."""
    dice = Random(words)
    width, height = SIZE
    image = Image.new("RGB", SIZE, (dice.randint(90, 180), dice.randint(150, 210), 235))
    draw = ImageDraw.Draw(image)
    sun, at = dice.randint(25, 50), dice.randint(60, width - 60)
    draw.ellipse((at - sun, 80 - sun, at + sun, 80 + sun), fill=(255, 220, 110))
    for nearness in range(3):
        top, middle = height * (0.5 + nearness * 0.14), dice.randint(0, width)
        shade = 150 - 35 * nearness
        draw.ellipse((middle - width, top, middle + width, 2 * height), fill=(shade // 2, shade, shade // 2 + 10))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
