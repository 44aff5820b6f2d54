"""Words that say that no one was hurt, as "no casualties", or whom nothing worse happened to than arrest or rescue. The examples
are in `people.py`."""

from __future__ import annotations

import re

NOBODY = re.compile(
    r"\b(?:no(?:t a single| known| reported| direct| immediate| reports? of(?: any)?(?: other| further)?| immediate reports? of(?: any)?| word of| serious| major| further| other| new|"
    r" confirmed| civilian| human| u\.?s\.?| american)?[ -](?:one|body|persons?|people|congregants|(?:reports? of )?(?:damage or )?casualt\w+|deaths?|fatalit\w+|injur\w+|loss of life|"
    r"victims?|wounded|dead|lives|(?:women|men)(?: (?:or|and) children)?|soldiers?|troops|service members?|personnel|civilians?|passengers?|crew|students?|children|members|patients|police)\b(?!.*\bsurviv)|nobody|none of(?!.*\bsurviv)|none(?! of)|"
    r"no (?:[\w.-]+ ){0,3}(?:were|was|are|is|have been|has been|had been) (?:(?:reported|immediately|also) )?(?:hurt|injured|harmed|killed|wounded)|no life loss|no harm|no loss of lives|"
    r"unharmed|unhurt|uninjured|unscathed|without (?:causing )?(?:injur\w+|casualt\w+|loss of life|any)|"
    r"(?:did not|didn.t|does not) (?:cause|result in|report) (?:any )?(?:casualt|injur|death|damage)\w*|"
    r"\ball (?:of )?(?:the )?(?:[\w-]+ ){0,5}(?:survive[ds]?|are safe|were rescued|were (?:found|picked up|pulled out|brought out)(?: [\w-]+){0,5} alive)(?! (?:[\w ,]+ )?(?:with|but)\b)|not (?:been )?(?:hurt|injured|harmed|killed|affected)|escaped (?:unhurt|injury|without)|neither(?!.*\bsurviv))\b",
    re.IGNORECASE,
)
# The networks mark only the "no" of "no casualties", or the "was not" of "was not injured".
ONLY_NOT = re.compile(
    r"(?:(?:was|were|is|are|has|have|had|been|did)\s+)*not?|(?:[\w.’'-]+\s){1,4}(?:was|were|has been|have been)\s+not",
    re.IGNORECASE,
)
AFTER_NO = 50  # characters after such words to read
# "35 were rescued", "detained two", but not "two were detained and one killed"
SPARED = re.compile(
    r"(?:^|\b(?:was|were|been|being|are|is)\s+(?:also\s+|\w+ly\s+)?)(?:detain|captur|arrest|rescu|apprehend)\w*\b",
    re.IGNORECASE,
)
HARM = re.compile(r"kill|gunned|dead|die[ds]|death|injur|wound|hurt|shot|hospital|fatal", re.IGNORECASE)


def were_spared(phrase: str) -> bool:
    """Whether a phrase names people who were only detained or rescued."""
    *_, last = (None, *SPARED.finditer(phrase))
    return last is not None and HARM.search(phrase, last.end()) is None
