"""Splits conversations evenly over texters. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class HandOver(NamedTuple):
    """So many conversations of one lane, from one holder (0: the unassigned) to another."""

    holder: int
    to: int
    lane: str
    number: int


def deal(held: Mapping[int, Mapping[str, int]], to: Sequence[int], lanes: Sequence[str], count: int) -> list[HandOver]:
    """Split up to `count` of what some hold over `to`: evenly in all and in each lane, the remainder to the first.

    `held` is holder → lane → how many. Who is both a holder and in `to` keeps as much of their share as they have.
    """
    hand_overs = []
    dealt = 0
    for lane in lanes:
        left = {holder: sizes.get(lane, 0) for holder, sizes in held.items()}
        total = min(sum(left.values()), count - dealt)
        # The nth conversation of all goes to the nth texter of `to`, going round.
        share = {texter: len(range((place - dealt) % len(to), total, len(to))) for place, texter in enumerate(to)}
        dealt += total
        for texter in to:
            kept = min(share[texter], left.get(texter, 0))
            share[texter] -= kept
            if texter in left:
                left[texter] -= kept
        hand_overs += _hand_over(left, share, lane)
    return hand_overs


def _hand_over(left: dict[int, int], share: dict[int, int], lane: str) -> list[HandOver]:
    """Fill each texter's share from one holder after the other; nobody is both by now."""
    hand_overs = []
    holders = iter(left)
    holder = next(holders, 0)
    for texter, missing in share.items():
        while missing:
            if moving := min(missing, left[holder]):
                hand_overs.append(HandOver(holder, texter, lane, moving))
                missing -= moving
                left[holder] -= moving
            else:
                holder = next(holders)
    return hand_overs
