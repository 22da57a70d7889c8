from hypothesis import given
from hypothesis import strategies as st

from server.places import STATUSES, Place, also_in, chosen

places = st.lists(
    st.builds(
        Place,
        campaign=st.integers(1, 9),
        conversation=st.integers(1, 3),
        title=st.just("Vote!"),
        status=st.sampled_from(STATUSES),
        texted=st.none() | st.integers(0, 5),
    ),
    unique_by=lambda place: place.campaign,
    max_size=6,
)
lasts = st.none() | st.tuples(st.integers(1, 9), st.integers(1, 3))


@given(places, lasts, st.randoms())
def test_an_answer_goes_where_somebody_can_answer_it(found: list[Place], last: tuple[int, int] | None, dice) -> None:
    here = chosen(found, last)
    if here is None:
        assert not found
        return
    soonest = [place for place in found if STATUSES.index(place.status) == min(STATUSES.index(p.status) for p in found)]
    assert here in soonest
    lasting = [place for place in soonest if (place.campaign, place.conversation) == last]
    texted = [place for place in soonest if place.texted is not None]
    if lasting:
        assert [here] == lasting
    elif texted:
        assert here.texted == max(place.texted or 0 for place in texted)
    else:
        assert here.campaign == max(place.campaign for place in soonest)
    dice.shuffle(found)
    assert chosen(found, last) == here


@given(places, lasts)
def test_a_texter_is_told_of_the_other_campaigns_that_matter(found: list[Place], last: tuple[int, int] | None) -> None:
    for here in found:
        others = [p for p in found if p != here and (p.status == "active" or p.texted is not None)]
        assert len(also_in(found, here)) == min(5, len(others))
