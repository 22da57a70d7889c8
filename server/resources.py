"""The folders of files that travel with the code: `lua` and `static`."""

from pathlib import Path

_HERE = Path(__file__).parent


def resources(folder: str) -> Path:
    """Return the path of `lua` or `static`: inside the installed package, or beside it in a checkout."""
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder
