"""Check whether the words that a model quotes state its figure, with the number reader that also reads the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from geodata.llm.answers import SaidFigure
from geodata.reading.values.countable import counts_people
from geodata.reading.values.counts import Count, of, plus
from geodata.reading.values.numbers import Number, find_numbers
from geodata.reading.values.people import count_people
from geodata.vocabulary import FigureKind, Qualifier

MOST_ADDED = 6  # most quotes whose figures are added up
DEATH = (
    r"kill|dead|death|\bdie[ds]?\b|\bdying|decease|fatal|slain|slay|(?<!attempted )murder|gunned down|"
    r"massacre|lives|\blife\b|bod(?:y|ies)\b|perish|drown|toll|"
    r"execut|eliminat|assassin|succumb|martyr|behead|casualt|victim|homicide|\blost\b|remains|corpse|buried|crushed|shot|stabb|hanged|"
    r"no survivors|(?:no one|nobody) survived|"
    r"blew \w+ up|detonated|safely|strangl|suffocat|asphyxiat|lynch|electrocut"
)
HURT = (
    r"injur|wound|hurt|maim|mutilat|hospital|treated|patients|critical|burn|casualt|victim|shot|stabb|slash|beaten|concuss|contusion|\bcuts?\b|"
    r"bruis|sicken|poison|harmed|suffer(?!\w* (?:\w+ ){0,2}(?:death|fatal|loss))|safely"
)
# "Seven missing sailors were found dead" counts the dead.
STOPS = r"and|after|while|but|others|are|is|two|three|four|five|six|seven|eight|nine|ten|\d"  # end a clause about the missing
GONE = (
    rf"missing(?! (?:(?!(?:{STOPS})\b)\w+ ){{1,8}}(?:found|confirmed|declared|recovered) dead)"
    r"|unaccounted|disappear|vanish|\blost\b|trapped"
)
WORDS = {
    FigureKind.KILLED: re.compile(DEATH, re.IGNORECASE),
    FigureKind.INJURED: re.compile(HURT, re.IGNORECASE),
    FigureKind.MISSING: re.compile(GONE, re.IGNORECASE),
    FigureKind.ATTACKERS_KILLED: re.compile(DEATH, re.IGNORECASE),
}
UNHARMED = re.compile(
    r"\b(?:unharmed|unhurt|uninjured|unscathed|no casualties|without casualties|safe(?:ly)?)\b", re.IGNORECASE
)
JOINT = re.compile(r"[,;]|\b(?:and|while|but|after|when|before)\b")  # another clause begins after one of these
APART = 4.0  # a word in another clause counts as this many times farther away
UNCOUNTED = re.compile(r"\b(?:a (?:small |large )?number of|an unknown number of|others|more people)\b", re.IGNORECASE)
FURTHER = Count(0, None, None, Qualifier.AT_LEAST)  # people without a number
# People in a vehicle or building: other words may say that all of them were harmed.
ABOARD = re.compile(r"\b(?:on board|aboard|passengers?|crew|occupants)\b", re.IGNORECASE)
ALL = re.compile(r"\b(?:all|everyone|everybody|no survivors|no one survived|nobody survived)\b", re.IGNORECASE)
# "14 people were shot, two fatally": 12 were injured.
FATALLY = re.compile(r"\s+(?:fatally|of (?:them|whom) (?:were |was |have |has )?(?:later )?(?:fatally|dead|died|killed))\b")
BEFORE = 1.5  # a word before a number counts as this many times farther away than one after it

# A figure (kind, low, high) with its quotes, each with its sentence; the quotes support it (YES) or not (NO).
YES = (
    (
        "killed",
        (228, 228),
        (("228 people on board", "It vanished with 228 people on board."), ("All on board", "All on board are feared killed.")),
    ),
    ("killed", (40, 40), (("40 passengers", "It carried 40 passengers."), ("no survivors", "There were no survivors."))),
    ("killed", (10, None), (("at least ten people", "It killed at least ten people."),)),
    ("killed", (10, None), (("ten people", "It killed at least ten people."),)),
    (
        "killed",
        (7, 7),
        (("Seven missing sailors", "Seven missing sailors from the ship were found dead."),),
    ),
    ("missing", (7, 7), (("Seven missing sailors", "Seven missing sailors may be found, but a diver is dead."),)),
    ("missing", (2, 2), (("Two people are missing", "Two people are missing after three others were found dead."),)),
    ("missing", (2, 2), (("Two people are missing", "Two people are missing and three were confirmed dead."),)),
    ("killed", (5, 5), (("Two officers", "Two officers died."), ("Three civilians", "Three civilians died, too."))),
    ("killed", (1, 1), (("Ivan Petrov died", "Ivan Petrov died in hospital."),)),
    ("killed", (0, 0), (("no casualties", "There were no casualties."),)),
    ("killed", (9, 12), (("nine", "Police said nine died."), ("twelve", "The mayor said twelve died."))),
    (
        "killed",
        (6700, None),
        (("at least 6,700 people", "At least 6,700 people, including 730 children, suffered violent deaths."),),
    ),
    ("killed", (0, 0), (("all 25 crew unharmed", "The pirates left all 25 crew unharmed."),)),
    ("killed", (24, None), (("dozens", "It killed dozens of people."),)),
    ("killed", (10, None), (("Ten people died", "Ten people died."), ("at least ten", "It killed at least ten."))),
    (
        "killed",
        (5, 5),
        (("Five people were killed and three were injured", "Five people were killed and three were injured."),),
    ),
    (
        "injured",
        (3, 3),
        (("Five people were killed and three were injured", "Five people were killed and three were injured."),),
    ),
    ("injured", (5, 5), (("five children", "Three women are killed and five children are injured in a stampede."),)),
    ("killed", (3, 3), (("Three women", "Three women are killed and five children are injured in a stampede."),)),
    ("injured", (3, 3), (("three others", "Twenty-two people are killed and three others are injured after a fire."),)),
    ("killed", (3, 3), (("three", "Dead: three, wounded: five."),)),
    (
        "injured",
        (10, 10),
        (
            (
                "eight other children and two adults",
                "He was charged with attempted murder after eight other children and two adults were seriously injured.",
            ),
        ),
    ),
    (
        "injured",
        (2200, None),
        (
            (
                "hundreds of operatives",
                "Devices maim hundreds of operatives, while also killing children and wounding thousands of others.",
            ),
            (
                "thousands of others",
                "Devices maim hundreds of operatives, while also killing children and wounding thousands of others.",
            ),
        ),
    ),
    (
        "injured",
        (14, None),
        (
            ("fourteen officers", "It injured fourteen officers."),
            ("A number of journalists", "A number of journalists were also injured."),
        ),
    ),
    (
        "injured",
        (12, None),
        (
            (
                "at least 14 people were shot, two fatally",
                "At least 14 people were shot, two fatally, between Tuesday and Wednesday.",
            ),
        ),
    ),
    ("injured", (5, 5), (("Seven people were wounded, two of whom died", "Seven people were wounded, two of whom died."),)),
    ("killed", (4, 4), (("four officers", "He said four officers were tracking two suspects when they were gunned down."),)),
    ("injured", (3, 3), (("injuring three", "The blast killed five people, injuring three."),)),
    (
        "killed",
        (1, 1),
        (("a 13-year-old girl was also raped and strangled", "There a 13-year-old girl was also raped and strangled."),),
    ),
    ("killed", (3, 3), (("triple-murderer", "The triple-murderer William Bell was sentenced there."),)),
    (
        "killed",
        (2, 2),
        (
            (
                "An Indonesian and a man of dual Canadian-Algerian nationality were killed",
                "An Indonesian and a man of dual Canadian-Algerian nationality were killed along with the attackers.",
            ),
        ),
    ),
)
NO = (
    (
        "killed",
        (5000, 5000),
        (("5,000 people", "A crowd of 5,000 people came."), ("All the victims", "All the victims died in hospital.")),
    ),
    ("injured", (3, 3), (("Five were wounded and two killed", "Five were wounded and two killed."),)),
    ("injured", (3, 3), (("Five people injured, two killed", "Five people injured, two killed."),)),
    (
        "killed",
        (228, 228),
        (("228 people on board", "It vanished with 228 people on board."), ("All on board", "All on board were rescued.")),
    ),
    ("killed", (5, 5), (("five children", "Three women are killed and five children are injured in a stampede."),)),
    ("injured", (3, 3), (("three", "Dead: three, wounded: five."),)),
    ("killed", (8, 8), (("eight children", "He was charged with attempted murder after eight children were injured."),)),
    (
        "injured",
        (14, None),
        (("fourteen officers", "It injured fourteen officers."), ("A number of shops", "A number of shops were closed.")),
    ),
    ("killed", (12, None), (("at least 14 people were shot, two fatally", "At least 14 people were shot, two fatally."),)),
    ("killed", (900, 900), (("nine people", "It killed nine people."),)),
    ("missing", (7, 7), (("Seven missing sailors", "Seven missing sailors from the ship were found dead."),)),
    ("killed", (2, 2), (("Two people are missing", "Two people are missing after three others were found dead."),)),
    ("killed", (10, 10), (("at least ten people", "It killed at least ten people."),)),
    ("killed", (10, None), (("ten people", "It killed ten people."),)),
    ("killed", (1, 1), (("Children were killed", "Children were killed."),)),
    ("killed", (7, 7), (("the dead", "They buried the dead."),)),
    ("killed", (0, 0), (("The fire", "The fire burnt all night."),)),
    ("killed", (9, 9), (("Nine were wounded", "Nine were wounded in the attack."),)),
    (
        "killed",
        (8, 8),
        (("Five people were killed and three were injured", "Five people were killed and three were injured."),),
    ),
    (
        "killed",
        (3, 3),
        (("Five people were killed and three were injured", "Five people were killed and three were injured."),),
    ),
    ("injured", (200, 200), (("About 200 people were evacuated", "About 200 people were evacuated."),)),
    ("killed", (2022, 2022), (("in 2022", "The men were killed in 2022."),)),
    ("killed", (30, 30), (("30 km", "They died 30 km from the town."),)),
    ("killed", (35, 35), (("aged 35", "A man aged 35 was killed."),)),
    ("killed", (0, 0), (("none of the roads", "None of the roads was open."),)),
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words: characters `start` to `end` of a sentence."""

    sentence: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence[self.start : self.end]

    def tells_of(self, kind: FigureKind, number: Number | None = None) -> bool:
        """Whether these words, or the sentence around them, name this kind of harm; for a number, the nearest harm counts."""
        own = kinds_in(self.sentence, self.start, self.end)
        if own and (kind not in own or len(own - SAME_WORDS) == 1):
            return kind in own
        if number is None:
            return kind in (own or kinds_in(self.sentence))
        near = nearest(self.sentence, number)
        return kind in near


