"""Columns that divide the people of a row into groups: men, women and children, or civilians and combatants."""

from __future__ import annotations

import re
from collections.abc import Iterable

HARM = {
    "killed": r"(?:killed|dead|deaths?|fatalit(?:y|ies)|kia|deceased)",
    "injured": r"(?:injured|wounded|injuries|hurt|wia|feridos|heridos|lesionados|blesses|feriti|luka"
    r"|\w*verletzte|\w+shang(?:zhe)?)",
}
# The names of the groups in each division of people. Groups of different divisions count the same people twice.
UNKNOWN = r"unknown|unspecified|not_known|unidentified"
SHARES = (
    (r"men|males?|m", r"women|females?|f", r"child(?:ren)?|kids|minors", UNKNOWN),
    (r"men|males?", r"women|females?", r"boys", r"girls", r"child(?:ren)?|minors", UNKNOWN),
    (r"adults?", r"child(?:ren)?|kids|minors", UNKNOWN),
    (r"(?:total_)?(?:serious|severe)|graves?|gravi|berat", r"medi|moderate|moderados|menos_graves",
     r"(?:total_)?(?:minor|slight|light)|leves?|legers|lievi|leggeri|ringan"),
    (r"civilians?|noncombatants|non_combatants",
     r"combatants|fighters|militants?|insurgents?|rebels",
     r"soldiers|military|troops|security_forces?|police(?:men|_officers)?"),
)  # fmt: skip
# Single words for the severity of injuries: German, Chinese, Japanese, Korean.
HOW_BADLY = dict.fromkeys(("schwerverletzte", "zhongshang", "zhongshangzhe", "zhongshangrenshu", "jungsang"), "serious_injured")
HOW_BADLY |= dict.fromkeys(
    ("leichtverletzte", "qingshang", "qingshangzhe", "qingshangrenshu", "zhishang", "zhishangzhe", "gyeongsang"),
    "slight_injured",
)
YES = (
    ("Feridos graves", "Feridos leves"), ("Heridos graves", "Heridos leves"), ("Blessés graves", "Blessés légers"),
    ("Luka Berat", "Luka Ringan"), ("Feriti gravi", "Feriti lievi"),
    ("Feriti gravi", "Feriti medi", "Feriti lievi"),
    ("Schwerverletzte", "Leichtverletzte"), ("重伤", "轻伤"),
    ("重傷", "軽傷"), ("중상", "경상"),
    ("men killed", "women killed", "children killed"), ("Total.Serious.Injuries", "Total.Minor.Injuries"),
    ("killed_civilians", "killed_military"),
    ("Male deaths", "Female deaths"),
    ("Killed m", "Killed f"),
    ("Male killed", "Female killed", "Boys killed", "Girls killed", "Unknown killed"),
    ("Boys killed", "Girls killed", "Women killed", "Men killed"),
)  # fmt: skip
NO = (
    ("civilians killed",), ("civilians killed", "women killed"), ("men", "women"),
    ("men killed", "women killed", "girls killed", "children killed"), ("重伤", "轻伤", "轻微伤"),
    ("Lebensgefährlich Verletzte", "Schwerverletzte", "Leichtverletzte"),
    ("men killed", "adult men killed", "women killed"), ("civilians killed min", "soldiers killed"),
    ("Total", "men killed", "women killed"), ("civilians killed", "terrorists killed"),
)  # fmt: skip


def shared_out(keys: Iterable[str], kind: str) -> tuple[str, ...]:
    """The keys that divide the killed or the injured of a row into groups; empty if there is only one, or if another key that
    counts them may include the same people."""
    harm, keys = HARM[kind], list(keys)
    if any(re.fullmatch(r"(?:grand_)?(?:totals?|toll|sum|all)", plain(key)) for key in keys):
        return ()
    counting = [key for key in keys if re.search(rf"(?:^|_){harm}(?:_|$)", plain(key))]
    for parts in SHARES:
        found = [next((n for n, part in enumerate(parts) if is_of(key, part, harm)), None) for key in counting]
        if len(found) > 1 and None not in found and len(set(found)) == len(found):
            both = {"boys", "girls"} & {key.partition("_")[0] for key in counting}
            children = any(is_of(key, r"child(?:ren)?|minors", harm) for key in counting)
            if not (both and children):
                return tuple(counting)
    return ()


def is_of(key: str, part: str, harm: str) -> bool:
    return re.fullmatch(rf"(?:(?:number|no)_of_)?(?:(?:{part})_{harm}|{harm}_(?:{part}))", plain(key)) is not None


def plain(key: str) -> str:
    """A key with "_" for the dots of a JSON path or an R header, and with the words of `HOW_BADLY` in English."""
    return HOW_BADLY.get(key, key.replace(".", "_"))
