"""Translate small numbers and qualifiers from other languages into digits and English, which the number rules know."""

from __future__ import annotations

import re

# Cells with their form in digits, and cells that stay unchanged.
YES = (
    ("deux", "2"), ("Dos", "2"), ("zwei Tote", "2 Tote"), ("двое", "2"), ("три", "3"), ("5 à 7", "5-7"), ("5 ou 6", "5-6"),
    ("5 oder 6", "5-6"), ("5 a 7", "5-7"), ("aprox. 10", "about 10"), ("أكثر من 100", "more than 100"),
    ("sekitar 20", "about 20"),
    ("ما لا يقل عن 12", "at least 12"), ("lebih dari 10 orang", "more than 10 orang"), ("десятки", "dozens"),
    ("несколько", "several"),
)  # fmt: skip
NO = ("one", "5", "5 to 7", "deux cents", "a 5", "trio")
WORDS = {
    word: str(n)
    for n, words in enumerate(
        (
            "un une uno una um uma ein eine eins один одна odin satu bir één een",
            "deux dos dois duas zwei due два две двое двоє дві dua iki twee",
            "trois tres três drei tre три трое троє tiga üç drie",
            "quatre cuatro quatro vier quattro четыре четверо чотири empat dört",
            "cinq cinco fünf cinque пять пятеро п'ять lima beş vijf",
            "six seis sechs sei шесть шестеро шість enam altı zes",
            "sept siete sete sieben sette семь семеро сім tujuh yedi zeven",
            "huit ocho oito acht otto восемь вісім delapan sekiz",
            "neuf nueve nove neun девять дев'ять sembilan dokuz negen",
            "dix diez dez zehn dieci десять sepuluh tien",
        ),
        1,
    )
    for word in words.split()
}
VAGUE = {
    word: english
    for english, words in (
        ("several", "quelques|algunos|alguns|einige|alcuni|несколько|декілька|кілька|beberapa"),
        ("dozens", "десятки|puluhan|عشرات|العشرات"),
        ("hundreds", "сотни|сотні|ratusan|مئات"),
    )
    for word in words.split("|")
}
QUALIFIERS = (
    (re.compile(r"^(?:lebih dari|أكثر من|اكثر من)\s*(?=\d)"), "more than "),
    (re.compile(r"^(?:sedikitnya|setidaknya|ما لا يقل عن|على الأقل)\s*(?=\d)"), "at least "),
    (re.compile(r"^(?:aprox\.?|aproximadamente|sekitar|حوالي|نحو)\s*(?=\d)", re.IGNORECASE), "about "),
)
RANGE = re.compile(r"(\d{1,7})\s+(?:à|a|ou|o|oder|або|чи|или|atau)\s+(\d{1,7})")
FIRST = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Words for people that follow a figure.
OTHERS = (
    r"civils|civiles|personnes|personas|pessoas|personen|menschen|чел\.?|человека?|людей|осіб|особи|kişi|orang|enfants|niños|kinder"
    r"|soldats|hommes|femmes|morts|muertos|mortos|blessés|heridos|feridos|tote|verletzte"
)
PEOPLE = re.compile(rf"(?:\s+(?:{OTHERS}))?", re.IGNORECASE)


def in_digits(cell: str) -> str:
    """Replace the words of a figure with digits and English, "2 Tote" for "zwei Tote"; leave any other cell unchanged."""
    if both := RANGE.fullmatch(cell):
        return f"{both[1]}-{both[2]}"
    for pattern, english in QUALIFIERS:
        cell = pattern.sub(english, cell, count=1)
    first = FIRST.match(cell)
    if first is None or PEOPLE.fullmatch(cell, first.end()) is None:
        return cell
    word = first[0].casefold()
    return f"{WORDS[word]}{cell[first.end() :]}" if word in WORDS else VAGUE.get(cell.casefold(), cell)
