"""The detail card of one incident: the figures first, then who says so, then the very sentence."""

from __future__ import annotations

from dashboard.escape import safe
from dashboard.theme import symbol_image
from dashboard.wording import confidence_words, date_words, place_words, precision_words
from geodata.records import Evidence, Figure, Incident
from geodata.vocabulary import FigureKind, Role

KINDS = (FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING, FigureKind.ATTACKERS_KILLED)


def card_html(incident: Incident) -> str:
    """The card as HTML, everything from the text escaped."""
    role = {Role.MAIN: "", Role.BACKGROUND: " · earlier event", Role.AGGREGATE: " · a total, not added to its parts"}[
        incident.role
    ]
    line = f"{safe(incident.type.label)} · {safe(date_words(incident))}{role}"
    head = f"<div><h3>{safe(place_words(incident))}</h3><p>{line}</p></div>"
    image = symbol_image(incident.type, 26, hollow=not incident.figures)
    parts = (figures_html(incident), actor_html(incident), evidence_html(incident), place_html(incident), doubt_html(incident))
    return (
        f'<section class="card" aria-label="Details of the incident"><div class="card-head">{image}{head}</div>'
        f"{''.join(parts)}</section>"
    )


def figures_html(incident: Incident) -> str:
    shown = [(kind, figure) for kind in KINDS if (figure := incident.figure(kind))]
    missing = [kind.label for kind in (FigureKind.KILLED, FigureKind.INJURED) if incident.figure(kind) is None]
    rows = "".join(figure_html(kind, figure) for kind, figure in shown)
    if missing:
        rows += f'<p class="card-muted">{" and ".join(missing).capitalize()}: not reported.</p>'
    older = "".join(f"<li>{safe(f)} {safe(f.kind.label)}, “{safe(f.evidence.quote)}”</li>" for f in incident.history)
    if older:
        rows += f'<details><summary>Other figures in the report</summary><ul class="card-list">{older}</ul></details>'
    return rows


def figure_html(kind: FigureKind, figure: Figure) -> str:
    who = f"says {safe(figure.attribution)}" if figure.attribution else "no source is named for it"
    added = "".join(f" and <q>{safe(part.quote)}</q>" for part in figure.parts)
    return (
        f'<div class="card-figure"><span class="card-number k-{kind.value}">{safe(figure)} {safe(kind.label)}</span>'
        f'<span class="card-who">{who}</span><q>{safe(figure.evidence.quote)}</q>{added}</div>'
    )


def actor_html(incident: Incident) -> str:
    """Who is said to have done it; nothing where the report names nobody."""
    if incident.actor is None:
        return ""
    who = f", says {safe(incident.actor.attribution)}" if incident.actor.attribution else ""
    return f'<p class="card-who">Said to have done it: <strong>{safe(incident.actor.name)}</strong>{who}</p>'


def evidence_html(incident: Incident) -> str:
    quotes = sorted(
        {incident.evidence, *incident.sentences},
        key=lambda s: (s != incident.evidence, s.field != "title", s.start),
    )
    marked = [marked_html(sentence, incident) for sentence in quotes[:4]]
    says = (
        f'<p class="card-who">It happened, says {safe(incident.attribution)}</p>'
        if incident.attribution and not incident.figures
        else ""
    )
    more = f'<p class="card-muted">and {len(quotes) - 4} more sentences, see the article</p>' if len(quotes) > 4 else ""
    return says + "".join(f"<blockquote>“{quote}”</blockquote>" for quote in marked) + more


def marked_html(sentence: Evidence, incident: Incident) -> str:
    """A sentence with the words that carry figures and place marked."""
    spans = [(f.evidence, f"k-{f.kind.value}") for f in incident.figures]
    if incident.toponym:
        spans.append((incident.toponym.evidence, "k-place"))
    inside = sorted(
        (max(e.start, sentence.start), min(e.end, sentence.end), css)
        for e, css in spans
        if e.field == sentence.field and e.start < sentence.end and sentence.start < e.end
    )
    out, position = [], sentence.start
    for start, end, css in inside:
        if start < position:
            continue
        out.append(safe(sentence.quote[position - sentence.start : start - sentence.start]))
        out.append(f'<mark class="{css}">{safe(sentence.quote[start - sentence.start : end - sentence.start])}</mark>')
        position = end
    return "".join(out) + safe(sentence.quote[position - sentence.start :])


def place_html(incident: Incident) -> str:
    geocode = incident.geocode
    lines = [safe(precision_words(geocode))]
    if geocode is not None:
        known = f" (in the gazetteer: {safe(geocode.place.name)})" if geocode.place.name != incident.place else ""
        lines.append(f"{geocode.latitude:.3f}, {geocode.longitude:.3f}{known}; {safe(geocode.reason)}")
    if incident.covers:
        lines.append(f"names as included: {safe(', '.join(incident.covers))}")
    if incident.excludes:
        lines.append(f"leaves out: {safe(', '.join(incident.excludes))}")
    others = ""
    if geocode is not None and geocode.alternatives:
        rows = "".join(
            f"<li>{safe(p.name)}, {safe(p.country or '')} ({p.latitude:.2f}, {p.longitude:.2f})</li>"
            for p in geocode.alternatives[:4]
        )
        others = f'<details><summary>Other places of this name</summary><ul class="card-list">{rows}</ul></details>'
    return f'<div class="card-place"><h4>Place</h4><p>{"<br>".join(lines)}</p>{others}</div>'


def doubt_html(incident: Incident) -> str:
    words = [confidence_words(incident.confidence).capitalize(), "; ".join(incident.reasons)]
    return f'<p class="card-doubt">{safe(": ".join(word for word in words if word))}.</p>'
