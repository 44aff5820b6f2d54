"""Parse the number of people in a cell, with the numbers and qualifiers of texts: "13[1]", "150+", "5–7", "dozens"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from geodata.reading.values.numbers import find_numbers
from geodata.reading.values.people import count_people
from geodata.reading.values.person_words import PEOPLE as PERSONS
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.number_words import OTHERS, in_digits
from geodata.vocabulary import Qualifier

# Cells with their low, high and best figures, or with None if there is no figure; NO holds cells that cannot be read.
YES = (
    ("13", (13, 13, 13)), ("13.0", (13, 13, 13)), ("1,200", (1200, 1200, 1200)), ("1 200", (1200, 1200, 1200)),
    ("1.200", (1200, 1200, 1200)), ("13[1]", (13, 13, 13)), ("13 [note 2][3]", (13, 13, 13)), ("150+", (150, None, 150)),
    ("~20", (20, 20, 20)), ("c. 20", (20, 20, 20)), ("≥ 12", (12, None, 12)), (">40", (40, None, 40)),
    ("<5", (None, 4, None)), ("less than 10", (None, 9, None)), ("fewer than 3", (None, 2, None)),
    ("less than 10 people", (None, 9, None)), ("less than five", (None, 4, None)), ("Killed: (5)", (5, 5, 5)),
    ("(5) killed", (5, 5, 5)),
    ("< 1,000", (None, 999, None)), ("22 (+1)", (22, 23, None)), ("1(+3)", (1, 4, None)),
    ("5–7", (5, 7, None)), ("12-24", (12, 24, None)), ("dozens", (24, None, None)),
    ("1.000", (1000, 1000, 1000)), ("1-2 thousand", (1000, 2000, None)), ("1,23,456", (123456, 123456, 123456)),
    ("one woman", (1, 1, 1)), ("3 civilians and 2 soldiers", (5, 5, 5)), ("3?", (3, 3, 3)), ("5 +", (5, None, 5)),
    ("no casualties", (0, 0, 0)), ("none reported", (0, 0, 0)), ("plus de 200", (200, None, 200)), ("Approx. 30", (30, 30, 30)),
    ("3 killed in action", (3, 3, 3)), ("3 confirmed dead", (3, 3, 3)), ("11, including 3 children", (11, 11, 11)),
    ("11 incl. 3 children", (11, 11, 11)), ("dozens of people", (24, None, None)), ("100-150+", (100, None, None)),
    ("~1,200+", (1200, None, 1200)), ("13²", (13, 13, 13)), ("(13)", (13, 13, 13)), ("nil", (0, 0, 0)),
    ("5 civils", (5, 5, 5)), ("145 чел.", (145, 145, 145)), ("une dizaine", (10, 10, 10)), ("une quarantaine", (40, 40, 40)),
    ("Killed: 3", (3, 3, 3)), ("3 civilians killed and 2 soldiers killed", (5, 5, 5)),
    ("66 people or more", (66, None, 66)), ("66 killed or more", (66, None, 66)),
    ("1’200", (1200, 1200, 1200)), ("1,200.00", (1200, 1200, 1200)), ("1.200,00", (1200, 1200, 1200)), ("12,0", (12, 12, 12)),
    ("100‑150", (100, 150, None)), ("100 bis 150", (100, 150, None)), ("10-to-12", (10, 12, None)), ("10..12", (10, 12, None)),
    ("ten-twelve", (10, 12, None)), ("est. 7", (7, 7, 7)), ("7 est.", (7, 7, 7)), ("7 (approx)", (7, 7, 7)),
    ("12 (disputed)", (12, 12, 12)), ("three (3)", (3, 3, 3)), ("min 10", (10, None, 10)), ("max. 10", (None, 10, 10)),
    ("\u200f12", (12, 12, 12)), ("'3", (3, 3, 3)), ("none", (0, 0, 0)), ("ninguno", (0, 0, 0)), ("sin datos", None),
    ("None", None), ("[1]", None), ("reportedly 7", (7, 7, 7)), ("2 (+1 attacker)", (2, 2, 2)),
    ("at least ten", (10, None, 10)), ("10 (3 children)", (10, 10, 10)), ("two killed", (2, 2, 2)), ("0", (0, 0, 0)),
    ("ca. 1.500", (1500, 1500, 1500)), ("mindestens 50.000", (50000, None, 50000)), ("~107.000", (107000, 107000, 107000)),
    (">20.000", (20000, None, 20000)), ("20.000+", (20000, None, 20000)), ("5.000–7.000", (5000, 7000, None)),
    ("más de 2.200", (2200, None, 2200)), ("entre 5.000 y 10.000", (5000, 10000, None)), ("10 ou mais", (10, None, 10)),
    ("zwischen 5 und 7", (5, 7, None)), ("від 5 до 7", (5, 7, None)), ("entre 5 et 7", (5, 7, None)),
    ("10 oder mehr", (10, None, 10)),
    ("10 o más", (10, None, 10)), ("10 o più", (10, None, 10)),
    ("10 або більше", (10, None, 10)), ("10 и более", (10, None, 10)),
    ("10 veya daha fazla", (10, None, 10)),
    ("oltre 200", (200, None, 200)), ("près de 30", (None, 30, 30)), ("casi 50", (None, 50, 50)), ("fast 50", (None, 50, 50)),
    ("meer dan 90", (90, None, 90)), ("pas de blessés", (0, 0, 0)), ("sin heridos", (0, 0, 0)), ("keine Verletzten", (0, 0, 0)),
    ("plusieurs", (3, None, None)), ("varios", (3, None, None)), ("mehrere", (3, None, None)),
    ("des dizaines", (24, None, None)),
    ("decenas", (24, None, None)), ("Dutzende", (24, None, None)), ("3 hurt", (3, 3, 3)), ("2 KIA", (2, 2, 2)),
    ("5,923–20,000+", (5923, None, None)), ("159명", (159, 159, 159)), ("132人", (132, 132, 132)), ("12 max", (None, 12, 12)),
    ("12 (min)", (12, None, 12)), ("100s", (200, None, None)), ("few", (3, None, None)), ("н/д", None), ("..", None),
    ("5 civilians (10 total)", (10, 10, 10)), ("3 soldiers (total 7)", (7, 7, 7)), ("2 (total: 2)", (2, 2, 2)),
    ("свыше 6000", (6000, None, 6000)), ("deux", (2, 2, 2)), ("5 à 7", (5, 7, None)), ("3 особи", (3, 3, 3)),
    ("lebih dari 10 orang", (10, None, 10)), ("néant", (0, 0, 0)), ("non précisé", None),
    ("1.5 million", (1500000, 1500000, 1500000)),
)  # fmt: skip
NO = (
    "30 (claimed), 3 (confirmed)",
    "12 (gov) / 30 (NGO)",
    "12 (up to 30)",
    "1,000,000,000",
    "[5, 8]",
    "5m",
    "9999",
    "99999999",
    "0 (unconfirmed 3)",
    "2 (later 3)",
    "3 (revised to 5)",
    "40 (now 43)",
    "10 (raised to 12)",
    "3 (rev. 5)",
    "7 (all injured)",
    "3 (not killed)",
    "3 (estimated 30)",
    "3 (12 by now)",
    "three (4)",
    "12-ten",
    "many",
    "12,34",
    "22(1)",
    "15 (120)",
    "(3)4",
    "1 (234) 567",
    "12.5",
    "10 (5 total)",
    "-4",
    "3/4",
    "0x1F",
    "12 March",
    "1e9999",
)

# A footnote, but not a list of numbers: "[5, 8]".
NOTES = re.compile(r"(?:(?<=\S)\s*\[[^\[\]]{1,20}|^\[[^\[\],;–-]{1,20})\]|\s*[*†‡¹²³⁴⁵⁶⁷⁸⁹]+$|^[*†‡]+\s*")
BRACKETED = re.compile(r"^\((\d{1,7})\)(?=$| [^\W\d])")  # "(13)", "(13) killed", but not "(3)4"
RANGE_AND_MORE = re.compile(r"(?P<low>\d[\d,]{0,9})\s*[-–]\s*\d[\d,]{0,9}\s*\+")
AND_MORE = re.compile(
    r"(?P<n>\d{1,7})\s*\(\+\s?(?P<more>\d{1,4})\)"
)  # "22 (+1)" of Wikipedia, where the one may be the attacker
ABOUT_AND_MORE = re.compile(r"^about (?=\d[\d,]*\+$)")  # "~1,200+"
WHOLE = re.compile(r"(?P<n>\d{1,9})(?:[.,]0{1,2}|\.)?")  # "1.000" is a thousand, like "1.200"
BROKEN = re.compile(r"\d,\d{1,2}(?!\d|,\d)")
GROUPED = re.compile(
    r"(?P<n>\d{1,3}(?:[,. '’\u2009\u00a0\u202f]\d{3})+)|(?P<english>\d{1,3}(?:,\d{3})+)\.0{1,2}"
    r"|(?P<german>\d{1,3}(?:\.\d{3})+),0{1,2}"
)
LESS_WORDS = r"less than|fewer than|under|below"
LESS = re.compile(rf"(?:{LESS_WORDS}) ", re.IGNORECASE)
BELOW = re.compile(
    rf"(?:<|{LESS_WORDS}|weniger als|moins de|menos de|meno di|менее|менше)\s*"
    r"(?P<n>\d{1,3}(?:,?\d{3}){0,2})",
    re.IGNORECASE,
)  # a suppressed count: "<5" is up to four
SIGNS = (
    (re.compile(r"^\s*(?:≥|>=|=>)\s*"), "at least "),
    (re.compile(r"^\s*(?:≤|<=|=<)\s*"), "up to "),
    (re.compile(r"^\s*>\s*"), "more than "),
    (
        re.compile(
            r"^\s*(?:~|≈|±|c\.|ca\.?|circa|approx\.?|approximately|est\.?|estimated|environ|unos|etwa)\s*(?=\d)", re.IGNORECASE
        ),
        "about ",
    ),
    (
        re.compile(
            r"^\s*(?:plus de|más de|mas de|mehr als|meer dan|über"
            r"|più di|oltre|mais de|более|больше|свыше|понад|більше)\s*(?=\d)",
            re.IGNORECASE,
        ),
        "more than ",
    ),
    (
        re.compile(
            r"^\s*(?:au moins|al menos|mindestens|mind\.|almeno|(?:pelo|ao) menos|не менее|щонайменше|en az)\s*(?=\d)",
            re.IGNORECASE,
        ),
        "at least ",
    ),
    (re.compile(r"^\s*(?:près de|casi|quase|fast|quasi|bijna|почти|майже)\s*(?=\d)", re.IGNORECASE), "nearly "),
    (re.compile(r"^\s*(?:cerca de|rund|env\.|environ|около|близько|примерно|yaklaşık)\s*(?=\d)", re.IGNORECASE), "about "),
    (re.compile(r"^\s*(?:min(?:imum)?\.?)\s*(?=\d)", re.IGNORECASE), "at least "),
    (re.compile(r"^\s*(?:max(?:imum)?\.?)\s*(?=\d)", re.IGNORECASE), "up to "),
    (re.compile(r"^\s*(?:jusqu['’]à|hasta|bis zu|fino a|até|до)\s*(?=\d)", re.IGNORECASE), "up to "),
)
PEOPLE = re.compile(
    r"(?:\s+(?:of\s+)?(?:people|persons?|civilians?|(?:confirmed )?(?:killed|dead)(?: in action)?|[kw]ia"
    r"|deaths?|injured|wounded|hurt|others?(?= (?:injured|wounded|hurt|killed|dead))"
    rf"|fatalities|casualties|victims|total|men|women|children|soldiers|{OTHERS}"
    r"|and counting|or more|or so))*"
    r"\s*(?:\((?!\d+\)|up to|possibly|maybe|or\b|at least|max|later|unconfirmed|another"
    r"|plus(?! ?(?:the )?\d* ?(?:attacker|gunm[ae]n|bomber|perpetrator|shooter|assailant))|more"
    r"|rev(?:ised|\.)?\b|now\b|raised|rose|updated|corrected|all (?:injured|wounded)|(?:none|not) (?:killed|dead)"
    r"|rescued|missing|animals|denied|some sources"
    r"|estimated \d|thousand|final\b|\d+ by\b"
    r"|\+(?! ?\d+ (?:attacker|gunm[ae]n|bomber|perpetrator)))[^()]*\)"
    r"|,?\s*(?:including|incl\.?|of (?:whom|which|them))\s.*)?\s*\.?",
    re.IGNORECASE,
)


LONGEST = 200  # characters of a figure
MOST_DIGITS = 9  # as in WHOLE
# French for about ten, twelve and so on.
TENS = {
    f"une {word}": n
    for word, n in (("dizaine", 10), ("douzaine", 12), ("quinzaine", 15), ("vingtaine", 20), ("trentaine", 30),
                    ("quarantaine", 40), ("cinquantaine", 50), ("soixantaine", 60), ("centaine", 100))
}  # fmt: skip
# Vague numbers in other languages, by the English word.
VAGUE_WORDS = {
    word: english
    for english, words in (("several", "plusieurs, varios, varias, mehrere, diversi, vários"),
                           ("dozens", "des dizaines, dizaines, decenas, dutzende, decine, dezenas"),
                           ("hundreds", "des centaines, centaines, cientos, hunderte, centinaia, centenas"))
    for word in words.split(", ")
}  # fmt: skip
ZERO = frozenset(
    "nil|zero|no|keine|ninguno|ninguna|aucun|aucune|nessuno|nenhum|нет|немає|néant|cero|tidak ada|nihil|yok".split("|")
)
NONE = "none"  # as people write it; programs write "None" for an empty cell
# Codes that mean an unknown figure in one list, and something else, such as men, in another.
CODES = re.compile(r"9{4,9}|\d+(?:\.\d+)?\s?[mf]", re.IGNORECASE)
UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# A number in groups of three digits, also next to a word or sign: "ca. 1.500".
DOTTED = re.compile(
    r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,]*\d)(?!\s*(?:million|millones|milhões|mln|mio|thousand|mil\b|k\b))", re.IGNORECASE
)
BOUND_BEHIND = re.compile(r"(\d[\d,]{0,9})\s*\(?(min|max)(?:imum)?\.?\)?", re.IGNORECASE)  # "12 max", "12 (min)"
PERSONS_SIGN = re.compile(r"(?<=\d)\s?(?:여?명|人|名)$")  # counters for people in Korean, Chinese and Japanese
ROUND = {"few": "a few", "10s": "dozens", "100s": "hundreds", "1000s": "thousands", "1,000s": "thousands"}
SPAN_WORDS = re.compile(r"(?:entre|between|zwischen|tra|від|от)\s+(\d{1,7})\s+(?:et|y|e|and|und|до)\s+(\d{1,7})", re.IGNORECASE)
OR_MORE = re.compile(
    r"^(\d{1,7})\s+(?:ou (?:mais|plus)|o más|o mas|oder mehr|o più|або більше|или более|и более|veya daha fazla)$",
    re.IGNORECASE,
)
RANGE = re.compile(r"(\d{1,7})\s*(?:-to-|\.{2,3}|bis|‑|‒|―)\s*(\d{1,7})", re.IGNORECASE)
ABOUT_BEHIND = re.compile(r"(\d[\d,]{0,9})\s*\(?(?:approx\.?|est\.?|estimated?|circa)\)?", re.IGNORECASE)
SPELLED = re.compile(r"(?P<words>[a-z]+(?:[ -][a-z]+){0,3}) \((?P<n>\d{1,7})\)(?P<rest> [a-z ]+)?", re.IGNORECASE)
NOBODY = re.compile(
    r"(?:no|zero) (?:\w+ )?(?:casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|injur(?:y|ies)|killed|injured|one)(?: reported)?"
    r"|(?:none|nil) reported|nobody|none (?:killed|injured)"
    r"|(?:pas de|aucun|aucune|sin|sem|nessun|nessuna|keine?) (?:blessé|mort|tué|victime|herido|muerto"
    r"|víctima|ferido|morto|ferito|vittima"
    r"|verletzten?|toten?|opfer)(?:s|e)?",
    re.IGNORECASE,
)
DOUBTFUL = re.compile(r"(?P<n>\d{1,7})\s*(?:\?|\((?:disputed|unconfirmed|unverified|tbc)\))", re.IGNORECASE)
PLUS_PEOPLE = re.compile(
    r"(?<=[a-z]) ?\+ ?(?=\d+ (?:adult|child|kid|m[ae]n\b|wom[ae]n|girl|boy|soldier|civilian|police))", re.IGNORECASE
)  # "3 adults + 2 children"
PLUS_APART = re.compile(r"(?<=\d)\s+\+$")


# A part and the total: "5 civilians (10 total)".
IN_TOTAL = re.compile(
    rf"(?P<part>\d{{1,7}})(?: (?:{PERSONS}|children|women|men|fighters)(?:s|es)?)? "
    r"\((?:(?P<a>\d{1,7}) (?:in )?total|total:? (?P<b>\d{1,7}))\)",
    re.IGNORECASE,
)


class Count(NamedTuple):
    low: int | None
    high: int | None
    best: int | None
    qualifier: Qualifier
    word: str | None = None


LABEL = re.compile(r"(?:killed|dead|deaths|injured|wounded|hurt)\s*[:=]\s*(?=\S)", re.IGNORECASE)
WHO = rf"(?:(?:young|old|elderly|unidentified|local|male|female) )?(?:{PERSONS}|children|women|men)(?:s|es)?"
SAID = r"(?: (?:were |was )?(?:killed|dead|died|injured|wounded|hurt))?"
PEOPLE_ONLY = re.compile(
    rf"(?:one|an?|two|three|\d+) {WHO}{SAID}(?:(?:, | and | & |, and )(?:one|an?|two|three|\d+) {WHO}{SAID})*",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """A cell that cannot be read as a figure."""


def in_one_form(cell: str) -> str:
    """Rewrite the many ways to write a figure as few: "ten (10)" as "10", "3 to 5" as "3-5". Raises Unreadable for codes."""
    text = " ".join(UNSEEN.sub("", cell).split()).lstrip("'")
    if len(text) > LONGEST:
        raise Unreadable(f"{text[:40]}…")
    if CODES.fullmatch(text):
        raise Unreadable(cell)
    if spelled := SPELLED.fullmatch(text):
        is_same = [n.value for n in find_numbers(spelled["words"])] == [int(spelled["n"])]
        text = spelled["n"] + (spelled["rest"] or "") if is_same else text
    text = (
        BOUND_BEHIND.sub(r"\2 \1", text)
        if BOUND_BEHIND.fullmatch(text)
        else ROUND.get(text.casefold(), PERSONS_SIGN.sub("", text))
    )
    text = in_digits(text)
    text = DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    text = SPAN_WORDS.sub(r"\1-\2", text) if SPAN_WORDS.fullmatch(text) else OR_MORE.sub(r"\1+", text)
    text = ABOUT_BEHIND.sub(r"about \1", text) if ABOUT_BEHIND.fullmatch(text) else text
    text = RANGE.sub(r"\1-\2", text) if RANGE.fullmatch(text) else text.removeprefix("reportedly ").removeprefix("reported ")
    return BRACKETED.sub(r"\1", LABEL.sub("", NOTES.sub("", text), count=1))


@lru_cache(50_000)
def count_of(cell: str) -> Count | None:
    """The figure of a cell; None if it gives none. Raises Unreadable instead of guessing."""
    text = in_one_form(cell)
    if text.casefold() in ZERO or text == NONE:
        return exactly(0)
    if is_blank(text):
        return None
    if whole := WHOLE.fullmatch(text):
        return exactly(int(whole["n"]))
    if grouped := GROUPED.fullmatch(text):
        digits = re.sub(r"\D", "", next(filter(None, grouped.groups())))
        if len(digits) > MOST_DIGITS:
            raise Unreadable(cell)
        return exactly(int(digits))
    if BROKEN.search(text):  # "12,34" is neither a fraction of people nor a number in groups of three
        raise Unreadable(cell)
    if (below := BELOW.fullmatch(text)) and (most := int(below["n"].replace(",", ""))):
        return Count(None, most - 1, None, Qualifier.UP_TO)
    for sign, words in SIGNS:
        text = sign.sub(words, text, count=1)
    if (round_number := TENS.get(text.casefold())) is not None:
        return exactly(round_number)._replace(qualifier=Qualifier.ABOUT)
    text = VAGUE_WORDS.get(text.casefold(), text)
    if NOBODY.fullmatch(text):
        return exactly(0)
    if doubtful := DOUBTFUL.fullmatch(text):
        return exactly(int(doubtful["n"]))._replace(qualifier=Qualifier.ABOUT)
    if total := IN_TOTAL.fullmatch(text):
        if int(total["part"]) > (every := int(total["a"] or total["b"])):
            raise Unreadable(cell)
        return exactly(every)
    text = PLUS_PEOPLE.sub(" and ", text)
    if (people := in_people(text)) is not None:
        return people
    text = ABOUT_AND_MORE.sub("", PLUS_APART.sub("+", text))
    if more := AND_MORE.fullmatch(text):
        return Count(int(more["n"]), int(more["n"]) + int(more["more"]), None, Qualifier.RANGE)
    if between := RANGE_AND_MORE.fullmatch(text):
        return Count(int(between["low"].replace(",", "")), None, None, Qualifier.AT_LEAST)
    numbers = find_numbers(text)
    if not numbers or numbers[0].start != 0 or not PEOPLE.fullmatch(text, numbers[0].end):
        raise Unreadable(cell)
    n = numbers[0]
    if LESS.match(text) and n.qualifier is Qualifier.UP_TO and n.high:
        return Count(None, n.high - 1, None, Qualifier.UP_TO)
    return Count(n.low, n.high, n.best, n.qualifier, n.word)


def in_people(text: str) -> Count | None:
    """The count of people in words, "one woman", "3 civilians and 2 soldiers"; None if the text holds anything else."""
    if PEOPLE_ONLY.fullmatch(text) is None:
        return None
    text = re.sub(f"{SAID}(?=[,&]| and |$)", "", text, flags=re.IGNORECASE)
    said = count_people(text, 0, len(text))
    return Count(said.low, said.high, said.best, said.qualifier, said.word) if said else None


def exactly(value: int) -> Count:
    return Count(value, value, value, Qualifier.EXACT if value else Qualifier.NONE)
