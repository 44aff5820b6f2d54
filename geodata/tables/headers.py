"""Headers in other languages: the words of `headers.toml`, alone or with words for the event or people that they belong to.

"Lieu de l'accident", "Fecha del ataque", "Дата происшествия" are a place and days; "Personnes décédées" and "Liczba rannych"
are the dead and the injured.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

# Words for events, as `layout.key_of` writes them, each in the form that follows "of".
EVENTS = (
    "evenement|levenement|incident|lincident|accident|laccident|attaque|lattaque|attentat|lattentat|drame|sinistre|catastrophe"
    "|survenue|faits|explosion|lexplosion"  # French
    "|evento|suceso|hechos?|accidente|incidente|ataque|atentado|siniestro|masacre|ocurrencia|desastre"  # Spanish
    "|emergencia|fenomeno|violencia"
    "|acidente|ocorrencia|facto|fato|sinistro|crime"  # Portuguese
    "|incidente|attacco|infortunio"  # Italian
    "|ereignis(?:ses)?|vorfalls?|unfalls?|angriffs?|anschlags?|einsatzes"  # German
    "|ongeval|voorval|aanslag"  # Dutch
    "|kejadian|kecelakaan|bencana|peristiwa|kemalangan"  # Indonesian, Malay
    "|zdarzenia|wypadku|ataku|katastrofy|udalosti|nehody|utoku"  # Polish, Czech
    "|proisshestviya|sobytiya|dtp|pozhara|ataki|avarii|obstrela|vzryva|terakta|udara|prileta"  # Russian
    "|podii|obstrilu|pozhezhi|vibukhu|udaru"  # Ukrainian
    "|incidentului|evenimentului|accidentului"  # Romanian
    "|lhdth|lhdthh|lhjwm|lwqh|lnthk|lqsf|ltd|lnfjr|hdthh|rwydd"  # Arabic, Persian
    "|su_co|tai_nan|thien_tai|hyrv"  # Vietnamese, Hebrew
)
OF = r"(?:de_la|de_l|de_los|de_las|del|des|de|di|du|d|dell|dello|della|do|da|dos|das|der|van_het)"
AFTER = re.compile(rf"_(?:{OF}_)?(?:{EVENTS})$")
EVENT_FIELDS = frozenset({"date_start", "place", "type", "evidence"})
# "N° fallecidos", "Nb tués", "К-ть загиблих": words for the number of the people that the rest of the header names
NUMBER = (
    "n_o|n|no|nro|num|nr|ndeg|nb|nbre|cant|cantidad|numero|nombre|total|bilan|anzahl|zahl|jumlah|kilkist|k_t|k_saint|kolichestvo"
    "|kol_vo|chislo|qtd|quantidade|liczba|pocet|broj|antall?|aantal|numar|toplam|so|dd|tdd|msfr|arithmos|ilosc|celkem|totale"
)
PEOPLE = "personas|personnes|pessoas|persone|victimes|victimas|vitimas|korban"
BEFORE_PEOPLE = re.compile(rf"^(?:(?:{NUMBER})_(?:de_|di_|der_|d_)?)?(?:(?:{PEOPLE})_)?")
AFTER_PEOPLE = re.compile(
    r"_(?:totale?s?|gesamt|sayisi|confirmad[oa]s|confirmes|chelovek|osib|jiwa|myeong|ki_smkhya|smkhya|su|shu)$"
)
LONGEST = 60  # characters


@cache
def other_languages() -> dict[str, list[str]]:
    """The headers in other languages by field, in order of preference."""
    return tomllib.loads(Path(__file__).with_name("headers.toml").read_text("utf-8"))


@cache
def over_kinds() -> re.Pattern[str]:
    """A pattern that finds a word of `kinds.toml` in a header's key."""
    words = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))
    return re.compile(rf"(?:^|_)(?:{'|'.join(words)})(?:_|$)")


def meant(field: str, free: Mapping[str, str]) -> Iterator[str]:
    """Yield the headers in `free`, by their keys, that mean a field in another language: first those without other words."""
    words = other_languages().get(field, ())
    yield from (free[word] for word in words if word in free)
    bare = {less: header for key, header in free.items() if (less := without(key, field)) != key}
    yield from (bare[word] for word in words if word in bare)


@lru_cache(100_000)
def without(key: str, field: str) -> str:
    """Remove the words for the event of a day or place, or for the people of a number, from a header's key."""
    if len(key) > LONGEST:
        return key
    if field in ("killed", "injured"):
        return AFTER_PEOPLE.sub("", BEFORE_PEOPLE.sub("", key))
    return AFTER.sub("", key) if field in EVENT_FIELDS else key
