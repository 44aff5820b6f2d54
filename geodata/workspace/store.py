"""The workspace: what it keeps, and the only way in and out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from geodata.errors import ReviewError
from geodata.geocoding.resolver import PRECISION
from geodata.records import Geocode, Incident, Place, Reading, Report
from geodata.serial import from_plain, to_plain
from geodata.vocabulary import GeoPrecision, ReviewState
from geodata.workspace import corrections, database, deleting, filing
from geodata.workspace import schema as s
from geodata.workspace.merging import Claim
from geodata.workspace.reviewing import Reviewing

EXACT_KM, NEAR_KM = 5.0, 50.0  # radius up to which a point on the map is a site, or near a town
PROGRAM = "Incident Atlas"  # the name for acts of the program
NOT_FOUND_AGAIN = "the report was read again and this was not found"


class Workspace(Reviewing):
    """Reports, incidents and reviews in one file, and the only way in and out."""

    def add(self, reading: Reading) -> list[int]:
        """Keep a report and its reading, and join it to the incidents that it also reports. Return the incidents' numbers.

        A report that is there already gets the new reading: corrections stay if their sentence is still in the text.
        """
        with self.writing() as db:
            return self._add(db, reading)

    def _add(self, db: Connection, reading: Reading) -> list[int]:
        report = reading.report
        if db.execute(select(s.reports.c.id).where(s.reports.c.id == report.id)).first():
            return self._replace(db, report.id, reading)
        db.execute(insert(s.reports).values(**report_row(reading), added=database.now()))
        numbers: list[int] = []
        for position, incident in enumerate(reading.incidents):
            claim = claim_of(report, incident, position)
            numbers.append(filing.join(db, claim, set(numbers)))
        return numbers

    def reports(self) -> list[Report]:
        """Return every report, newest first."""
        with self.reading() as db:
            rows = db.execute(select(s.reports).order_by(s.reports.c.published.desc(), s.reports.c.added.desc())).mappings()
            return [filing.report_of(row) for row in rows]

    def read_of(self, report_id: str) -> Reading:
        """Return a report's reading with the choices of places and the corrections applied."""
        with self.reading() as db:
            row = db.execute(select(s.reports).where(s.reports.c.id == report_id)).mappings().first()
            if row is None:
                raise ReviewError(f"no report {report_id}")
            report, toponyms, provenance, notes = filing.reading_of(row)
            chosen = choices_of(db, report_id)
            numbers = db.execute(
                select(s.claims.c.incident, func.min(s.claims.c.position))
                .where(s.claims.c.report == report_id)
                .group_by(s.claims.c.incident)
                .order_by(func.min(s.claims.c.position))
            )
            kept = [filing.kept_at(db, int(number)) for number, _ in numbers]
        return Reading(
            report=report,
            toponyms=tuple(replace(t, geocode=chosen.get(t.name, t.geocode)) for t in toponyms),
            incidents=tuple(k.incident for k in kept if k.state is not ReviewState.REJECTED),
            provenance=provenance,
            notes=notes,
        )

    def read_with(self) -> dict[str, str]:
        """Return the settings hash of each report's reader, by report id."""
        made = func.json_extract(s.reports.c.reading, "$.provenance.settings_hash")
        with self.reading() as db:
            return {str(ident): str(made_with) for ident, made_with in db.execute(select(s.reports.c.id, made))}

    def delete_report(self, report_id: str) -> deleting.Deleted:
        """Delete a report and everything that came from it; incidents of other reports stay. Return what `put_back` needs."""
        with self.writing() as db:
            return deleting.take_out(db, report_id)

    def put_back(self, deleted: deleting.Deleted) -> None:
        """Bring a deleted report back, with its incidents and their reviews."""
        with self.writing() as db:
            deleting.put_back(db, deleted)

    def replace_report(self, report_id: str, reading: Reading) -> list[int]:
        """Replace a report's reading with a new one, possibly of an edited text."""
        with self.writing() as db:
            return self._replace(db, report_id, reading)

    def change_details(self, report_id: str, report: Report) -> list[int]:
        """Change a report's outlet or address. What was read from its words stays, whoever read it."""
        with self.writing() as db:
            row = db.execute(select(s.reports).where(s.reports.c.id == report_id)).mappings().one()
            kept = filing.report_of(row)
            if not kept.same_words(report):
                raise ReviewError("the text, title, day or home of the report changed: read it again")
            claims = [
                claim
                for (number,) in db.execute(select(s.claims.c.incident).where(s.claims.c.report == report_id).distinct()).all()
                for claim in filing.claims_at(db, int(number))
                if claim.report_id == report_id and not is_added(db, claim)
            ]
            body = json.loads(row["reading"])
            incidents = [to_plain(claim.incident) for claim in sorted(claims, key=lambda c: c.position)]
            told = of_report(body | {"incidents": incidents, "report": to_plain(report)}, report.id)
            return self._replace(db, report_id, from_plain(Reading, told))

    def _replace(self, db: Connection, report_id: str, reading: Reading) -> list[int]:
        """Replace a reading. Claims whose sentence is still there stay with their incidents and so keep their corrections."""
        report = reading.report
        old = {int(n) for (n,) in db.execute(select(s.claims.c.incident).where(s.claims.c.report == report_id))}
        reviewed = {number: bool(filing.reviews_of(db, filing.kept_at(db, number).incident.id)) for number in old}
        before = [(number, claim) for number in old for claim in filing.claims_at(db, number) if claim.report_id == report_id]
        db.execute(delete(s.proposals).where(s.proposals.c.claim.in_([c.id for _, c in before])))
        db.execute(delete(s.claims).where(s.claims.c.report == report_id))
        if report.id == report_id:
            db.execute(update(s.reports).where(s.reports.c.id == report_id).values(**report_row(reading)))
        else:
            if db.execute(select(s.reports.c.id).where(s.reports.c.id == report.id)).first():
                raise ReviewError("a report with the same text, title, source and date already exists")
            db.execute(insert(s.reports).values(**report_row(reading), added=database.now()))
            db.execute(update(s.choices).where(s.choices.c.report == report_id).values(report=report.id))
            db.execute(delete(s.reports).where(s.reports.c.id == report_id))
        chosen = choices_of(db, report.id)
        stays: dict[str, str] = {}  # old claim to new claim
        kept: list[int] = []
        fresh: list[Claim] = []
        for position, incident in enumerate(reading.incidents):
            claim = claim_of(report, with_choice(incident, chosen), position)
            same = [(n, c) for n, c in before if c.id not in stays and still_stands(c.incident, incident)]
            number, old_claim = min(
                same, key=lambda pair: pair[1].incident.evidence.quote != incident.evidence.quote, default=(0, None)
            )
            if old_claim is None:
                fresh.append(claim)
                continue
            stays[old_claim.id] = claim.id
            filing.insert_claim(db, claim, number)
            kept.append(number)
        for number, claim in before:
            if claim.id in stays or claim.incident.evidence.quote not in report.part(claim.incident.evidence.field):
                continue
            if is_added(db, claim):
                filing.insert_claim(db, moved(claim, report), number)
                kept.append(number)
            elif reviewed[number]:
                filing.insert_claim(db, not_read_again(moved(claim, report)), number)
                filing.note(db, filing.kept_at(db, number).incident.id, PROGRAM, corrections.REOPEN, reason=NOT_FOUND_AGAIN)
                kept.append(number)
        for one, other in stays.items():
            for column in (s.apart.c.one, s.apart.c.other):
                db.execute(update(s.apart).prefix_with("OR IGNORE").where(column == one).values({column: other}))
        for number in old:
            filing.refresh(db, number, forget=True)
        numbers = list(kept)
        for claim in fresh:
            numbers.append(filing.join(db, claim, set(numbers)))
        return numbers

    def choose_place(self, report_id: str, name: str, geocode: Geocode, who: str) -> None:
        """Remember which place a name in a report means; the report's incidents there move to it."""
        if not who.strip():
            raise ReviewError("enter your name first: choices are stored with a name")
        with self.writing() as db:
            db.execute(delete(s.choices).where((s.choices.c.report == report_id) & (s.choices.c.name == name)))
            body = json.dumps(to_plain(geocode), ensure_ascii=False)
            db.execute(insert(s.choices).values(report=report_id, name=name, geocode=body, who=who, at=database.now()))
            numbers = db.execute(select(s.claims.c.incident).where(s.claims.c.report == report_id).distinct()).all()
            for (number,) in numbers:
                for claim in filing.claims_at(db, int(number)):
                    if claim.report_id == report_id and claim.incident.place == name and claim.incident.toponym:
                        before = json.dumps(corrections.value_of(claim.incident, "place"))
                        placed = with_choice(claim.incident, {name: geocode})
                        body = json.dumps(to_plain(placed), ensure_ascii=False)
                        db.execute(update(s.claims).where(s.claims.c.id == claim.id).values(body=body))
                        after = json.dumps(corrections.value_of(placed, "place"))
                        ident = filing.kept_at(db, int(number)).incident.id
                        filing.note(db, ident, who, corrections.CHOOSE, field="place", before=before, after=after)
                filing.refresh(db, int(number))


