"""What a person does to an incident: confirm, correct, reject, split, merge, add, undo."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from geodata.errors import ReviewError
from geodata.records import Evidence, Geocode, Incident
from geodata.serial import to_plain
from geodata.vocabulary import IncidentType, ReviewState, Role
from geodata.workspace import corrections, database, filing, reconciling
from geodata.workspace import schema as s
from geodata.workspace.base import WorkspaceFile
from geodata.workspace.columns import row_of
from geodata.workspace.corrections import Review
from geodata.workspace.merging import Claim

MOST_COMPARED = 100  # incidents to compare one with, the nearest


def note_edits(db: Connection, incident_id: str, who: str, now: Incident, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        before, after = json.dumps(corrections.value_of(now, field)), json.dumps(value)
        filing.note(db, incident_id, who, corrections.EDIT, field=field, before=before, after=after)


class NotKept(Exception):
    """Raised to roll back a step whose result is only a preview."""

    def __init__(self, kept: filing.Kept) -> None:
        super().__init__()
        self.kept = kept


class Reviewing(WorkspaceFile):
    """A workspace that keeps every act with who did it, when, and the value before and after."""

    def history(self, incident_id: str) -> list[Review]:
        """Return what people did to an incident, in order, including undone acts."""
        with self.reading() as db:
            return filing.reviews_of(db, incident_id)

    def _act(self, incident_id: str, who: str, action: str, **more: Any) -> filing.Kept:
        with self.writing() as db:
            number = filing.number_of(db, incident_id)
            filing.note(db, incident_id, who, action, **more)
            filing.refresh(db, number)
            return filing.kept_at(db, number)

    def confirm(self, incident_id: str, who: str) -> filing.Kept:
        return self._act(incident_id, who, corrections.CONFIRM)

    def reject(self, incident_id: str, who: str, reason: str) -> filing.Kept:
        """Take an incident off the map; the reason stays with it."""
        if not reason.strip():
            raise ReviewError("give a reason: it is stored with the rejected incident")
        return self._act(incident_id, who, corrections.REJECT, reason=reason.strip())

    def reopen(self, incident_id: str, who: str) -> filing.Kept:
        return self._act(incident_id, who, corrections.REOPEN)

    def edit(self, incident_id: str, who: str, field: str, value: Any) -> filing.Kept:
        """Correct one field. `value`: in the shape that `corrections.value_of` returns."""
        return self.edit_many(incident_id, who, {field: value})

    def edit_many(self, incident_id: str, who: str, values: Mapping[str, Any]) -> filing.Kept:
        """Correct several fields, each as a separate act. If one value does not fit, change none."""
        now, values = self.get(incident_id).incident, corrections.in_order(values)
        corrections.all_checked(now, values)
        with self.writing() as db:
            number = filing.number_of(db, incident_id)
            note_edits(db, incident_id, who, now, values)
            filing.refresh(db, number)
            return filing.kept_at(db, number)

    def add_by_hand(
        self,
        report_id: str,
        who: str,
        evidence: Evidence,
        kind: IncidentType,
        role: Role = Role.MAIN,
        place: str | None = None,
        geocode: Geocode | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> filing.Kept:
        """Add an incident that the reader missed, with the sentence about it and `values` for further fields. If one of these
        does not fit, add nothing. The figures get the incident's claimant."""
        values = corrections.in_order(values or {})
        with self.writing() as db:
            row = db.execute(select(s.reports).where(s.reports.c.id == report_id)).mappings().first()
            if row is None:
                raise ReviewError(f"no report {report_id}")
            report = filing.report_of(row)
            if report.part(evidence.field)[evidence.start : evidence.end] != evidence.quote:
                raise ReviewError("the sentence is not in the report")
            count = db.execute(select(func.count()).where(s.claims.c.report == report_id)).scalar() or 0
            ident = filing.digest(f"{report_id}|hand|{evidence.start}|{kind}|{count}")
            incident = corrections.all_checked(corrections.by_hand(ident, evidence, kind, role, place, geocode), values)
            claim = Claim(
                id=ident,
                incident=incident,
                source=report.source or report.title,
                report_id=report_id,
                told=report.published,
                position=int(count) + 1000,
            )
            number = filing.new_incident(db, claim)
            ident = filing.kept_at(db, number).incident.id  # a different id if an addition like this was undone
            filing.note(db, ident, who, corrections.ADD, after=json.dumps(to_plain(incident)))
            filing.refresh(db, number)
            return filing.kept_at(db, number)

    def split(self, incident_id: str, claim_ids: Sequence[str], who: str) -> filing.Kept:
        """Move claims from an incident to a new one. They are never joined to it again unless a person asks."""
        with self.writing() as db:
            number = filing.number_of(db, incident_id)
            claims = filing.claims_at(db, number)
            out = [c for c in claims if c.id in set(claim_ids)]
            rest = [c for c in claims if c.id not in set(claim_ids)]
            if not out or not rest:
                raise ReviewError("choose some of the incident's claims, but not all")
            new_id = filing.digest(f"{incident_id}|split|{'|'.join(sorted(c.id for c in out))}|{database.now()}")
            row = row_of(replace(out[0].incident, id=new_id), ReviewState.UNREVIEWED, out[0].source, len(out))
            filing.freeze(db, number)
            new = int(db.execute(insert(s.incidents).values(**row)).inserted_primary_key[0])  # type: ignore[index]
            db.execute(update(s.claims).where(s.claims.c.id.in_([c.id for c in out])).values(incident=new))
            filing.hold_apart(db, [(one.id, other.id) for one in out for other in rest])
            after = json.dumps({"new": new_id, "claims": [c.id for c in out], "rest": [c.id for c in rest]})
            filing.note(db, incident_id, who, corrections.SPLIT, after=after)
            filing.refresh(db, number)
            filing.refresh(db, new)
            return filing.kept_at(db, new)

    def merge(self, incident_id: str, other_id: str, who: str) -> filing.Kept:
        """Join another incident's claims to an incident. The other is deleted; its corrections stay in the record."""
        with self.writing() as db:
            return self._merge(db, incident_id, other_id, who)

    def alike(self, incident_id: str, most: int) -> list[filing.Kept]:
        """Return incidents that may be the same event, most likely first: near in time and place and of a fitting kind. The
        other incidents of its report come after them."""
        with self.reading() as db:
            own = filing.number_of(db, incident_id)
            claim = filing.claims_at(db, own)[0]
            near = [n for n in filing.nearest(db, claim, MOST_COMPARED) if n != own]
            scored = [(reconciling.best_match(claim, filing.claims_at(db, n)).score, n) for n in near]
            likely = [n for score, n in sorted(scored, reverse=True) if score > 0]
            of_report = select(s.claims.c.incident).where(s.claims.c.report == claim.report_id).order_by(s.claims.c.position)
            others = [int(n) for (n,) in db.execute(of_report.limit(MOST_COMPARED)) if n != own]
            return [filing.kept_at(db, n) for n in [*dict.fromkeys([*likely, *others])][:most]]

    def merged_with(self, incident_id: str, other_id: str) -> filing.Kept:
        """Return what joining two incidents would give, without keeping it."""
        try:
            with self.writing() as db:
                raise NotKept(self._merge(db, incident_id, other_id, "preview"))
        except NotKept as found:
            return found.kept

    def _merge(self, db: Connection, incident_id: str, other_id: str, who: str) -> filing.Kept:
        number, other = filing.number_of(db, incident_id), filing.number_of(db, other_id)
        if number == other:
            raise ReviewError("an incident cannot be joined to itself")
        acts, theirs = filing.live_acts(db, incident_id), filing.live_acts(db, other_id)
        if theirs and not acts:  # keep the incident that a person worked on, in whichever order they were given
            number, other, incident_id, other_id, theirs = other, number, other_id, incident_id, []
        filing.freeze(db, number)
        filing.freeze(db, other)
        moved = [c.id for c in filing.claims_at(db, other)]
        mine = [c.id for c in filing.claims_at(db, number)]
        edits: list[int] = []
        touched = {act.field for act in acts}
        for act in (a for a in theirs if a.action == corrections.EDIT and a.field not in touched):
            filing.note(db, incident_id, act.who, act.action, field=act.field, before=act.before, after=act.after)
            edits.append(int(db.execute(select(func.max(s.reviews.c.id))).scalar_one()))
        pairs = filing.apart_between(db, moved, mine)
        told = {"other": other_id, "claims": moved, "apart": pairs, "edits": edits}
        db.execute(update(s.claims).where(s.claims.c.incident == other).values(incident=number))
        filing.forget_apart(db, moved, mine)
        filing.repoint_proposals(db, other, number, [*moved, *mine])
        filing.note(db, incident_id, who, corrections.MERGE, after=json.dumps(told))
        filing.refresh(db, other)
        filing.refresh(db, number)
        return filing.kept_at(db, number)

    def last_acts(self, who: str) -> list[Review]:
        """Return a person's last act that is not undone, or all acts of that moment on the same incident, in order."""
        with self.reading() as db:
            query = select(s.reviews.c.incident).where((s.reviews.c.who == who) & (s.reviews.c.undone == 0))
            query = query.where(s.reviews.c.action.not_in(corrections.LOG_ONLY))
            there = s.reviews.c.incident.in_(select(s.incidents.c.id))
            incident = db.execute(query.where(there).order_by(s.reviews.c.id.desc()).limit(1)).scalar()
            reviews = filing.reviews_of(db, str(incident)) if incident else []
        acts = [act for act in reviews if not act.undone and act.action not in corrections.LOG_ONLY]
        if not acts or acts[-1].who != who:  # someone else acted on it later
            return []
        if acts[-1].action in (corrections.MERGE, corrections.SPLIT):
            return acts[-1:]
        return [act for act in acts if (act.at, act.who) == (acts[-1].at, who)]

    def withdraw(self, incident_id: str) -> None:
        """Remove an incident that was added by hand, as if it had never been added."""
        with self.writing() as db:
            number = filing.number_of(db, incident_id)
            acts = [review for review in filing.reviews_of(db, incident_id) if not review.undone]
            if not acts or acts[0].action != corrections.ADD:
                raise ReviewError("this incident was not added by hand")
            if len(filing.claims_at(db, number)) > 1:
                raise ReviewError("other reports were joined to this incident; split it first")
            db.execute(delete(s.claims).where(s.claims.c.incident == number))
            filing.refresh(db, number, forget=True)

    def undo(self, incident_id: str, who: str) -> Review:
        """Undo the last act on an incident that is not undone yet. The act stays in the record, marked as undone."""
        with self.writing() as db:
            acts = [r for r in filing.reviews_of(db, incident_id) if not r.undone and r.action not in corrections.LOG_ONLY]
            if not acts:
                raise ReviewError("nothing is left to undo on this incident")
            last = acts[-1]
            number = filing.number_of(db, incident_id)
            if last.action == corrections.ADD:
                raise ReviewError("an incident added by hand cannot be undone; withdraw or reject it")
            if last.action in (corrections.SPLIT, corrections.MERGE):
                self._undo_move(db, number, last)
            db.execute(update(s.reviews).where(s.reviews.c.id == last.id).values(undone=1))
            filing.note(db, incident_id, who, corrections.UNDO, field=str(last.id))
            filing.refresh(db, number)
            return replace(last, undone=True)

    def _undo_move(self, db: Connection, number: int, act: Review) -> None:
        """Put claims back. Raise ReviewError if a later act moved them."""
        told = json.loads(act.after or "{}")
        split = act.action == corrections.SPLIT
        there = db.execute(select(s.incidents.c.number).where(s.incidents.c.id == told["new"])).scalar() if split else number
        query = select(s.claims.c.id).where(s.claims.c.id.in_(told["claims"]) & (s.claims.c.incident == there))
        if there is None or len(db.execute(query).all()) != len(told["claims"]):
            raise ReviewError("its claims were moved or deleted later; undo that change first")
        if split:
            db.execute(update(s.claims).where(s.claims.c.id.in_(told["claims"])).values(incident=number))
            filing.forget_apart(db, told["claims"], told["rest"])
            filing.refresh(db, int(there))
            return
        first = next(c for c in filing.claims_at(db, number) if c.id in told["claims"])
        row = row_of(replace(first.incident, id=told["other"]), ReviewState.UNREVIEWED, first.source, len(told["claims"]))
        other = int(db.execute(insert(s.incidents).values(**row)).inserted_primary_key[0])  # type: ignore[index]
        db.execute(update(s.claims).where(s.claims.c.id.in_(told["claims"])).values(incident=other))
        filing.hold_apart(db, told.get("apart", []))
        db.execute(update(s.reviews).where(s.reviews.c.id.in_(told.get("edits", []))).values(undone=1))
        filing.refresh(db, other)

    def proposals(self) -> list[tuple[filing.Kept, filing.Kept, float, tuple[str, ...]]]:
        """Return pairs that may be one event, for a person to decide, most certain first."""
        with self.reading() as db:
            joined = s.proposals.join(s.claims, s.proposals.c.claim == s.claims.c.id)
            rows = db.execute(
                select(s.claims.c.incident.label("mine"), s.proposals.c.incident, s.proposals.c.score, s.proposals.c.reasons)
                .select_from(joined)
                .order_by(s.proposals.c.score.desc())
            ).all()
            return [
                (filing.kept_at(db, int(mine)), filing.kept_at(db, int(other)), float(score), tuple(json.loads(reasons)))
                for mine, other, score, reasons in rows
                if mine != other
            ]

    def refuse(self, incident_id: str, other_id: str, who: str) -> None:
        """Keep two incidents separate: delete the proposal, and never join their claims unless a person asks."""
        with self.writing() as db:
            number, other = filing.number_of(db, incident_id), filing.number_of(db, other_id)
            mine, theirs = [c.id for c in filing.claims_at(db, number)], [c.id for c in filing.claims_at(db, other)]
            filing.hold_apart(db, [(one, two) for one in mine for two in theirs])
            filing.note(db, incident_id, who, corrections.REFUSE, after=json.dumps({"other": other_id}))
            for ids, target in ((mine, other), (theirs, number)):
                db.execute(delete(s.proposals).where(s.proposals.c.claim.in_(ids) & (s.proposals.c.incident == target)))
