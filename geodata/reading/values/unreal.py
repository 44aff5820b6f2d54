"""Sentences about what did not happen: plots that were only planned, drills, films and novels, markets that crash."""

from __future__ import annotations

import re
from dataclasses import dataclass

STORY = r"(?:film|movie|novel|thriller|book|play|tv series|series|episode|video game|comic|drama)"


@dataclass(frozen=True, slots=True)
class Rule:
    """`yes`: sentences about nothing real; `no`: similar sentences about something real."""

    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


RULES = (
    Rule(
        re.compile(rf"\b(?:in|of) (?:the|a|an|his|her|their|this|that) (?:\w+ )?{STORY}\b(?! (?:theat|festival|studio|shop|store|fair))", re.IGNORECASE),
        ("In the film, a bomb kills 12 people in Lahore.", "The heroine of the novel dies in a fire."),
        ("A fire in a film studio killed 12.", "He read a book when the bomb exploded."),
    ),
    Rule(
        re.compile(rf"\b(?:the|a|an|his|her|this) (?:\w+ )?{STORY}(?: \w+)? (?:opens|begins|starts|ends|tells|follows|depicts|shows|portrays|centres|centers)\b", re.IGNORECASE),
        ("The novel opens with a bomb that kills 40 people in Cairo.", "A new film tells of a crash in Lima."),
        ("The book shop was bombed.", "The play had begun when shots were fired."),
    ),
    Rule(
        re.compile(
            r"\b(?:foil|thwart|prevent|avert|uncover|disrupt|stop|expos)\w* (?:an?|the|what (?:\w+ ){1,3}was an?)? ?(?:\w+ ){0,2}(?:plot|plan|conspiracy)s?\b"
            r"|\b(?:plot(?:s|ted|ting)?|plan(?:s|ned|ning)?|conspir(?:ed|ing|acy)) to (?:kill|bomb|attack|murder|assassinate|blow up|shoot|massacre|carry out)\b",
            re.IGNORECASE,
        ),
        ("Police foiled a plot to kill 12 people in Lahore.", "They planned to bomb a station in Lyon."),
        ("Police foiled an attack on the mosque and killed one gunman.", "The plot of land burned."),
    ),
    Rule(
        re.compile(r"\b(?:drill|military exercise|(?:live-fire |joint |training |mock )exercises?|simulat(?:ed|ion|ing)|mock (?:attack|strike|casualt\w+))\b", re.IGNORECASE),
        ("The army held a drill in Busan in which a missile strike was simulated.", "A mock attack left 20 actors lying."),
        ("A drilling rig exploded and killed three.", "He did his exercises when shells fell."),
    ),
    Rule(
        re.compile(
            r"\b(?:people|persons|lives|civilians|deaths|children|women|men|victims)(?: (?:die[ds]?|(?:are|were) killed|killed))?"
            r" (?:a|per|each|every) (?:day|week|month|year)\b(?! (?:ago|after|later|earlier|before|of|since|old|into|on|in which)\b)",
            re.IGNORECASE,
        ),
        (
            "Traffic accidents kill about 1,200 people a year in Nairobi.",
            "An average of 12 people were killed every day in Gaza in March.",
        ),
        (
            "The strike killed 12 people a day after the truce.",
            "The blast killed three people a week ago.",
            "It killed ten people in a day.",
        ),
    ),
    Rule(
        re.compile(
            r"\b(?:shares?|stocks?|markets?|prices?|currenc(?:y|ies)|bitcoin|index|indices|futures|bonds?) (?:\w+ )?(?:crash|plung|tumbl|collaps|slump|explod|div|sank|sunk)\w*",
            re.IGNORECASE,
        ),
        ("Shares crashed in Tokyo on Monday, wiping out billions.", "Oil prices collapsed."),
        ("The market collapsed and buried twelve traders.", "A market was shelled."),
    ),
)  # fmt: skip
BURIES = re.compile(r"\b(?:buried|trapped|roof|rubble|traders|vendors|shoppers|killed|injured)\b", re.IGNORECASE)


def is_unreal(sentence: str) -> bool:
    """Whether a sentence is about something that did not happen."""
    return any(rule.pattern.search(sentence) and not (rule is RULES[-1] and BURIES.search(sentence)) for rule in RULES)
