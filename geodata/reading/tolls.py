"""Which of the figures that a report gives stands for an incident, and which are its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from geodata.reading.discourse import Cluster
from geodata.reading.figures import FigureMention
from geodata.vocabulary import FigureKind, IncidentType, Qualifier

T = IncidentType
K = FigureKind
Claimant = Callable[[FigureMention], "str | None"]
BOTH_SIDES = frozenset({T.ARMED_CLASH, T.AIR_STRIKE, T.SHELLING, T.MISSILE_STRIKE})
CONTRAST = frozenset("but while whereas however although though meanwhile contrast disputed conflicting".split())
EVERYBODY = frozenset("people person dead death other toll number civilian one fatality".split())


def choose_figures(
    cluster: Cluster, kind: IncidentType, claimant: Claimant
) -> tuple[dict[FigureKind, FigureMention], list[FigureMention]]:
    """One figure of each kind, and those that it replaces or that rival it."""
    by_kind: dict[FigureKind, list[FigureMention]] = {}
    for frame in cluster.frames:
        for figure in frame.figures:
            which = figure.kind
            if figure.attackers:
                which = K.ATTACKERS_KILLED if kind not in BOTH_SIDES else which
                if which is K.ATTACKERS_KILLED and figure.kind is not K.KILLED:
                    continue
            by_kind.setdefault(which, []).append(figure)
    single = {which for which, figures in by_kind.items() if any(f.implied and not f.definite for f in figures)}
    if single:
        for which in [w for w in by_kind if w not in single]:  # "the victim" of a figure told elsewhere
            by_kind[which] = [f for f in by_kind[which] if not f.definite]
    chosen, history = {}, []
    for which, figures in by_kind.items():
        best = pick([f for f in figures if not f.part or f.updated] or figures)
        if best is None:
            continue
        best = with_rivals(best, figures, claimant)
        chosen[which] = best if which is best.kind else replace(best, kind=which)
        history += [f for f in figures if f is not best and not f.implied and value(f) != value(best) and f.kind is which]
    return chosen, history


def value(figure: FigureMention) -> tuple[int | None, int | None]:
    return figure.low, figure.high


def size(figure: FigureMention) -> int:
    return figure.low if figure.low is not None else figure.high or 0


def pick(figures: Sequence[FigureMention]) -> FigureMention | None:
    """The figure to show: the latest update, else the largest that is told as a number; parts are smaller than wholes."""
    updates = [f for f in figures if f.updated]
    if updates:
        return updates[-1]
    counted = [f for f in figures if not f.implied]
    if counted:
        counted = [f for f in counted if not f.superseded] or counted
        counted = [f for f in counted if f.qualifier is not Qualifier.VAGUE] or counted
        whole = [f for f in counted if not f.another] or counted
        largest = max(size(f) for f in whole)
        if (added := by_severity(whole)) and size(added) > largest:
            return added
        same = [f for f in whole if size(f) == largest]
        if same[0].sentence.field == "title" and same[0].qualifier is Qualifier.EXACT:
            same.sort(key=lambda f: f.qualifier is Qualifier.EXACT)  # titles leave out "at least"
        return same[0]
    named = list({f.name: f for f in figures if f.name}.values())
    if len(named) > 1 and len(named) == len(figures):
        return summed(named)
    return figures[0] if figures else None


def with_rivals(best: FigureMention, figures: Sequence[FigureMention], claimant: Claimant) -> FigureMention:
    """The range over what different claimants say side by side: "police said 10, but doctors put it at 13"."""
    own = claimant(best)
    rivals = {value(best): best}
    for figure in figures:
        if figure.part or figure.implied or figure.updated or figure.another or figure.superseded or figure.parts:
            continue
        other = claimant(figure)
        if other and other != own and value(figure) != value(best) and is_contrast(figure, best):
            rivals.setdefault(value(figure), figure)
    if len(rivals) < 2 or best.updated or best.qualifier is Qualifier.VAGUE:
        return best
    best = min(rivals.values(), key=lambda f: (f.sentence.number, f.first))
    lows, highs = [f.low for f in rivals.values()], [f.high for f in rivals.values()]
    return replace(
        best,
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
        qualifier=Qualifier.RANGE,
        parts=tuple(f for f in rivals.values() if f is not best),
    )


def is_contrast(a: FigureMention, b: FigureMention) -> bool:
    """Whether two figures that stand close are set against each other, and count the same people."""
    if (
        abs(a.sentence.number - b.sentence.number) > 2
        or not (size(a) and size(b))
        or size(a) > 20 * size(b)
        or size(b) > 20 * size(a)
    ):
        return False
    later = max(a, b, key=lambda f: (f.sentence.number, f.first))
    words = [t.lower_ for t in later.sentence.span]
    nouns = {f.sentence.span.doc[f.victim].lemma_.lower() for f in (a, b)} - EVERYBODY
    nouns = {n for n in nouns if n.isalpha()}
    return bool(set(words) & CONTRAST) and len(nouns) < 2 and "including" not in words


def by_severity(figures: Sequence[FigureMention]) -> FigureMention | None:
    """ "three seriously injured" and "13 with minor injuries", told apart: sixteen."""
    marked = {s: [f for f in figures if f.severity == s] for s in ("serious", "minor")}
    if not (marked["serious"] and marked["minor"]):
        return None
    return summed([max(group, key=size) for group in marked.values()])


def summed(figures: Sequence[FigureMention]) -> FigureMention:
    """The sum of figures that count different people; it keeps the words of each."""
    lead, *others = figures
    total = sum(size(f) for f in figures)
    exact = all(f.low == f.high for f in figures)
    same = {f.sentence.number for f in figures} == {lead.sentence.number}
    return replace(
        lead,
        low=total,
        high=total if exact else None,
        best=total,
        qualifier=Qualifier.EXACT if exact else Qualifier.AT_LEAST,
        last=max(f.last for f in figures) if same else lead.last,
        first=min(f.first for f in figures) if same else lead.first,
        parts=() if same else tuple(others),
    )