def report_row(reading: Reading) -> dict[str, Any]:
    report = reading.report
    body = {
        "toponyms": to_plain(reading.toponyms),
        "notes": list(reading.notes),
        "provenance": to_plain(reading.provenance),
    }
    published = report.published.isoformat() if report.published else None
    fields = {name: getattr(report, name) for name in filing.REPORT_FIELDS}
    return {"id": report.id, "published": published, **fields, "reading": json.dumps(body, ensure_ascii=False)}


def claim_of(report: Report, incident: Incident, position: int) -> Claim:
    ident = filing.digest(f"{report.id}|{position}|{incident.id}")
    return Claim(
        id=ident,
        incident=incident,
        source=report.source or report.title,
        report_id=report.id,
        told=report.published,
        position=position,
    )


def is_added(db: Connection, claim: Claim) -> bool:
    """Whether a person added a claim by hand."""
    return any(r.action == corrections.ADD for r in filing.reviews_of(db, claim.id))


def of_report(plain: Any, report_id: str) -> Any:
    """Return a reading's plain values with another report id in all evidence."""
    if isinstance(plain, list):
        return [of_report(item, report_id) for item in plain]
    if isinstance(plain, dict):
        return {k: report_id if k == "report_id" else of_report(v, report_id) for k, v in plain.items()}
    return plain


