"""Join what one sentence says of one event: its words, place, time, figures and claimant."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span, Token

from geodata.reading.attributions import SPEECH_VERBS, Attribution
from geodata.reading.dates import DateMention
from geodata.reading.figures import FigureMention
from geodata.reading.frame import FAR, Frame, clause_of, distance
from geodata.reading.language import Sentence
from geodata.reading.locations import Located, is_plural_of_places, narrower
from geodata.reading.members import set_apart
from geodata.reading.reality import Reality
from geodata.reading.tallies import is_road_toll
from geodata.reading.triggers import Trigger
from geodata.vocabulary import DatePrecision

TELLING = SPEECH_VERBS | {"acknowledge", "admit", "concede"}


def build_frames(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    figures: Sequence[FigureMention],
    places: Sequence[Located],
    dates: Sequence[DateMention],
    attributions: Sequence[Attribution],
    named: Sequence[Located] = (),
) -> list[Frame]:
    """The events of a sentence. What the text does not say to have happened is left out with its figures.

    Members of a list ("one in March on ..., another in April on ...; two more in ...") are read apart.
    `named` are all place names of the sentence: a total may list what it covers.
    """
    span = sentence.span
    including, excluding, _ = set_apart(span, named or places)
    apart = {p.token.i for p in (*including, *excluding)}
    places = [p for p in places if p.token.i not in apart]
    cuts = sorted({t.token.i for t in triggers if t.stand_in} | {t.i for t in span if t.text == ";"})
    if not cuts:
        frames = frames_of_part(sentence, triggers, figures, places, dates, attributions)
        return with_members(frames, including, excluding)
    frames = []
    for start, end in zip((span.start, *cuts), (*cuts, span.end), strict=True):
        offset = sentence.offset
        first, last = span.doc[start].idx + offset, span.doc[end - 1].idx + offset
        frames += frames_of_part(
            sentence,
            [t for t in triggers if start <= t.token.i < end],
            [f for f in figures if start <= f.victim < end],
            [p for p in places if start <= p.token.i < end],
            [d for d in dates if first <= d.start <= last],
            attributions,
        )
    return with_members(frames, including, excluding)


def with_members(frames: list[Frame], including: list[Located], excluding: list[Located]) -> list[Frame]:
    for frame in frames:
        if frame.aggregate:
            frame.covers, frame.excludes = including, excluding
    return frames


def frames_of_part(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    figures: Sequence[FigureMention],
    places: Sequence[Located],
    dates: Sequence[DateMention],
    attributions: Sequence[Attribution],
) -> list[Frame]:
    span = sentence.span
    unreal = [t for t in triggers if t.reality in (Reality.UNREAL, Reality.HABITUAL)]
    real = [t for t in triggers if t not in unreal]
    known = {t.token.i for t in triggers}
    for figure in figures:
        if figure.anchor not in known and figure.victim not in known:
            real.append(Trigger(sentence, span.doc[figure.anchor], figure.anchor + 1, None, harm=True, weak=True))
            known.add(figure.anchor)
    if not real:
        return []
    real.sort(key=lambda t: t.token.i)
    apart, figures, places = shared_out(sentence, real, figures, places)
    if apart and not figures:
        return finished(apart, dates, attributions, span)
    owners = owned_places(real, places, span)
    settled = any(owners[t] for t in real if not t.harm)
    for trigger in real:
        brought_about = trigger.harm and trigger.token.dep_ == "relcl" and trigger.token.head.i in known
        if settled and brought_about and all(is_wide(p) for p in owners[trigger]):
            owners[trigger] = []  # "a quake off Aceh triggered a tsunami that killed 230,000 across Asia"
    frames = grouped(sentence, real, owners)
    frames = one_for_nested_places(frames)
    for figure in figures:
        if any(t.token.i == figure.anchor for t in unreal):
            continue
        nearest_frame(frames, span.doc[figure.anchor], figure.first).figures.append(figure)
    if apart:
        frames = [*apart, *(f for f in frames if f.figures)]
    return finished(frames, dates, attributions, span)


def finished(frames: list[Frame], dates: Sequence[DateMention], attributions: Sequence[Attribution], span: Span) -> list[Frame]:
    """The frames with their times and claimants, and whether each is a total."""
    for frame in frames:
        frame.date = nearest_date(frame, dates, frames)
        frame.attribution = speaker(frame, attributions)
    for frame in frames:
        if is_aggregate(frame, span):
            frame.aggregate = True
    return [f for f in frames if not (f.aggregate and not f.figures)] if len(frames) > 1 else frames


def shared_out(
    sentence: Sentence, triggers: Sequence[Trigger], figures: Sequence[FigureMention], places: Sequence[Located]
) -> tuple[list[Frame], list[FigureMention], list[Located]]:
    """Frames of figures that each have a place ("three in Kharkiv and two in Odesa"), and what is left."""
    shared = [f for f in figures if f.shared or f.each]
    told = [t for t in triggers if t.type is not None] or list(triggers)
    frames: list[Frame] = []
    taken: list[FigureMention] = []
    used: list[Located] = []
    for n, figure in enumerate(shared):
        end = shared[n + 1].first if n + 1 < len(shared) else sentence.span.end
        own = [p for p in places if figure.last <= p.token.i < end]
        listed = own[:1] + [p for p in own[1:] if own and joined(own[0].token, p.token)]
        if len(listed) > 1 and not (figure.each or figure.low == 1):
            listed = listed[:1]  # "five in Lviv and Rivne" counts both together
        frames.extend(Frame(sentence, list(told), place, figures=[figure]) for place in listed)
        if listed:
            taken.append(figure)
            used += own
    if len(frames) < 2:
        together = [p for p in places if shared and p.token.i >= shared[-1].last]
        if len(shared) > 1 and len(together) == len(shared):
            pairs = zip(shared, together, strict=True)
            return (
                [Frame(sentence, list(told), p, figures=[f]) for f, p in pairs],
                [f for f in figures if f not in shared],
                [p for p in places if p not in together],
            )
        return [], list(figures), list(places)
    return frames, [f for f in figures if f not in taken], [p for p in places if p not in used]


def owned_places(triggers: Sequence[Trigger], places: Sequence[Located], span: Span) -> dict[Trigger, list[Located]]:
    """Which places each trigger is said to have happened at. A place goes to the trigger nearest in the parse."""
    owners: dict[Trigger, list[Located]] = {t: [] for t in triggers}
    named = [t for t in triggers if not t.harm]
    for place in places:
        ranked = sorted(triggers, key=lambda t: (cost(t, place, span), t.harm, abs(t.token.i - place.token.i)))
        best = ranked[0]
        if cost(best, place, span) >= FAR:
            continue
        if best.harm and named:
            near = min(named, key=lambda t: cost(t, place, span))
            if cost(near, place, span) <= cost(best, place, span) + 1 and clause_of(near.token) == clause_of(best.token):
                best = near
        owners[best].append(place)
    return owners


def cost(trigger: Trigger, place: Located, span: Span) -> int:
    """How far a place stands from a trigger: steps in the parse, more across clauses that are not the trigger's own."""
    steps = distance(trigger.token, place.token)
    if steps >= FAR:
        return (
            abs(trigger.token.i - place.token.i) + 4
            if span.doc[0].doc is trigger.token.doc and abs(trigger.token.i - place.token.i) < 25
            else FAR
        )
    if trigger.definite and trigger.generic and clause_of(trigger.token) != clause_of(place.token):
        return min(FAR, steps + 12)
    if place.token.i < trigger.token.i:
        steps += 1
    return steps


