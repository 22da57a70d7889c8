"""The encoding of a text file: sure, assumed or in doubt. Pure.

UTF-8 and UTF-16 prove themselves. Every other encoding makes some text of any bytes, so what it makes is looked at:
a file is taken for Windows-1252 only when each of its words then looks like a word. Otherwise it is in doubt, and
somebody has to say which of the likely encodings it is: names must not go out garbled.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from encodings.aliases import aliases
from typing import NamedTuple, cast

import charset_normalizer

from server.contacts.plausible import plausible, western
from server.errors import Refused

CHOICES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Western European (Windows)",
    "mac_roman": "Western European (old Mac)",
    "cp850": "Western European (DOS)",
    "windows-1250": "Central European (Windows)",
    "iso-8859-2": "Central European (ISO)",
    "windows-1251": "Cyrillic (Windows)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "windows-1253": "Greek",
    "windows-1254": "Turkish",
    "windows-1255": "Hebrew",
    "windows-1256": "Arabic",
    "windows-1257": "Baltic",
    "windows-1258": "Vietnamese",
    "shift_jis": "Japanese (Shift-JIS)",
    "euc_jp": "Japanese (EUC)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "euc_kr": "Korean",
}
"""The encodings that an upload page offers: name → what people call it. Any other that Python knows works, too."""

TEXTS = frozenset(aliases.values()) | {"mac_roman", "cp1252", "koi8_r"}
"""Encodings of texts, as Python calls them; not its codecs for domain names and for its own source."""
UNPROVED = [name for name in CHOICES if not name.startswith("utf")]
STRANGE_LINES = 300
"""Lines that are looked at, of those that aren't UTF-8."""
BYTES_AT_ONCE = 1 << 20
LONGEST_LINE_BYTES = 2_000
"""Bytes of such a line."""
ENCODINGS_NAMED = 8
"""Encodings that a doubt names."""
CONTROL = re.compile("[\0-\x08\x0e-\x1f]")
SEPARATORS = re.compile(rb'[\s,;"]+')


class Encoding(NamedTuple):
    """The encoding found for a file.

    name, errors  as `bytes.decode` takes them
    example       a word whose reading is assumed; "" when the encoding is sure
    likely        when it is in doubt, the likely encodings and what each makes of that word; else empty
    """

    name: str
    errors: str = "replace"
    example: str = ""
    likely: tuple[tuple[str, str], ...] = ()

    @property
    def notice(self) -> str:
        """A sentence for the person who uploads; "" when the encoding is sure."""
        if self.likely:
            readings = "; ".join(f"“{reading}” as {name}" for name, reading in self.likely)
            return (
                f"The file isn't UTF-8, and its names look wrong: “{self.example}”. It may be read as {readings}. "
                "Choose its encoding (on the command line with --encoding), or save it as CSV UTF-8."
            )
        if self.example:
            return (
                f"The file isn't UTF-8. It was read as Windows-1252, for example “{self.example}”. If names look "
                "wrong, choose another encoding."
            )
        return ""


def as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode what isn't UTF-8 as old spreadsheets mean it; byte by byte, as files glued together hold both."""
    bad = cast(UnicodeDecodeError, error)
    return bad.object[bad.start : bad.end].decode("cp1252", "replace"), bad.end


codecs.register_error("windows-1252", as_windows_1252)


def named_encoding(name: str) -> Encoding:
    """Return the encoding that a person named.

    Raises Refused (bad_contacts_file).
    """
    try:
        "".encode(name)  # raises LookupError also for codecs that are for no text
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        known = ""
    if known.replace("-", "_") not in TEXTS:
        sentence = f"There is no encoding called “{name[:40]}”. There are, for example: {', '.join(CHOICES)}."
        raise Refused("bad_contacts_file", sentence)
    return Encoding("utf-8-sig" if known == "utf-8" else known)


def with_byte_order(named: Encoding, start: bytes) -> Encoding:
    """Return the encoding that a person named, with the byte order that a file which starts so has without a mark.

    Raises Refused (bad_contacts_file) when the file can't be in it.
    """
    if named.name not in ("utf-16", "utf-32"):
        return named
    found = wide(start)
    if not found or not found.startswith(named.name):
        sentence = f"This file isn't {named.name.upper()}. Choose another encoding."
        raise Refused("bad_contacts_file", sentence)
    return named._replace(name=found)


def find_encoding(pieces: Iterable[bytes], whole: bool = True) -> Encoding:
    """Return the encoding of a file of which these are the bytes; not `whole`: only its beginning."""
    pieces = iter(pieces)
    first = next(pieces, b"")
    if name := wide(first):
        return Encoding(name)
    strange = list(strange_lines(first, pieces, whole))
    words = [word for line in strange for word in SEPARATORS.split(line) if not word.isascii()]
    readings = [word.decode("utf-8", "windows-1252") for word in words]
    wrong = next((at for at, reading in enumerate(readings) if not western(reading)), None)
    if wrong is not None:
        return Encoding("utf-8-sig", "windows-1252", readings[wrong], tuple(likely(b"\n".join(strange), words, wrong)))
    return Encoding("utf-8-sig", "windows-1252", readings[0] if readings else "")


def wide(start: bytes) -> str | None:
    """Return which encoding of two or four bytes a character this is, if any: by its mark, else by its zeros.

    Delimiters, line ends and digits have one byte that is zero.
    """
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = start[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    name = "utf-16-be" if even else "utf-16-le"
    if 10 * max(even, odd) <= len(start) or min(even, odd):
        return None
    try:
        text = codecs.getincrementaldecoder(name)().decode(start)
    except UnicodeDecodeError:
        return None
    return None if CONTROL.search(text) else name


def strange_lines(first: bytes, pieces: Iterator[bytes], whole: bool) -> Iterator[bytes]:
    """Yield the first lines that aren't UTF-8."""
    found, rest, piece = 0, b"", first
    while piece:
        following = next(pieces, b"")
        lines, _, rest = (rest + piece).rpartition(b"\n") if following or not whole else (rest + piece, b"", b"")
        if len(rest) > BYTES_AT_ONCE:
            rest = b""
        for line in _not_utf_8(lines):
            yield line[:LONGEST_LINE_BYTES]
            found += 1
            if found == STRANGE_LINES:
                return
        piece = following


def _not_utf_8(text: bytes) -> Iterator[bytes]:
    if _is_utf_8(text):
        return
    for line in re.split(rb"[\r\n]", text):
        if not _is_utf_8(line):
            yield line


def _is_utf_8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def likely(text: bytes, words: list[bytes], wrong: int) -> Iterator[tuple[str, str]]:
    """Yield the encodings in which all words are plausible, and what the wrong one is there; the likeliest first."""
    found = charset_normalizer.from_bytes(text, cp_isolation=UNPROVED)
    ranked = [codecs.lookup(match.encoding).name for match in found]
    names = sorted(UNPROVED, key=lambda name: _place(codecs.lookup(name).name, ranked))
    seen: set[str] = set()
    for name in names:
        try:
            readings = [word.decode(name) for word in words]
        except UnicodeDecodeError:
            continue
        if all(map(plausible, readings)) and readings[wrong] not in seen and len(seen) < ENCODINGS_NAMED:
            seen.add(readings[wrong])
            yield name, readings[wrong]
    if not seen:
        yield "windows-1252", words[wrong].decode("cp1252", "replace")


def _place(name: str, ranked: list[str]) -> int:
    return ranked.index(name) if name in ranked else len(ranked)
