"""The files of `static/` as browsers get them: small, and kept for a year.

The address of each holds a digest of them all, so that modules find each other beside themselves, and a change of any
gives all of them new addresses. They are read and shrunk when this process starts, and each is compressed once.
"""

import gzip
import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import brotli
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.resources import resources

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
COMPRESSED = {".png"}
"""Kinds of files that no compression makes smaller. All others are texts."""
KEPT = "public, max-age=31536000, immutable"
COMMENTS = re.compile(r"^[ \t]*(//.*|/\*([^*]|\*(?!/))*\*/)[ \t]*\n", re.MULTILINE)
"""Comments that have lines of their own: a quarter of what is sent, compressed."""
IMPORTED = re.compile(r'\b(?:from|import)\s*"(\.{1,2}/[^"]+)"')
NOT_ACCEPTED = re.compile(r"q=0(\.0*)?")


@dataclass(frozen=True)
class Packed:
    """Something to send, compressed for those who can read it so."""

    type: str
    plain: bytes
    compressed: bool = False

    @cached_property
    def _encoded(self) -> dict[str, bytes]:
        """The bytes by encoding, the best first; none of what is compressed already."""
        if self.compressed:
            return {}
        return {"br": brotli.compress(self.plain), "gzip": gzip.compress(self.plain, mtime=0)}

    def answer(self, accept_encoding: str, **headers: str) -> Response:
        """Return it in the best encoding that this header accepts."""
        accepted = set()
        for offer in accept_encoding.lower().split(","):
            name, _, quality = offer.partition(";")
            if not NOT_ACCEPTED.fullmatch(quality.strip()):
                accepted.add(name.strip())
        encoding = next((encoding for encoding in self._encoded if encoding in accepted), None)
        headers = {"content-type": self.type, "vary": "accept-encoding", **headers}
        if encoding is None:
            return Response(self.plain, headers=headers)
        return Response(self._encoded[encoding], headers={"content-encoding": encoding, **headers})


class StaticFiles:
    """The files of a folder by their names, such as "console/main.js"."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in TYPES)
        self._packed = {str(path.relative_to(folder)): _packed(path) for path in paths}
        self.version = sha256(repr(self._packed).encode()).hexdigest()[:16]

    def address(self, name: str) -> str:
        """Return the path at which a file is kept. Raises KeyError if there is no such file."""
        self._packed[name]
        return f"/static/{self.version}/{name}"

    def modules(self, name: str) -> list[str]:
        """Return the addresses of a module and of all that it imports, and those import, itself first."""
        found = [name]
        for importing in found:
            for imported in IMPORTED.findall(self._packed[importing].plain.decode()):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(importing), imported))
                if path not in found:
                    found.append(path)
        return [self.address(module) for module in found]

    async def answer(self, request: Request) -> Response:
        """`/static/VERSION/NAME`. An address of another version, or without one, leads to the file as it is now."""
        path = request.path_params["path"]
        version, _, name = path.partition("/")
        if version == self.version and name in self._packed:
            etag = f'W/"{version}"'
            if request.headers.get("if-none-match") == etag:
                return Response(status_code=304, headers={"etag": etag, "cache-control": KEPT})
            accepted = request.headers.get("accept-encoding", "")
            return self._packed[name].answer(accepted, **{"cache-control": KEPT, "etag": etag})
        for named in (name, path):
            if named in self._packed:
                return RedirectResponse(self.address(named))
        raise HTTPException(404)


def _packed(path: Path) -> Packed:
    if path.suffix in COMPRESSED:
        return Packed(TYPES[path.suffix], path.read_bytes(), compressed=True)
    return Packed(TYPES[path.suffix], COMMENTS.sub("", path.read_text()).encode())


FILES = StaticFiles(resources("static"))

routes = [Route("/static/{path:path}", FILES.answer)]
