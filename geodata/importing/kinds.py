"""What kind of incident a row is, by its words; words that are not known, and words that name several kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geodata.importing.cells import Cells
from geodata.importing.row_words import SAYS_OTHER, said
from geodata.tables.layout import key_of
from geodata.tables.table import Table
from geodata.vocabulary import Family, IncidentType

# A column of kinds of accidents: what can be a clash elsewhere, "Столкновение", is a collision there.
OF_ACCIDENTS = re.compile(r"(?:^|_)(?:dtp|accident|acidente|crash(?:es)?|collisions?|siniestros?|kaza|unfall)")
FOUGHT = re.compile(r"arm|combat|battle|fight|gunm|бой|боев|воор|збро|enfrent|tirote", re.IGNORECASE)
ACCIDENT = IncidentType.TRANSPORT_ACCIDENT.value
# In a table of attacks, "Explosion" is none of gas or fireworks.
EXPLOSION = re.compile(r"\s*(?:explosions?|blasts?)\s*", re.IGNORECASE)
BARE = IncidentType.EXPLOSION_ACCIDENT.value
ATTACKS = frozenset([Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK])
SEVERAL_WORDS = re.compile(r"\s*(?:[,;|+]|\band/or\b)\s*")


def is_strange(words: str, table: Table) -> bool:
    """Whether words for a kind of incident are not known; "other" is."""
    return bool(said(words)) and not SAYS_OTHER.search(words) and table.layout.type_of(words) == IncidentType.OTHER


def names_several(words: str, table: Table) -> bool:
    """Whether words for a kind of incident name several: "Airstrike and/or Artillery"."""
    parts = SEVERAL_WORDS.split(words)
    kinds = {table.layout.type_of(part) for part in parts} - {IncidentType.OTHER.value} if len(parts) > 1 else ()
    return len(kinds) > 1


def kind_of(words: str, table: Table) -> str:
    """The kind that words name; of several, the first that is known."""
    if not names_several(words, table):
        return table.layout.type_of(words)
    kinds = map(table.layout.type_of, SEVERAL_WORDS.split(words))
    return next(kind for kind in kinds if kind != IncidentType.OTHER)


def among_attacks(known: Mapping[str, str]) -> bool:
    """Whether words for kinds are those of attacks: two kinds at least, and none of an accident or natural hazard."""
    others = {kind for words, kind in known.items() if not EXPLOSION.fullmatch(words)} - {IncidentType.OTHER.value}
    return len(others) > 1 and {IncidentType(kind).family for kind in others} <= ATTACKS


def types(cells: Cells) -> list[str]:
    usual = cells.table.usual_type
    known = {words: kind_of(words, cells.table) if words.strip() else usual for words in set(cells.kinds)}
    if any(our == "type" and OF_ACCIDENTS.search(key_of(header)) for header, our in cells.table.columns.items()):
        known = {
            words: ACCIDENT if kind == IncidentType.ARMED_CLASH and not FOUGHT.search(words) else kind
            for words, kind in known.items()
        }
    if BARE in known.values() and among_attacks(known):
        known |= {words: IncidentType.EXPLOSION_DEVICE.value for words in known if EXPLOSION.fullmatch(words)}
    return (
        [known[words] if known[words] != IncidentType.OTHER else usual for words in cells.kinds]
        if cells.kinds
        else [usual] * cells.size
    )
