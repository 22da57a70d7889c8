from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from server.campaigns.shares import HandOver, deal

LANES = ("reply", "initial", "quiet")
members = st.integers(1, 8)
helds = st.dictionaries(members, st.fixed_dictionaries({lane: st.integers(0, 30) for lane in LANES}), max_size=8)
tos = st.lists(members, min_size=1, max_size=8, unique=True)
counts = st.integers(0, 120)
Held = dict[int, dict[str, int]]


def shares(held: Held, to: list[int], lane: str, hand_overs: list[HandOver]) -> Counter[int]:
    """The number of conversations of a lane that each member of `to` gets. Nobody may both give and get."""
    got = Counter(dict.fromkeys(to, 0))
    given_away = Counter[int]()
    for holder, texter, of, number in hand_overs:
        if of == lane:
            got[texter] += number
            given_away[holder] += number
    for texter in to:
        if texter in held:
            assert not (given_away[texter] and got[texter]), "somebody both gives and gets"
    return got


@given(helds, tos, counts)
def test_nobody_gives_more_than_they_have_and_no_more_move_than_asked_for(
    held: Held, to: list[int], count: int
) -> None:
    hand_overs = deal(held, to, LANES, count)
    gives = Counter[tuple[int, str]]()
    for holder, _, lane, number in hand_overs:
        gives[holder, lane] += number
    assert all(number <= held[holder][lane] for (holder, lane), number in gives.items())
    assert sum(gives.values()) <= count
    assert all(hand_over.number > 0 and hand_over.holder != hand_over.to for hand_over in hand_overs)


@given(helds, tos, counts)
def test_all_of_it_is_dealt_out_when_those_who_get_hold_none_of_it(held: Held, to: list[int], count: int) -> None:
    strangers = [texter + 100 for texter in to]
    moved = sum(hand_over.number for hand_over in deal(held, strangers, LANES, count))
    assert moved == min(count, sum(chain.from_iterable(sizes.values() for sizes in held.values())))


@given(helds, tos, counts)
def test_it_is_even_in_all_and_in_every_lane_and_the_remainder_goes_to_the_first(
    held: Held, to: list[int], count: int
) -> None:
    strangers = [texter + 100 for texter in to]
    hand_overs = deal(held, strangers, LANES, count)
    in_all = Counter[int]()
    for lane in LANES:
        got = shares(held, strangers, lane, hand_overs)
        assert max(got.values()) - min(got.values()) <= 1
        in_all += got
    by_place = [in_all[texter] for texter in strangers]
    assert by_place == sorted(by_place, reverse=True)
    assert by_place[0] - by_place[-1] <= 1


@given(helds, tos)
def test_who_holds_some_and_is_to_get_some_keeps_theirs_up_to_an_even_share(held: Held, to: list[int]) -> None:
    hand_overs = deal(held, to, LANES, 10_000)
    for lane in LANES:
        shares(held, to, lane, hand_overs)
        after = Counter({holder: sizes[lane] for holder, sizes in held.items()})
        for holder, texter, of, number in hand_overs:
            if of == lane:
                after[holder] -= number
                after[texter] += number
        dealt = [after[texter] for texter in to]
        assert max(dealt) - min(dealt) <= 1
        assert sum(dealt) == sum(sizes[lane] for sizes in held.values())


def test_a_remainder_in_one_lane_is_made_up_for_in_the_next() -> None:
    held = {1: {"reply": 3, "initial": 3, "quiet": 0}}
    got = Counter[int]()
    for hand_over in deal(held, [2, 3], LANES, 100):
        got[hand_over.to] += hand_over.number
    assert got == {2: 3, 3: 3}


def test_one_holder_after_the_other_gives() -> None:
    held = {1: {"reply": 2}, 2: {"reply": 0}, 3: {"reply": 5}}
    assert deal(held, [8, 9], ["reply"], 100) == [
        HandOver(1, 8, "reply", 2),
        HandOver(3, 8, "reply", 2),
        HandOver(3, 9, "reply", 3),
    ]


def test_a_thousand_holders_and_a_thousand_texters_cost_no_more_than_both_together() -> None:
    held = {holder: {"initial": 1_000} for holder in range(1, 1_001)}
    assert len(deal(held, range(2_001, 3_001), ["initial"], 10_000_000)) == 1_000
