"""Findings of `handraise doctor`, as its command tells them."""

import json

from tests.command_line import handraise

Told = dict[str, list[tuple[str, str, str]]]
"""Each part → its (mark, sentence, what to do)."""


async def told(**settings: str) -> Told:
    """Run the command with these settings. Its exit code says if anything is wrong; it never ends in a traceback."""
    ended = await handraise("doctor", "--json", **settings)
    findings = json.loads(ended.out)
    broken = any(finding["mark"] == "wrong" for finding in findings["findings"])
    assert (ended.code, findings["ok"], ended.err) == (int(broken), not broken, "")
    parts: Told = {}
    for finding in findings["findings"]:
        parts.setdefault(finding["about"], []).append((finding["mark"], finding["sentence"], finding["do"]))
    return parts


def marks(parts: Told) -> dict[str, str]:
    """Each part → its worst mark."""
    order = ("fine", "doubt", "wrong")
    return {about: max((mark for mark, _, _ in found), key=order.index) for about, found in parts.items()}


def said(parts: Told, about: str) -> str:
    """The worst that is said of a part, with what to do."""
    mark = marks(parts)[about]
    return " ".join(f"{sentence} {do}".strip() for one, sentence, do in parts[about] if one == mark)