def still_stands(old: Incident, new: Incident) -> bool:
    """Whether an old and a new reading give the same incident: a common sentence, and the same place or type."""
    same_words = old.evidence.quote == new.evidence.quote or bool(
        {e.quote for e in old.sentences} & {e.quote for e in new.sentences}
    )
    return same_words and (old.place == new.place or old.type is new.type)


def not_read_again(claim: Claim) -> Claim:
    """Return a reviewed claim that a new reading does not give, marked so that it comes first in the review."""
    return replace(claim, incident=replace(claim.incident, confidence=0.0, reasons=(NOT_FOUND_AGAIN,)))


def moved(claim: Claim, report: Report) -> Claim:
    """Move a claim that no reading gives again to an edited text. If its figures all quote its evidence, all its parts do."""
    evidence = claim.incident.evidence
    start = report.part(evidence.field).find(evidence.quote)
    again = report.quote(evidence.field, start, start + len(evidence.quote))
    if {figure.evidence for figure in claim.incident.figures} <= {evidence}:
        return replace(claim, report_id=report.id, incident=corrections.quoting(claim.incident, again))
    return replace(claim, report_id=report.id, incident=replace(claim.incident, evidence=again, sentences=(again,)))


def chosen_point(name: str, place: Place) -> Geocode:
    """Return a place that a person picked for a name; a point on the map is as precise as the map showed it."""
    precision = PRECISION[place.feature]
    if place.feature == "SITE" and place.radius_km > EXACT_KM:
        precision = GeoPrecision.NEAR_SETTLEMENT if place.radius_km <= NEAR_KM else GeoPrecision.REGION
    return Geocode(
        place=place,
        precision=precision,
        radius_km=place.radius_km,
        score=1.0,
        reason=f"chosen by hand for {name}",
        geocoder="person",
    )


def choices_of(db: Connection, report_id: str) -> dict[str, Geocode]:
    rows = db.execute(select(s.choices.c.name, s.choices.c.geocode).where(s.choices.c.report == report_id))
    return {str(name): from_plain(Geocode, json.loads(body)) for name, body in rows}


def with_choice(incident: Incident, chosen: Mapping[str, Geocode]) -> Incident:
    """Return an incident at the place that a person chose for its name, if any."""
    if incident.toponym is None or incident.toponym.name not in chosen:
        return incident
    return replace(incident, toponym=replace(incident.toponym, geocode=chosen[incident.toponym.name]))
