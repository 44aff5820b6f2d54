"""A cheap check whether a text may report an incident, so that the networks can skip other news."""

from __future__ import annotations

import re

# Stems of the words that report incidents. A text with none of them reports no incident.
STEMS = """
    abduct accident ambush arson assassin assault attack avalanche ablaze aftershock barrag batter beat beheaded blast blaze blew
    blown bodies body bomb burn bury buried capsiz captur casualt clash collaps collid collision combat conflict crash cyclone
    damag dead death decease derail destroy destruct detonat die disaster disease drone drown dying earthquake epidemic erupt
    execut explo fatal fell fight fire firing flame flood fought genocide grenade gun harm hijack hit homicid hostage
    hurricane hurt infect injur inferno invasion kidnap kill landslide lynch magnitude massacr militant missile missing mob
    mortar mudslide murder offensive outbreak overdos overturn plow plung poison protest quake raid ram rape riot rocket sank
    shell shoot shot sink slain slay slid smash stab stampede storm strafe strike struck suicid terror tornado torch tortur toll
    tremor tsunami typhoon unrest uprising victim violen virus volcan war wildfire wound wreck
""".split()
HARM = re.compile(r"\b(?:" + "|".join(sorted(STEMS, key=len, reverse=True)) + ")", re.IGNORECASE)


SHORT = 1_000  # characters; in a shorter text, one such word is enough
ENOUGH = 3  # such words in a longer text; of 1,501 marked articles with incidents, one has fewer


def may_tell_of_harm(text: str) -> bool:
    """Whether a text has enough of these words for the networks to read it."""
    needed = 1 if len(text) < SHORT else ENOUGH
    return sum(1 for _ in zip(HARM.finditer(text), range(needed), strict=False)) == needed
