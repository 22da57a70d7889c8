"""The open sockets: whoever is concerned is found without a look at the others."""

from hypothesis import given
from hypothesis import strategies as st

from server.live.mailbox import Mailbox
from server.live.sockets import Sockets
from server.live.watch import Connection
from server.wire.parts import Role
from server.wire.things import Member

MEMBERS, CREDENTIALS = (1, 2, 3), ("session:one", "session:two", "token:one")

steps = st.one_of(
    st.tuples(st.just("come"), st.sampled_from(MEMBERS), st.sampled_from(CREDENTIALS), st.booleans()),
    st.tuples(st.just("go"), st.integers(0, 20)),
    st.tuples(st.just("show"), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("sign_out"), st.sampled_from((*MEMBERS, *CREDENTIALS))),
    st.tuples(st.just("change_role"), st.sampled_from(MEMBERS), st.sampled_from(("admin", "texter"))),
)
"""A socket comes or goes, opens its page, or is forgotten with all that was shown; a member or a credential ends."""


async def valid(_: object) -> set[str]:
    """Everybody's sign-in counts."""
    return set(CREDENTIALS)


def member(id: int, role: Role) -> Member:
    """A member with a role."""
    return Member(id=id, v=1, name="", email="", role=role, disabled=False)


def closing(connections: list[Connection]) -> list[int | None]:
    """The codes with which these sockets are closed."""
    return [connection.mailbox.closing and connection.mailbox.closing[0] for connection in connections]


@given(st.lists(steps, max_size=40))
def test_what_is_looked_up_is_what_a_look_at_all_would_find(taken: list[tuple]) -> None:
    sockets = Sockets(valid)
    there: list[Connection] = []
    wanted: list[int | None] = []
    """The code with which each socket that is there is to be closed."""
    for what, *how in taken:
        if what == "come":
            id, credential, admin = how
            there.append(Connection(Mailbox(lambda: None), id, admin, credential))
            wanted.append(None)
            sockets.enter(there[-1])
        elif what == "sign_out":
            sockets.sign_out(how[0])
            for place, one in enumerate(there):
                wanted[place] = wanted[place] or (4401 if how[0] in (one.member, one.credential) else None)
        elif what == "change_role":
            sockets.close_if_no_admin(member(*how))
            for place, one in enumerate(there):
                former = one.member == how[0] and one.admin and how[1] != "admin"
                wanted[place] = wanted[place] or (4403 if former else None)
        elif how[0] < len(there):
            if what == "go":
                sockets.leave(there.pop(how[0]))
                wanted.pop(how[0])
            else:
                there[how[0]].shows = how[1]
        assert closing(there) == wanted
        assert sockets.all == set(there)
        assert set(sockets.admins()) == {one for one in there if one.admin and one.shows}
        for some in ((), MEMBERS[:1], MEMBERS):
            assert set(sockets.of(some)) == {one for one in there if one.member in some}


def test_sockets_that_have_gone_leave_nothing_behind() -> None:
    sockets = Sockets(valid)
    gone = [Connection(Mailbox(lambda: None), id, True, f"token:{id}") for id in MEMBERS]
    for connection in gone:
        sockets.enter(connection)
    for connection in gone:
        sockets.leave(connection)

    assert not any(vars(sockets)[kept] for kept in ("all", "_of", "_admins"))


def test_admins_who_became_texters_unheard_lose_their_boards_and_nobody_else() -> None:
    sockets = Sockets(valid)
    there = [Connection(Mailbox(lambda: None), id, admin, "token:one") for id in MEMBERS for admin in (True, False)]
    for connection in there:
        sockets.enter(connection)

    sockets.close_former_admins({1: member(1, "texter"), 2: member(2, "admin")})  # of the third nothing is known

    assert closing(there) == [4403, None, None, None, None, None]