DENIES = r"(?:den(?:y|ies|ied|ying)|dismiss(?:ed|es|ing)?|reject(?:ed|s|ing)?|refut(?:ed?|es|ing)|debunk(?:ed|s|ing)?)"
ON = r"(?:(?!\b(?:and|but|said|says|saying|after|before|when|while|as|hours)\b)[^,;:.])"  # within one clause
DENIAL = re.compile(
    rf"\b{DENIES}\b{ON}{{0,30}}?\b(?:that|it|they|he|reports?|claims?|allegations?|rumou?rs?|killing|injuring|wounding)\b{ON}{{0,40}}$"
    rf"|\bfalse(?:ly)? (?:reports?|claims?|claimed|rumou?rs?|said|reported)(?: said| say| claimed)?\b{ON}{{0,40}}$",
    re.IGNORECASE,
)
WAS_DENIED = re.compile(rf"{ON}{{0,40}}?\b(?:was|were|been|is|are) (?:denied|dismissed|rejected|refuted)\b", re.IGNORECASE)
DENIED = (  # a sentence and the words of its figure
    ("Police denied that 900 people were killed in Mosul.", "900 people"),
    ("The ministry rejected social media reports of 40 dead.", "40 dead"),
    ("False reports said 30 were killed.", "30 were killed"),
    ("The army denied killing five villagers.", "five villagers"),
    ("The army denied it killed 12 civilians.", "12 civilians"),
    ("Officials denied allegations of 12 deaths.", "12 deaths"),
    ("Reports of 40 dead were denied by the ministry.", "40 dead"),
    ("Police denied that 900 people were killed.", "denied that 900 people were killed"),
)
NOT_DENIED = (
    ("Nine people were killed, but the army denied that it fired.", "Nine people"),
    ("The mayor, who denied the charges, said nine people were killed.", "nine people"),
    ("Police denied that there was a second bomb; nine people died.", "nine people"),
    ("The army rejected claims that it targeted civilians and said 12 militants were killed in Marib.", "12 militants"),
    ("Police dismissed reports of a second attack, saying nine people were killed in Mosul.", "nine people"),
    ("The ministry denied reports of a ceasefire hours after 12 people were killed in Kharkiv.", "12 people"),
    ("Although Moscow denies that its forces target civilians, 23 people were killed in Vinnytsia.", "23 people"),
    ("The governor rejected the claim, and five people were confirmed dead.", "five people"),
    ("Russia, which denies claims of war crimes, shelled Kherson, killing 12.", "12"),
)


