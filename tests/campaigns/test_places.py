from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.campaigns.places import STATUSES, Place, also_in, chosen

Person = tuple[list[Place], tuple[int, int] | None]

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


@st.composite
def people(draw: st.DrawFn) -> Person:
    """A person's places, and the one whose text was handed over last, which may be gone."""
    found = draw(places)
    there = [(place.campaign, place.conversation) for place in found]
    return found, draw(st.sampled_from([*there, None, (99, 1)]))


@given(people(), st.randoms())
def test_an_answer_goes_where_somebody_can_answer_it(person: Person, dice: Random) -> None:
    found, last = person
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


@given(places)
def test_a_texter_is_told_of_the_other_campaigns_that_matter(found: list[Place]) -> None:
    for here in found:
        others = [p for p in found if p != here and (p.status == "active" or p.texted is not None)]
        assert len(also_in(found, here.campaign)) == min(5, len(others))
