"""What other codebooks call an incident."""

from __future__ import annotations

import pytest

from geodata.codes import acled_geo_precision, codes, ucdp_date_prec, ucdp_where_prec
from geodata.records import Evidence, Incident
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, Role


def incident(kind: IncidentType, sentence: str) -> Incident:
    evidence = Evidence(report_id="r", field="text", start=0, end=len(sentence), quote=sentence)
    return Incident(
        id="i", type=kind, role=Role.MAIN, toponym=None, start=None, end=None, date_precision=DatePrecision.UNKNOWN,
        evidence=evidence, sentences=(evidence,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "sentence", "event", "sub_event"),
    [
        (IncidentType.EXPLOSION_DEVICE, "A suicide bomber killed nine.", "Explosions/Remote violence", "Suicide bomb"),
        (IncidentType.EXPLOSION_DEVICE, "A mine killed nine.", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
        (IncidentType.SHELLING, "Shelling killed two.", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
        (IncidentType.AIR_STRIKE, "A drone strike killed two.", "Explosions/Remote violence", "Air/drone strike"),
        (IncidentType.SHOOTING, "Gunmen shot dead two.", "Violence against civilians", "Attack"),
        (IncidentType.ATTACK_OTHER, "They kidnapped two.", "Violence against civilians", "Abduction/forced disappearance"),
    ],
)
def test_acled_equivalents(kind: IncidentType, sentence: str, event: str, sub_event: str) -> None:
    found = codes(incident(kind, sentence))
    assert found is not None
    assert (found.acled_event, found.acled_sub_event) == (event, sub_event)


def test_an_accident_has_no_equivalent() -> None:
    assert codes(incident(IncidentType.TRANSPORT_ACCIDENT, "A bus crashed.")) is None


def test_precision_crosswalk() -> None:
    assert [ucdp_where_prec(p) for p in GeoPrecision] == [1, 1, 1, 2, 3, 4, 5, 6]
    assert [acled_geo_precision(p) for p in GeoPrecision] == [1, 1, 1, 2, 2, 3, 3, None]
    assert [ucdp_date_prec(p) for p in DatePrecision] == [1, 2, 3, 4, 5, None]