def grouped(sentence: Sentence, triggers: Sequence[Trigger], owners: dict[Trigger, list[Located]]) -> list[Frame]:
    """Triggers of one place in one frame; triggers without a place join the nearest of their clause or sentence."""
    frames: list[Frame] = []
    homeless: list[Trigger] = []
    for trigger in triggers:
        own = owners[trigger]
        if not own:
            homeless.append(trigger)
            continue
        for place in spread(trigger, own):
            same = next((f for f in frames if f.place and f.place.key == place.key), None)
            if same:
                same.triggers.append(trigger)
            else:
                frames.append(Frame(sentence, [trigger], place))
    loose: list[Frame] = []
    for trigger in homeless:
        home = nearest_home(trigger, frames)
        if home is not None:
            home.triggers.append(trigger)
        elif loose and not trigger.another:
            loose[0].triggers.append(trigger)
        else:
            loose.append(Frame(sentence, [trigger]))
    for frame in (*frames, *loose):
        frame.triggers.sort(key=lambda t: t.token.i)
    return sorted((*frames, *loose), key=lambda f: f.anchor.i)


def is_wide(place: Located) -> bool:
    return place.geocode is not None and place.geocode.precision.is_area


def spread(trigger: Trigger, own: list[Located]) -> list[Located]:
    """The places of one trigger: several only where the text lists them; else the nearest, in its narrowest naming."""
    if trigger.token.lemma_.lower() == "toll":
        owner = [p for p in own if p.token.head == trigger.token]
        return owner[:1] or own[:1]
    nearest = min(own, key=lambda p: (distance(trigger.token, p.token), abs(p.token.i - trigger.token.i)))
    listed = [
        p
        for p in own
        if p is not nearest
        and p.geocode
        and nearest.geocode
        and joined(nearest.token, p.token)
        and not narrower(p, nearest)
        and not narrower(nearest, p)
    ]
    if listed and (trigger.plural or trigger.token.pos_ == "VERB"):
        return [nearest, *listed]
    if nearest.geocode is not None and nearest.geocode.precision.is_area:
        sharp = [p for p in own if p is not nearest and (p.settled or p.geocode is None) and p.token.i < nearest.token.i]
        nearest = sharp[-1] if sharp else nearest
    inner = [p for p in own if narrower(p, nearest)]
    return [inner[0] if inner else nearest]


def joined(a: Token, b: Token) -> bool:
    """Whether two names are listed together: "in Kharkiv and Odesa"."""
    first, second = sorted((a, b), key=lambda t: t.i)
    return second in first.conjuncts or first in second.conjuncts