def is_denied(quoted: Quoted) -> bool:
    """Whether the words are denied, by a denial next to their number in the same clause."""
    number = next((n for n in find_numbers(quoted.sentence) if quoted.start <= n.core < quoted.end), None)
    first, last = (number.start, number.end) if number else (quoted.start, quoted.end)
    return bool(DENIAL.search(quoted.sentence[:first]) or WAS_DENIED.match(quoted.sentence, last))


SAME_WORDS = frozenset({FigureKind.ATTACKERS_KILLED})  # stated by the words for the killed


def kinds_in(sentence: str, start: int = 0, end: int | None = None) -> set[FigureKind]:
    """Return the kinds of harm that words of a sentence name. The words around them can decide what they mean."""
    last = len(sentence) if end is None else end
    return {
        k for k, pattern in WORDS.items() if any(start <= m.start() and m.end() <= last for m in pattern.finditer(sentence))
    }


def nearest(sentence: str, number: Number) -> set[FigureKind]:
    """Return the kinds of the harm word nearest to a number."""
    found: list[tuple[float, FigureKind]] = []
    for kind, pattern in WORDS.items():
        for match in pattern.finditer(sentence):
            behind = match.start() - number.end
            gap = sentence[number.end : match.start()] if behind >= 0 else sentence[match.end() : number.start]
            far = len(gap) * (1.0 if behind >= 0 else BEFORE)
            found.append((far * APART if JOINT.search(gap) else far, kind))
    least = min((distance for distance, _ in found), default=0.0)
    return {kind for distance, kind in found if distance == least}


