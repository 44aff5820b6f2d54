"""Find a row's kind of incident from its words, and the words that are unknown or name several kinds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from geodata.gazetteer.names import fold
from geodata.importing.cells import Cells
from geodata.importing.row_words import SAYS_OTHER, said
from geodata.tables.layout import key_of
from geodata.tables.table import Table
from geodata.vocabulary import Family, IncidentType

# Headers for a table of accidents. There, "Столкновение" is a collision; elsewhere it can be a clash.
OF_ACCIDENTS = re.compile(r"(?:^|_)(?:dtp|accident|acidente|crash(?:es)?|collisions?|siniestros?|kaza|unfall)")
FOUGHT = re.compile(r"arm|combat|battle|fight|gunm|бой|боев|воор|збро|enfrent|tirote", re.IGNORECASE)
ACCIDENT = IncidentType.TRANSPORT_ACCIDENT.value
CAUSES = (  # of accidental explosions
    r"(?:gas|boiler|cylinder|factory|fireworks?|furnace|transformer|pipeline|tanker|coal|mill|plant|refinery|chemical|dust"
    r"|firecracker|cracker|mina\b|mines?\b|bergwerk|shakht|quarry|controlled|population"
    r"|violence|polvora|miniere|rock blast|stove|heater|accident|kotl|kessel"
    r"|\bgazu?\b|gazov|\bvzryvy? (?:\w+ )?gaza\b|zavod|fabri[ckq])"
)
ACCIDENTAL = re.compile(CAUSES, re.IGNORECASE)
# In a table of attacks, "Explosion" does not mean gas or fireworks.
EXPLOSION = re.compile(
    rf"(?!.*{CAUSES})"
    r"\s*(?:(?:[\w-]+ ){0,3}(?:explosions?|blasts?)|explosion|explosao|esplosione|vibukh|vzryv|wybuch|patlama|ledakan)"
    r"(?: (?:at|in|near|on|outside|v|u|w|na|en|a|au|dans|im|am|bei|di|pid chas) .{1,60})?\s*",
    re.IGNORECASE,
)
EXPLOSION_YES = (
    "Взрыв в метро", "Explosion at metro station", "Explosion", "Imambargah blast", "Blast at a mosque", "Взрыв", "Explosión",
    "Explosion in Gaza",
)  # fmt: skip
EXPLOSION_NO = (
    "Explosión en mina de carbón", "Population explosion", "Gas explosion", "Blast at a cracker unit", "Boiler blast",
    "Explosion of violence", "Взрыв газа", "Вибух газу",
)  # fmt: skip
TERROR = re.compile(r"(?:^|_)(?:attacks?|terror\w*)(?:_|$)")  # in a header of kinds
LONGEST = 100  # characters
BARE = IncidentType.EXPLOSION_ACCIDENT.value
ATTACKS = frozenset([Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK])
SEVERAL_WORDS = re.compile(r"\s*(?:[,;|+]|\band/or\b)\s*")


def is_strange(words: str, table: Table) -> bool:
    """Whether words for a kind of incident are unknown. "other" is known."""
    return bool(said(words)) and not SAYS_OTHER.search(words) and table.layout.type_of(words) == IncidentType.OTHER


def names_several(words: str, table: Table) -> bool:
    """Whether words name several kinds of incident: "Airstrike and/or Artillery"."""
    parts = SEVERAL_WORDS.split(words)
    kinds = {table.layout.type_of(part) for part in parts} - {IncidentType.OTHER.value} if len(parts) > 1 else ()
    return len(kinds) > 1


def kind_of(words: str, table: Table) -> str:
    """Return the kind that words name; of several, the first known one."""
    if not names_several(words, table):
        return table.layout.type_of(words)
    kinds = map(table.layout.type_of, SEVERAL_WORDS.split(words))
    return next(kind for kind in kinds if kind != IncidentType.OTHER)


def unclear_explosions(cells: Cells, types: Sequence[str]) -> Counter[str]:
    """Count the words for an explosion that name no accidental cause, in rows that count as accidents. Return nothing for a
    table whose header says that it lists accidents."""
    if is_of_accidents(cells) or not cells.kinds or BARE not in types:
        return Counter()
    bare = (words for words, kind in zip(cells.kinds, types, strict=True) if kind == BARE)
    return Counter(words for words in bare if len(words) <= LONGEST and not ACCIDENTAL.search(fold(words)))


def is_of_accidents(cells: Cells) -> bool:
    """Whether the header of the kinds says that they are accidents."""
    return any(our == "type" and OF_ACCIDENTS.search(key_of(header)) for header, our in cells.table.columns.items())


def among_attacks(known: Mapping[str, str]) -> bool:
    """Whether a table's kinds are attacks: at least two kinds, or only bombs, and no accident or natural hazard."""
    others = {kind for words, kind in known.items() if kind != BARE or not is_explosion(words)} - {IncidentType.OTHER.value}
    is_sure = len(others) > 1 or others == {IncidentType.EXPLOSION_DEVICE.value}
    return is_sure and {IncidentType(kind).family for kind in others} <= ATTACKS


def is_explosion(words: str) -> bool:
    """Whether words name an explosion without an accidental cause."""
    return len(words) <= LONGEST and EXPLOSION.fullmatch(fold(words)) is not None


def types(cells: Cells) -> list[str]:
    usual = cells.table.usual_type
    known = {words: kind_of(words, cells.table) if words.strip() else usual for words in set(cells.kinds)}
    if is_of_accidents(cells):
        known = {
            words: ACCIDENT if kind == IncidentType.ARMED_CLASH and not FOUGHT.search(words) else kind
            for words, kind in known.items()
        }
    headers = (key_of(header) for header, our in cells.table.columns.items() if our == "type")
    if BARE in known.values() and (among_attacks(known) or any(map(TERROR.search, headers))):
        known |= {
            words: IncidentType.EXPLOSION_DEVICE.value for words, kind in known.items() if kind == BARE and is_explosion(words)
        }
    if not cells.kinds:
        return [usual] * cells.size
    found = [known[words] if known[words] != IncidentType.OTHER else usual for words in cells.kinds]
    if BARE in found and any(actors := cells.told("actor")):  # an explosion with an actor is an attack
        found = [
            IncidentType.EXPLOSION_DEVICE.value if kind == BARE and actor and is_explosion(words) else kind
            for kind, actor, words in zip(found, actors, cells.kinds, strict=True)
        ]
    return found
