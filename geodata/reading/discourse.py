"""Join the frames of all sentences into incidents: one event told five times is one incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spacy.tokens import Token

from geodata.reading.dates import Interval
from geodata.reading.frame import Frame
from geodata.reading.locations import Located, narrower, near_each_other
from geodata.reading.trigger_words import NOUNS
from geodata.vocabulary import DatePrecision, Family, FigureKind, IncidentType

T = IncidentType
RECENT = timedelta(days=10)
LATER = timedelta(days=14)  # victims die, and tolls are given, days after an event
VIOLENT = frozenset({Family.BOMBARDMENT, Family.BOMB, Family.BATTLE, Family.ATTACK})
# What one kind of event brings with it: a crash burns, an earthquake makes buildings collapse.
CONSEQUENCES = {
    T.TRANSPORT_ACCIDENT: {T.FIRE, T.EXPLOSION_ACCIDENT, T.VEHICLE_RAMMING, T.STRUCTURE_COLLAPSE},
    T.EARTHQUAKE: {T.STRUCTURE_COLLAPSE, T.STORM_FLOOD, T.FIRE},
    T.STORM_FLOOD: {T.STRUCTURE_COLLAPSE, T.TRANSPORT_ACCIDENT, T.FIRE},
    T.FIRE: {T.EXPLOSION_ACCIDENT, T.STRUCTURE_COLLAPSE, T.CROWD_CRUSH, T.EXPLOSION_DEVICE},
    T.EXPLOSION_ACCIDENT: {T.FIRE, T.STRUCTURE_COLLAPSE, T.EXPLOSION_DEVICE},
    T.PROTEST_RIOT: {T.SHOOTING, T.FIRE, T.ATTACK_OTHER, T.ARMED_CLASH},
    T.STRUCTURE_COLLAPSE: {T.FIRE, T.CROWD_CRUSH},
}


@dataclass(slots=True, eq=False)
class Cluster:
    """The frames that tell of one incident, in the order of the text."""

    frames: list[Frame] = field(default_factory=list)
    place: Located | None = None
    place_reason: str = ""
    interval: Interval | None = None
    interval_inherited: bool = False
    inherited_type: IncidentType | None = None
    background: bool = False
    aggregate: bool = False
    told_apart: int = 0  # events of its own that the text counts off: "the first attack", "the second"
    whole: Cluster | None = None  # the one that this was counted off from
    votes: dict[IncidentType, float] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return self.frames[0].sentence.number

    @property
    def last(self) -> int:
        return self.frames[-1].sentence.number

    @property
    def has_plural(self) -> bool:
        """Told as several events: "a series of attacks"."""
        return any(t.plural for f in self.frames for t in f.triggers if not t.harm)

    @property
    def figures(self) -> set[tuple[FigureKind, int | None, int | None]]:
        return {(figure.kind, figure.low, figure.high) for f in self.frames for figure in f.figures}

    @property
    def type(self) -> IncidentType | None:
        """The kind that most of the words name; specific words count more than "attack", early ones more than late."""
        votes = dict(self.votes)
        if not votes:
            return self.inherited_type
        for cause, effects in CONSEQUENCES.items():
            if cause in votes:
                for effect in effects & votes.keys():
                    votes[effect] *= 0.4
        kind = max(votes, key=lambda k: votes[k])
        burst = {t.token.lemma_.lower() for f in self.frames for t in f.triggers if t.type is None}
        return T.EXPLOSION_DEVICE if kind is T.ATTACK_OTHER and burst & {"explosion", "blast", "explode"} else kind

    def vote(self, frame: Frame) -> None:
        early = 2.5 if not self.frames else 1.5 if len(self.frames) == 1 else 1.0
        for trigger in frame.triggers:
            if trigger.type is not None:
                weight = 0.4 if trigger.generic or trigger.harm else 1.0
                told = early * weight * (0.5 if frame.harm_only else 1.0)
                self.votes[trigger.type] = self.votes.get(trigger.type, 0.0) + told

    def add(self, frame: Frame) -> None:
        self.vote(frame)
        self.frames.append(frame)
        if frame.place is not None and (self.place is None or sharper(frame.place, self.place)):
            self.place, self.place_reason = named_within(frame.place, self.place), ""
        if frame.date is not None and better_interval(frame.date.interval, self.interval, self.interval_inherited):
            self.interval, self.interval_inherited = frame.date.interval, False
        self.aggregate = self.aggregate or frame.aggregate


def sharper(new: Located, old: Located) -> bool:
    if new.key == old.key:
        return False
    if new.geocode is None:
        return old.geocode is not None and old.geocode.precision.is_area and new.mention.key != old.mention.key
    return old.geocode is None or narrower(new, old)


def named_within(new: Located, old: Located | None) -> Located:
    """A place that the gazetteer lacks is drawn as the area that holds it, and says so."""
    if new.geocode is not None or old is None or old.geocode is None:
        return new
    reason = f"not in the gazetteer; somewhere in {old.mention.name}"
    return replace(new, geocode=replace(old.geocode, reason=reason, score=min(old.geocode.score, 0.5)))


def better_interval(new: Interval, old: Interval | None, inherited: bool) -> bool:
    if new.start is None or (new.weak and old is not None and old.start is not None):
        return old is None
    if old is None or old.start is None or inherited or old.weak:
        return True
    if old.end is None or new.end is None:
        return False
    return (new.end - new.start) < (old.end - old.start) and overlap(new, old)


def overlap(a: Interval | None, b: Interval | None) -> bool:
    """Whether two times may be one; what cannot be told may be any."""
    if a is None or b is None or a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end


def compatible(a: IncidentType | None, b: IncidentType | None) -> bool:
    """Whether two words may name one event."""
    if a is None or b is None or a is b:
        return True
    if b in CONSEQUENCES.get(a, ()) or a in CONSEQUENCES.get(b, ()):
        return True
    return (a.family is b.family and a.family is not Family.ACCIDENT) or (a.family in VIOLENT and b.family in VIOLENT)


def comes_first(token: Token) -> bool:
    """ "The shooting followed two attacks in ...": what is followed is the earlier one."""
    for node in (token, *token.ancestors):
        if node.dep_ == "dobj" and node.head.lemma_.lower() == "follow":
            subject = next((c for c in node.head.children if c.dep_ == "nsubj"), None)
            return subject is not None and (subject.lemma_.lower() in NOUNS or subject.lower_ in ("it", "this", "which"))
        if node.pos_ in ("VERB", "AUX") and node != token:
            return False
    return False


def frame_type(frame: Frame) -> IncidentType | None:
    strong = [t.type for t in frame.triggers if t.type is not None and not t.generic and not t.harm]
    return strong[0] if strong else next(iter(frame.types), None)


class Discourse:
    """Reads the frames in order and keeps the incidents told so far."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.clusters: list[Cluster] = []
        self.current: Cluster | None = None
        self.latest: Cluster | None = None

    def read(self, frames: Iterable[Frame]) -> list[Cluster]:
        for frame in frames:
            self.take(frame)
        for cluster in self.clusters:
            if cluster.told_apart > 1 and any(f.figures for f in cluster.frames):
                cluster.aggregate = True
        return self.clusters

    def take(self, frame: Frame) -> None:
        cluster = self.home_of(frame)
        if self.is_one_of_several(frame, cluster):
            cluster = self.told_apart(frame, cluster or self.latest)
        elif cluster is None:
            if not self.may_begin(frame):
                return
            cluster = self.begin(frame)
        else:
            cluster.add(frame)
        self.latest = cluster
        if not cluster.background:
            self.current = cluster

    def is_one_of_several(self, frame: Frame, home: Cluster | None) -> bool:
        """ "The second attack ... killing eight", "In a third incident ...": an event of its own at the place told before."""
        whole = home or self.latest
        if frame.aggregate or frame.place is not None or whole is None or whole.place is None:
            return False
        if frame.ordinal and any(not f.part and not f.implied for f in frame.figures):
            return True
        return frame.another and not frame.definite and any(t.type for t in frame.triggers if not t.generic)

    def told_apart(self, frame: Frame, whole: Cluster | None) -> Cluster:
        cluster = Cluster()
        if whole is not None:
            cluster.place, cluster.place_reason = whole.place, "the place is that of the event told before"
            cluster.interval, cluster.interval_inherited = self.time_before(whole), True
            cluster.inherited_type = whole.type
            cluster.whole = whole.whole or whole
            cluster.whole.told_apart += bool(frame.figures)
        cluster.add(frame)
        if cluster.inherited_type is not None and all(t.generic or t.type is None for t in frame.triggers):
            cluster.votes[cluster.inherited_type] = 9.0
        self.clusters.append(cluster)
        return cluster

    def time_before(self, cluster: Cluster) -> Interval | None:
        """The time of a cluster, else of the last one of the report's own story that has one."""
        dated = [c.interval for c in self.clusters if c.interval and c.interval.start and not c.background]
        return cluster.interval or (dated[-1] if dated else None)

    def begin(self, frame: Frame) -> Cluster:
        cluster = Cluster()
        before = self.latest
        cluster.add(frame)
        cluster.background = self.is_past(frame)
        close = before is not None and frame.sentence.number - before.last <= 2
        meanwhile = frame.another or frame.sentence.span[0].lower_ in ("meanwhile", "elsewhere", "also", "separately")
        listed = before is not None and (before.aggregate or before.interval_inherited or meanwhile)
        if before is not None and close and listed and not frame.aggregate:
            if cluster.interval is None:
                cluster.interval, cluster.interval_inherited = self.time_before(before), True
            if cluster.type is None and not meanwhile:
                cluster.inherited_type = before.type
        elif before is not None and close and cluster.type is None and cluster.place is not None:
            cluster.inherited_type = before.type
        self.clusters.append(cluster)
        return cluster

    def may_begin(self, frame: Frame) -> bool:
        """Whether a frame that fits no incident so far tells of one of its own."""
        if frame.aggregate:
            return bool(frame.figures)
        named = [t for t in frame.triggers if not t.harm and not t.weak]
        if frame.place is None:
            if self.clusters and not (frame.figures and named and frame.date):
                return False
            return bool(frame.figures) or any(t.type for t in named)
        if frame.place.geocode is not None and frame.place.geocode.precision.is_area and self.clusters:
            return (
                bool(frame.figures)
                or (frame.another and bool(frame.types))
                or (frame.date is not None and bool(named) and not frame.definite)
            )
        if frame.harm_only:
            return bool(frame.figures)
        return True

    def is_past(self, frame: Frame) -> bool:
        """Plainly before what the report newly tells."""
        interval = frame.date.interval if frame.date else None
        if any(comes_first(t.token) for t in frame.triggers):
            return True
        if interval is not None:
            if interval.past:
                return True
            if interval.end is not None and self.published is not None:
                return interval.end < self.published - RECENT
        return frame.past_cue and any(t.another or t.plural for t in frame.triggers)

    def home_of(self, frame: Frame) -> Cluster | None:
        """The incident that a frame tells more of; None for a new one."""
        if frame.aggregate:
            sums = {(f.kind, f.low, f.high) for f in frame.figures}
            told = [c for c in self.clusters if not c.aggregate and frame.place is None and c.has_plural and c.figures & sums]
            return next((c for c in (*told, *self.clusters) if (c.aggregate or c in told) and self.agrees(c, frame)), None)
        if frame.place is None:
            return self.home_without_place(frame)
        fitting = [c for c in self.clusters if not c.aggregate and self.agrees(c, frame)]
        if not fitting or frame.another:
            return None
        exact = [c for c in fitting if c.place is not None and frame.place is not None and c.place.key == frame.place.key]
        placeless = [c for c in fitting if c.place is None]
        near = [c for c in fitting if c.place is not None and c not in exact]
        for group in (exact, near, placeless):
            if group:
                return self.likeliest(group)
        return None

    def agrees(self, cluster: Cluster, frame: Frame) -> bool:
        """Whether place, time and kind of a frame allow it to belong to a cluster."""
        if not compatible(cluster.type, frame_type(frame)):
            return False
        if frame.place is not None and cluster.place is not None and not near_each_other(frame.place, cluster.place):
            return False
        interval = frame.date.interval if frame.date else None
        if interval is not None and not cluster.interval_inherited and not overlap(interval, cluster.interval):
            near_misses = (
                cluster.interval is not None
                and interval.start
                and cluster.interval.start
                and (abs((interval.start - cluster.interval.start).days) <= 1)
                and DatePrecision.DAY is interval.precision
            )
            later = (
                interval.start
                and cluster.interval
                and cluster.interval.end
                and (timedelta(0) <= interval.start - cluster.interval.end <= LATER)
            )
            if not (near_misses and frame.definite) and not (later and frame.harm_only and frame.place is None):
                return False
        if interval is not None and cluster.interval is None and self.is_past(frame) and not cluster.background:
            return frame.definite or cluster.place is None
        return not (
            cluster.background and interval is None and frame.place is None and frame.sentence.number - cluster.last > 1
        )

    def home_without_place(self, frame: Frame) -> Cluster | None:
        if frame.another and frame.figures and frame.date:
            return None
        number = frame.sentence.number
        order = [c for c in (self.latest, self.current) if c is not None]
        if frame.definite and self.current is not None and (self.latest is not self.current) and self.latest is not None:
            adjacent = number - self.latest.last <= 1 and frame.sentence.paragraph == self.latest.frames[-1].sentence.paragraph
            order = [self.latest, self.current] if adjacent else [self.current]
        elif (
            self.latest is not None
            and self.latest.background
            and frame.sentence.paragraph != self.latest.frames[-1].sentence.paragraph
        ):
            order = [c for c in (self.current,) if c is not None] or order
        for cluster in order:
            if not cluster.aggregate and self.agrees(cluster, frame):
                return cluster
        for cluster in reversed(self.clusters):
            if not cluster.aggregate and not cluster.background and self.agrees(cluster, frame):
                return cluster
        if not frame.figures and not any(t.type for t in frame.triggers):
            return self.current
        return None

    def likeliest(self, group: Sequence[Cluster]) -> Cluster:
        return self.current if self.current is not None and self.current in group else group[-1]
