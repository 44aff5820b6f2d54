"""A cheap check whether a text may report an incident, so that the networks can skip other news."""

from __future__ import annotations

import math
import re
from collections import deque

# Stems of the words that report incidents, and words whose stem begins others: "war" begins "warm". A text with none of them
# reports no incident.
STEMS = """
    abduct accident ambush arson assassin assault attack avalanche ablaze aftershock barrag beheaded blast blaze blew blown
    bodies body bomb bury buried capsiz captur casualt clash collaps collid collision combat conflict crash cyclone damag
    death decease derail destroy destruct detonat disaster disease drone drown dying earthquake epidemic erupt explo fatal
    fight fire firing flame flood fought genocide grenade gun harm hijack homicid hostage hurricane hurt infect injur
    inferno invasion kidnap kill landslide lynch magnitude massacr militant missile missing mortar mudslide murder offensive
    outbreak overdos overturn plow plung poison protest quake raid rape riot rocket sank shot sink slain slay slid smash
    stab stampede storm strafe strike struck suicid terror tornado torch tortur toll tremor tsunami typhoon unrest uprising
    victim violen virus volcan wildfire wound wreck
""".split()
WORDS = """
    wars? warfare warplanes? warships? die[sd]? ram(?:s|med|ming)? hits? hitting mob(?:s|bed)? fell beat(?:s|en|ings?)?
    execut(?:e[sd]?|ing|ions?) dead burn(?:s|ed|t|ing)? batter(?:s|ed|ing)? shell(?:s|ed|ings?)? shoot(?:s|ings?|-?outs?)? deadly
""".split()
HARM = re.compile(rf"\b(?:{'|'.join(sorted(STEMS, key=len, reverse=True))}|(?:{'|'.join(WORDS)})\b)", re.IGNORECASE)
# A text needs CLOSE such words within NEAR characters, or one in every SPARSE words of the whole, but no more than ENOUGH. Of
# 5,238 marked incidents, five are in texts with fewer.
CLOSE, NEAR = 3, 500
SPARSE, ENOUGH = 120, 8


def may_tell_of_harm(text: str) -> bool:
    """Whether a text has enough of these words for the networks to read it."""
    needed = max(1, min(ENOUGH, math.ceil(len(text.split()) / SPARSE)))
    found: deque[int] = deque(maxlen=CLOSE)
    for number, match in enumerate(HARM.finditer(text), 1):
        found.append(match.start())
        if number >= needed or (number >= CLOSE and found[-1] - found[0] <= NEAR):
            return True
    return False