def nearest_home(trigger: Trigger, frames: Sequence[Frame]) -> Frame | None:
    """The frame that a trigger without a place belongs to, if its words allow."""
    options = [
        (min(distance(trigger.token, t.token) for t in f.triggers), abs(trigger.token.i - f.anchor.i), f) for f in frames
    ]
    if not options:
        return None
    _, _, frame = min(options, key=lambda option: option[:2])
    if trigger.definite and trigger.generic and clause_of(trigger.token) != clause_of(frame.anchor):
        return None
    if trigger.another and not (trigger.token.dep_ == "pobj" and clause_of(trigger.token) == clause_of(frame.anchor)):
        return None  # "In another attack, gunmen fired on ..." is one event, "..., and another attack wounded ..." is two
    return frame


def one_for_nested_places(frames: list[Frame]) -> list[Frame]:
    """One event where two frames of a sentence name a place and what it lies in."""
    kept: list[Frame] = []
    for frame in frames:
        twin = next(
            (f for f in kept if f.place and frame.place and (narrower(f.place, frame.place) or narrower(frame.place, f.place))),
            None,
        )
        tolls = [t for f in (frame, twin) if f for t in f.triggers if t.token.lemma_.lower() == "toll"]
        if twin is None or twin.place is None or frame.place is None or tolls or any(t.another for t in frame.triggers):
            kept.append(frame)
            continue
        if narrower(frame.place, twin.place):
            twin.place = frame.place
        twin.triggers = sorted(twin.triggers + [t for t in frame.triggers if t not in twin.triggers], key=lambda t: t.token.i)
    return kept


def nearest_frame(frames: Sequence[Frame], anchor: Token, position: int) -> Frame:
    own = [f for f in frames if any(t.token.i == anchor.i for t in f.triggers)]
    options = own or list(frames)
    return min(
        options,
        key=lambda f: (min(distance(anchor, t.token) for t in f.triggers), min(abs(position - t.token.i) for t in f.triggers)),
    )


def nearest_date(frame: Frame, dates: Sequence[DateMention], frames: Sequence[Frame]) -> DateMention | None:
    """The time that a frame is said to have happened at: the nearest in the parse, and no other frame's."""
    best: tuple[int, int, DateMention] | None = None
    for mention in dates:
        token = token_at(mention)
        if token is None or (mention.interval.since and not frame.figures):
            continue
        if mention.interval.before and token.i > frame.anchor.i:
            continue
        if all(is_time_of_telling(token, t.token) for t in frame.triggers):
            continue
        mine = min(distance(t.token, token) for t in frame.triggers)
        others = [min(distance(t.token, token) for t in f.triggers) for f in frames if f is not frame]
        if others and min(others) < mine and len(dates) > 1:
            continue
        key = (
            mine + 20 * mention.interval.weak + 6 * (mention.interval.precision is DatePrecision.UNKNOWN),
            abs(token.i - frame.anchor.i),
        )
        if best is None or key < best[:2]:
            best = (*key, mention)
    return best[2] if best else None


def is_time_of_telling(time: Token, event: Token) -> bool:
    """ "On Saturday, officials said that they had shot down ...": Saturday is when it was said."""
    verb = clause_of(time)
    if verb.lemma_.lower() not in TELLING:
        return False
    node = event
    for node in (event, *event.ancestors):
        if node.head == verb and node.dep_ == "ccomp":
            return any(c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in node.children)
    return False


def token_at(mention: DateMention) -> Token | None:
    span, offset = mention.sentence.span, mention.sentence.offset
    start, end = mention.start - offset, mention.end - offset
    inside = [t for t in span if start <= t.idx < end]
    if not inside:
        return None
    return min(inside, key=lambda t: len(list(t.ancestors)))


def speaker(frame: Frame, attributions: Sequence[Attribution]) -> Attribution | None:
    """Who says that the frame's event happened; the innermost, where several speak."""
    anchor = frame.anchor
    covering = [a for a in attributions if any(a.covers(t.token) for t in frame.triggers)]
    if not covering:
        return None
    return min(covering, key=lambda a: (a.pronoun, distance(anchor, a.verb) if a.verb is not None else 5))


def is_aggregate(frame: Frame, span: Span) -> bool:
    """A total over several places: "six killed in several cities", "across the country"."""
    if not frame.figures:
        return False
    if any(f.tally for f in frame.figures):
        return True
    if is_road_toll(span) and any(t.token.lemma_.lower() == "toll" for t in frame.triggers):
        return True
    if is_plural_of_places(span) and not (frame.place and frame.place.settled):
        return True
    words = " ".join(t.lower_ for t in span)
    total = any(
        p in words
        for p in (
            "nationwide",
            "across the country",
            "around the country",
            "throughout the country",
            "in all ,",
            "altogether ,",
            "in total",
            "overall",
        )
    )
    since = frame.date is not None and frame.date.interval.since
    return (total or since) and not (frame.place and frame.place.settled)
