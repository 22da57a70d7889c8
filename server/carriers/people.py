"""The simulator's people: what each does with a text. Pure: the same seed, phone and number, the same deeds."""

from dataclasses import dataclass
from random import Random

ANSWERS = (
    "Yes! Count me in.",
    "yes",
    "Sure, what time?",
    "Who is this?",
    "How did you get my number?",
    "I'm working that day, sorry.",
    "Not interested, thanks",
    "Maybe. Can I bring a friend?",
    "Already did, last week 👍",
    "👍🏽",
    "❤️❤️❤️",
    "Thanks for writing 🙏 I'll think about it",
    "Wrong number",
    "Where is it?",
    "Can you call me instead?",
    "¡Claro que sí! ¿A qué hora empieza?",
    "No hablo mucho inglés, ¿me escribes en español?",
    "好的，我会来的。",
    "谢谢！在哪里？",
    "はい、行きます🙌",
    "네, 갈게요!",
    "Да, конечно. Во сколько?",
    "نعم، سأكون هناك",
    "כן, אני אגיע",
    "हाँ, मैं आऊँगा",
    "Dạ được, cảm ơn bạn!",
    "Oui, avec plaisir 😊",
    "<b>Is this a robot?</b>",
    "Long story: I moved to the other side of town in May, my sister took over the flat, and she is the one you want "
    "to talk to. She is home after six on most days, except Thursdays, when she has choir. Tell her I said hello!",
)
FOLLOW_UPS = ("Sorry, hit send too early", "And can my mother come too?", "🤔", "Hello?", "另外，可以停车吗？")
STOPS = ("STOP", "Stop", "stop.", "UNSUBSCRIBE", "“STOP”", "Stop 🛑", "ALTO")
STARTS = ("START", "Unstop")
SENT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("picture",)),
    ("Look, this is where it is!", ("picture",)),
    ("Two from last year", ("picture", "picture")),
    ("Better write to my neighbour", ("card",)),
)
"""Words that come with pictures and the like, which are named behind them."""

STOP_SHARE = 0.06
START_SHARE = 0.3
PICTURE_SHARE = 0.05
LATER_SHARE = 0.5
SEVERAL_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Writes:
    """A text that a contact writes, `after` so many seconds since what happened before.

    files  what comes with it: "picture" or "card" each
    """

    after: float
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deeds:
    """The fate of a text: whether it arrives, `after` so many seconds, and what the contact writes then."""

    after: float
    arrives: bool
    writes: tuple[Writes, ...] = ()


def deeds(seed: int, phone: str, number: int, reply_rate: float, fail_rate: float) -> Deeds:
    """Return what becomes of the text that is the `number`th (from 1) to this phone.

    Rates are shares, 0 to 1: of the texts that a contact answers, and of those that don't arrive. Each further text
    is answered half as often as the one before, so that conversations end.
    """
    dice = Random(f"{seed} {phone} {number}")
    after = dice.uniform(0.2, 1.5)
    if dice.random() < fail_rate:
        return Deeds(after, arrives=False)
    if dice.random() >= reply_rate / 2 ** (number - 1):
        return Deeds(after, arrives=True)
    thinking = dice.uniform(15, 90) if dice.random() < LATER_SHARE else dice.uniform(0.5, 4)
    if dice.random() < STOP_SHARE:
        stop = Writes(thinking, dice.choice(STOPS))
        back = (Writes(dice.uniform(10, 60), dice.choice(STARTS)),) if dice.random() < START_SHARE else ()
        return Deeds(after, arrives=True, writes=(stop, *back))
    if dice.random() < PICTURE_SHARE:
        return Deeds(after, arrives=True, writes=(Writes(thinking, *dice.choice(SENT)),))
    more = dice.randint(1, 2) if dice.random() < SEVERAL_SHARE else 0
    follow_ups = [Writes(dice.uniform(1, 8), text) for text in dice.sample(FOLLOW_UPS, more)]
    return Deeds(after, arrives=True, writes=(Writes(thinking, dice.choice(ANSWERS)), *follow_ups))