def supported(figure: SaidFigure, kind: FigureKind, quoted: Sequence[Quoted]) -> Count | None:
    """Return the count that the words state, if it matches the figure; None if they state another, or none of this kind."""
    wanted = (figure.low, figure.high)
    counts = [c for q in quoted for c in stated(q, kind)]
    for count in (*counts, *added(quoted, kind), *everyone(quoted, kind)):
        if (count.low, count.high) == wanted:
            return count
    return between(figure, counts)


def stated(quoted: Quoted, kind: FigureKind) -> Iterator[Count]:
    """Yield the ways to read the number of some words: from the whole phrase, and from each number in it that counts people."""
    numbers = [n for n in find_numbers(quoted.sentence) if quoted.start <= n.core < quoted.end]
    whole = count_people(quoted.sentence, quoted.start, quoted.end)
    lead = next((n for n in numbers if counts_people(quoted.sentence, n)), None)
    if whole is not None and (quoted.tells_of(kind, lead) or (whole.low == whole.high == 0 and UNHARMED.search(quoted.words))):
        yield whole
    people = [n for n in numbers if counts_people(quoted.sentence, n)]
    yield from (of(n) for n in people if quoted.tells_of(kind, n))
    if kind is FigureKind.INJURED and len(people) > 1:
        yield from survivors(quoted, people[0], people[1])


def survivors(quoted: Quoted, hurt: Number, dead: Number) -> Iterator[Count]:
    """Yield how many of the injured survived, if the next number says how many of them died."""
    between_them = quoted.sentence[hurt.end : dead.start]
    if not WORDS[FigureKind.INJURED].search(between_them) or not FATALLY.match(quoted.sentence, dead.end):
        return
    if dead.low is not None and dead.low == dead.high and dead.low <= (hurt.low or 0):
        all_of = of(hurt)
        low, high, best = (n if n is None else n - dead.low for n in (all_of.low, all_of.high, all_of.best))
        yield replace(all_of, low=low, high=high, best=best)


def added(quoted: Sequence[Quoted], kind: FigureKind) -> Iterator[Count]:
    """Yield the sums of what several quotes state."""
    counts = [c for q in quoted if (c := next(stated(q, kind), further(q, kind))) and c.qualifier is not Qualifier.NONE]
    counts = counts[:MOST_ADDED]
    for size in range(2, len(counts) + 1):
        yield from (total(some) for some in combinations(counts, size))


def everyone(quoted: Sequence[Quoted], kind: FigureKind) -> Iterator[Count]:
    """Yield the people aboard if another quote says that all were harmed: "40 passengers", "all on board were killed"."""
    for q in quoted:
        if ALL.search(q.words) and not find_numbers(q.words) and q.tells_of(kind):
            others = (other for other in quoted if other is not q and ABOARD.search(other.words))
            yield from (c for other in others if (c := count_people(other.sentence, other.start, other.end)))


def further(quoted: Quoted, kind: FigureKind) -> Count | None:
    """Return a count without a number for words such as "a number of journalists"; None for other words."""
    return FURTHER if UNCOUNTED.search(quoted.words) and quoted.tells_of(kind) else None


def total(counts: Sequence[Count]) -> Count:
    first, *others = counts
    for other in others:
        first = plus(first, other)
    return first


def between(figure: SaidFigure, counts: Sequence[Count]) -> Count | None:
    """Return the figure as a range over rival claims, with the low of one and the high of another; None if none match."""
    low = next((c for c in counts if figure.low is not None and c.low == figure.low), None)
    high = next((c for c in counts if figure.high is not None and c.high == figure.high), None)
    if low is None or high is None or figure.low == figure.high:
        return None
    best = figure.best if figure.best in [c.best for c in counts] else None
    return Count(figure.low, figure.high, best, Qualifier.RANGE)
