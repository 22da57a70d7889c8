"""Handraise: a peer-to-peer texting console built around self assignment."""

from pathlib import Path

_HERE = Path(__file__).parent


def resources(folder: str) -> Path:
    """Where `lua` or `static` lies: inside the installed package, or beside it in a checkout."""
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder
