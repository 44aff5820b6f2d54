"""Check whether the words next to a number hedge it, in languages other than English: "al menos 12" is 12 or more."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # Japanese and Chinese
REACH = 30  # characters before and after a number
# A language, a text, a number in it, and the bound that its words give; no words hedge the numbers in NO.
YES = (
    ("es", "En Bogotá más de 300 personas murieron.", "300", "at_least"),
    ("es", "Murieron 300 o más personas.", "300", "at_least"),
    ("fr", "Jusqu'à 30 morts à Lyon.", "30", "to"),
    ("ru", "Погибли не менее 5 человек.", "5", "at_least"),
    ("ru", "Погибли не более 5 человек.", "5", "up_to"),
    ("tr", "En az 12 kişi öldü.", "12", "at_least"),
    ("ar", "مقتل ما لا يقل عن 12 شخصا", "12", "at_least"),
    ("ar", "وما لا يقل عن 12 شخصا", "12", "at_least"),
    ("zh", "造成至少12人死亡", "12", "at_least"),
    ("ja", "12人以上が死亡", "12", "at_least"),
    ("de", "Höchstens 40 Menschen starben.", "40", "up_to"),
    ("de", "Medien berichten über 12 Tote.", "12", "over"),
    ("es", "Murieron no menos de 12 personas.", "12", "at_least"),
    ("es", "Murieron 12 personas como mínimo.", "12", "at_least"),
    ("fr", "Pas moins de 12 personnes sont mortes.", "12", "at_least"),
    ("fr", "Pas plus de 12 personnes sont mortes.", "12", "up_to"),
    ("de", "Nicht weniger als 12 Menschen starben.", "12", "at_least"),
    ("it", "Sono morte non meno di 12 persone.", "12", "at_least"),
    ("nl", "Niet minder dan 12 mensen kwamen om.", "12", "at_least"),
    ("pl", "Zginęło nie więcej niż 12 osób.", "12", "up_to"),
    ("id", "Tidak kurang dari 12 orang tewas.", "12", "at_least"),
    ("he", "לא פחות מ-12 נהרגו", "12", "at_least"),
    ("uk", "Загинуло не більш як 12 людей.", "12", "up_to"),
    ("zh", "不超过12人死亡", "12", "up_to"),
    ("ru", "Число погибших возросло до 12 человек.", "12", "to"),
    ("pl", "Liczba ofiar wzrosła do 12.", "12", "to"),
)
NO = (
    ("es", "En Bogotá 300 personas murieron, más de lo que se temía.", "300"),
    ("es", "Más de 300 casas ardieron y 12 personas murieron.", "12"),
    ("ru", "Более 40 домов разрушены, погибли 5 человек.", "5"),
    ("pl", "Wczoraj doszło do ataku, 5 osób zginęło.", "5"),
    ("he", "במועד 12 בני אדם נהרגו", "12"),
    ("zh", "附近12人死亡", "12"),
    ("zh", "最近12人死亡", "12"),
    ("ar", "مقتل 12 وإصابة 40 على الأقل", "12"),
)


class Hedges(NamedTuple):
    """The patterns of hedges right before a number and right after it."""

    before: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def hedges_of(language: str) -> dict[str, Hedges]:
    """Return a language's patterns by the bound that they name; empty if its words are not known."""
    known = tomllib.loads(Path(__file__).with_name("hedges.toml").read_text("utf-8")).get(language.partition("-")[0], {})
    return {bound: compiled(words) for bound, words in known.items()}


TURNED = {"at_least": "up_to", "up_to": "at_least"}


def compiled(words: str) -> Hedges:
    parts = re.split(r"\|(?![^()]*\))", words)
    before = "|".join(sorted((p for p in parts if not p.startswith("_")), key=len, reverse=True))
    behind = "|".join(p[1:] for p in parts if p.startswith("_"))
    starts = "" if UNSPACED.search(words) else r"(?<!\w)[وו]?"  # Arabic and Hebrew join "and" to the next word
    return Hedges(re.compile(rf"{starts}(?:{before or '(?!)'})\s*$"), re.compile(behind or "(?!)"))


def bound_of(language: str, text: str, start: int, end: int) -> str | None:
    """Return the bound of the number at `start` to `end`: "at_least", "up_to", "over" or "to", or "" if nothing hedges it; None
    if the language's words are not known. Of two hedges, the one that begins first counts: "не более" is not "более"."""
    patterns = hedges_of(language)
    if not patterns:
        return None
    before, behind = text[max(0, start - REACH) : start].lower(), text[end : end + REACH].lower()
    denied = patterns.get("not")
    found = [
        (m.start(), TURNED.get(bound, bound) if denied and denied.before.search(before[: m.start()]) else bound)
        for bound, one in patterns.items()
        if bound != "not" and (m := one.before.search(before))
    ]
    found += [(REACH, bound) for bound, one in patterns.items() if bound != "not" and one.behind.match(behind)]
    return min(found)[1] if found else ""
