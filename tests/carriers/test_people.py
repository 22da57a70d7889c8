from server.carriers.people import STARTS, STOPS, Deeds, deeds
from server.words.stop_words import says_start, says_stop


def crowd(seed: int = 1, number: int = 1) -> list[Deeds]:
    return [deeds(seed, f"+1206555{n:04}", number, reply_rate=0.4, fail_rate=0.03) for n in range(2000)]


def test_the_same_seed_makes_the_same_people() -> None:
    assert crowd(seed=7) == crowd(seed=7)
    assert crowd(seed=7) != crowd(seed=8)


def test_another_text_to_the_same_phone_is_another_throw_of_the_dice() -> None:
    assert crowd(number=1) != crowd(number=2)


def test_some_texts_fail_and_some_people_answer() -> None:
    people = crowd()

    failed = [person for person in people if not person.arrives]
    answered = [person for person in people if person.writes]

    assert 20 < len(failed) < 120
    assert 600 < len(answered) < 950
    assert not any(person.writes for person in failed)


def test_some_answer_at_once_some_later_some_several_times_and_some_with_stop() -> None:
    writers = [person.writes for person in crowd() if person.writes]

    assert any(writes[0].after < 5 for writes in writers)
    assert any(writes[0].after > 15 for writes in writers)
    assert {len(writes) for writes in writers} == {1, 2, 3}
    assert any(writes[0].text in STOPS for writes in writers)


def test_some_write_in_other_scripts_and_emoji() -> None:
    said = "".join(writes.text for person in crowd() for writes in person.writes)

    assert all(character in said for character in "谢हمДנ👍")


def test_who_says_stop_says_nothing_after_it_but_that_they_want_texts_again() -> None:
    after = [
        [writes.text for writes in person.writes[1:]]
        for person in crowd()
        if person.writes and person.writes[0].text in STOPS
    ]
    assert {tuple(texts) for texts in after} == {(), *((text,) for text in STARTS)}
    assert not any(writes.text in STOPS for person in crowd() for writes in person.writes[1:])


def test_some_send_a_picture_without_words() -> None:
    assert any(writes.files and not writes.text for person in crowd() for writes in person.writes)


def test_every_stop_is_understood_as_one() -> None:
    assert all(map(says_stop, STOPS))
    assert all(map(says_start, STARTS))


def test_conversations_end_because_later_texts_are_answered_less() -> None:
    def answered(number: int) -> int:
        return sum(bool(person.writes) for person in crowd(number=number))

    assert answered(1) > answered(2) > answered(4)
