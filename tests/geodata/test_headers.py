"""Headers in other languages, alone and with qualifying words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from geodata.tables import headers
from geodata.tables.headers import LONGEST, other_languages, over_kinds
from geodata.tables.layout import OTHER, columns_of, key_of, layouts

MEANT = [
    ("Lieu de l’accident", "place"), ("Date de l'attaque", "date_start"), ("Personnes décédées", "killed"), ("Bilan blessés", "injured"),
    ("Fecha del siniestro", "date_start"), ("Lugar de los hechos", "place"), ("Víctimas mortales", "killed"), ("Personas heridas", "injured"),
    ("Local do acidente", "place"), ("Pessoas mortas", "killed"), ("Total de feridos", "injured"), ("Luogo dell'incidente", "place"),
    ("Totale feriti", "injured"), ("Datum des Unfalls", "date_start"), ("Verletzte gesamt", "injured"), ("Tempat Kejadian", "place"),
    ("Jumlah Korban Meninggal", "killed"), ("Toplam ölü", "killed"), ("Miejsce wypadku", "place"), ("Liczba rannych", "injured"),
    ("Место происшествия", "place"), ("Кол-во погибших", "killed"), ("Дата обстрілу", "date_start"), ("Кількість загиблих", "killed"),
    ("عدد الجرحى", "injured"), ("تاريخ الهجوم", "date_start"), ("تعداد کشته", "killed"), ("מספר הרוגים", "killed"),
    ("घायलों की संख्या", "injured"), ("사망자 수", "killed"), ("Počet zraněných", "injured"), ("Data incidentului", "date_start"),
    ("Numero dell'evento", ""), ("Fecha de registro del evento", ""), ("Hora del hecho", ""), ("Personas desaparecidas", ""),
    ("Total de vehículos", ""), ("Victimes", ""), ("Nombre de familles", ""), ("Date", "date_start"), ("Korban hilang", ""), ("Fine", ""), ("Barrio", ""), ("Airport", ""), ("Distrito", "place"), ("yr", ""), ("stn", ""),
]  # fmt: skip


@pytest.mark.parametrize("field", other_languages())
def test_each_header_means_its_field_and_no_other(field: str) -> None:
    """No field takes another's header. A lone latitude or longitude has no meaning, so the test adds the other one."""
    both = {"lat": ["lon"], "lon": ["lat"]}.get(field, [])
    for header in other_languages()[field]:
        assert columns_of(layouts()[OTHER], [header, *both]).get(header) == field, header


@pytest.mark.parametrize(("header", "field"), MEANT)
def test_headers_with_what_they_are_of(header: str, field: str) -> None:
    assert columns_of(layouts()[OTHER], [header]).get(header, "") == field


KINDS = tomllib.loads(Path(headers.__file__).with_name("kinds.toml").read_text("utf-8"))


@pytest.mark.parametrize(("word", "example"), KINDS.items())
def test_each_word_for_kinds_has_a_header_that_needs_it(word: str, example: str) -> None:
    others = re.compile(rf"(?:^|_)(?:{'|'.join(other for other in KINDS if other != word)})(?:_|$)")
    assert over_kinds().search(key_of(example))
    assert not others.search(key_of(example))


@pytest.mark.parametrize("header", ["Typed by", "Eventually", "Vidéo", "Tips", "Notes"])
def test_headers_that_are_not_over_kinds(header: str) -> None:
    assert not over_kinds().search(key_of(header))


def test_the_header_that_means_a_field_alone_comes_first() -> None:
    assert columns_of(layouts()[OTHER], ["Nombre total de morts", "Morts"]) == {"Morts": "killed"}


def test_a_long_header_is_not_looked_through() -> None:
    header = f"Personnes {'x' * LONGEST} morts"
    assert columns_of(layouts()[OTHER], [header]) == {}
