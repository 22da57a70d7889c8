"""How conversations are split over texters. Pure."""

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
        for texter in to:
            for holder in left:
                moving = min(share[texter], left[holder]) if holder != texter else 0
                if moving:
                    hand_overs.append(HandOver(holder, texter, lane, moving))
                    share[texter] -= moving
                    left[holder] -= moving
    return hand_overs
