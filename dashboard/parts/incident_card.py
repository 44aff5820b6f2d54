"""The detail card of one incident: the figures first, then who says so, then the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.parts.theme import symbol_image
from dashboard.words.escape import safe
from dashboard.words.wording import (
    confidence_words,
    date_words,
    place_words,
    precision_words,
    role_words,
    within,
)
from geodata.fields import Told, figure_line, unverified
from geodata.records import Evidence, Figure, Incident, Report
from geodata.vocabulary import FigureKind, ReviewState
from geodata.words.catalogue import label, say
from geodata.words.figures import joined

KINDS = (FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING, FigureKind.ATTACKERS_KILLED)


def card_html(
    incident: Incident,
    *,
    careful: bool = False,
    written: Sequence[str] = (),
    full_name: str = "",
    report: Report | None = None,
    source: str = "",
    url: str | None = None,
    state: ReviewState | None = None,
) -> str:
    """Return the card as HTML with all text escaped.

    `careful` hides the report's words until they are asked for. `written` are the place's names in other scripts, and
    `full_name` is its name with province and country. `report` is the source of a reading; `source` and `url` are the
    source of an imported row.
    """
    done = label(state).lower() if state is ReviewState.CONFIRMED else ""
    line = " · ".join(part for part in (label(incident.type), date_words(incident), role_words(incident.role), done) if part)
    head = f"<div><h2>{safe(place_words(incident))}</h2><p>{safe(line)}</p></div>"
    image = symbol_image(incident.type, 26, hollow=not incident.figures)
    words = unverified_html(incident) + evidence_html(incident)
    if careful:
        words = f'<details class="card-careful"><summary>{safe(say("incident.show_words"))}</summary>{words}</details>'
    parts = (
        figures_html(incident, careful),
        actor_html(incident),
        words,
        place_html(incident, written, full_name),
        source_html(report, source, url),
        doubt_html(incident),
    )
    return (
        f'<section class="card" aria-label="{safe(say("incident.details"))}"><div class="card-head">{image}{head}</div>'
        f"{''.join(parts)}</section>"
    )


def figures_html(incident: Incident, careful: bool) -> str:
    shown = [(kind, figure) for kind in KINDS if (figure := incident.figure(kind))]
    missing = [label(kind) for kind in (FigureKind.KILLED, FigureKind.INJURED) if incident.figure(kind) is None]
    rows = "".join(figure_html(kind, figure, careful, incident.sentences) for kind, figure in shown)
    if missing:
        rows += f'<p class="card-muted">{safe(say("incident.no_figure", kinds=joined(missing).capitalize()))}</p>'
    told = [
        f"{figure_line(f)}" + ("" if careful or not f.evidence.quote else f", “{f.evidence.quote}”") for f in incident.history
    ]
    older = "".join(f"<li>{safe(words)}</li>" for words in told)
    if older:
        rows += f'<details><summary>{safe(say("incident.other_figures"))}</summary><ul class="card-list">{older}</ul></details>'
    return rows


def figure_html(kind: FigureKind, figure: Figure, careful: bool, sentences: Sequence[Evidence]) -> str:
    who = say("incident.says", who=within(figure.attribution)) if figure.attribution else say("incident.no_source")
    added = "".join(f"{safe(say('list.and'))}<q>{safe(part.quote)}</q>" for part in figure.parts)
    is_told = careful or not figure.evidence.quote or figure.evidence in sentences  # the card shows the sentence below
    words = "" if is_told else f"<q>{safe(figure.evidence.quote)}</q>{added}"
    return (
        f'<div class="card-figure"><span class="card-number k-{kind.value}">{safe(figure_line(figure, sentences))}</span>'
        f'<span class="card-who">{safe(who)}</span>{words}</div>'
    )


def unverified_html(incident: Incident) -> str:
    """Return a warning if a sentence calls the incident unverified, else ""."""
    is_told = unverified(Told(incident=incident))
    return f'<p class="card-warning">{safe(say("remark.card_unverified"))}</p>' if is_told else ""


def actor_html(incident: Incident) -> str:
    """Return the alleged perpetrator, or "" if the report names none."""
    if incident.actor is None:
        return ""
    who = say("incident.done_by_says", who=within(incident.actor.attribution)) if incident.actor.attribution else ""
    done_by = safe(say("incident.done_by"))
    return f'<p class="card-who">{done_by} <strong>{safe(incident.actor.name)}</strong>{safe(who)}</p>'


def evidence_html(incident: Incident) -> str:
    quotes = sorted(
        {sentence for sentence in (incident.evidence, *incident.sentences) if sentence.quote},
        key=lambda s: (s != incident.evidence, s.field != "title", s.start),
    )
    marked = [marked_html(sentence, incident) for sentence in quotes[:4]]
    says = (
        f'<p class="card-who">{safe(say("incident.happened", who=incident.attribution))}</p>'
        if incident.attribution and not incident.figures
        else ""
    )
    left = len(quotes) - len(marked)
    more = f'<p class="card-muted">{safe(say("incident.more_sentences", n=left))}</p>' if left else ""
    silent = "" if quotes else f'<p class="card-muted">{safe(say("incident.no_words"))}</p>'
    return says + "".join(f"<blockquote>“{quote}”</blockquote>" for quote in marked) + more + silent


def marked_html(sentence: Evidence, incident: Incident) -> str:
    """Return a sentence with the words for its figures and place marked."""
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


def place_html(incident: Incident, written: Sequence[str], full_name: str) -> str:
    geocode = incident.geocode
    lines = [*([safe(full_name)] if full_name else []), safe(precision_words(geocode))]
    if geocode is not None:
        other = geocode.place.name != incident.place
        known = f" ({safe(say('incident.in_gazetteer', place=geocode.place.name))})" if other else ""
        lines.append(f"{geocode.latitude:.3f}, {geocode.longitude:.3f}{known}; {safe(geocode.reason)}")
    if incident.covers:
        lines.append(safe(say("incident.covers", places=", ".join(incident.covers))))
    if incident.excludes:
        lines.append(safe(say("incident.excludes", places=", ".join(incident.excludes))))
    others = ""
    if geocode is not None and geocode.alternatives:
        rows = "".join(
            f"<li>{safe(p.name)}, {safe(p.country or '')} ({p.latitude:.2f}, {p.longitude:.2f})</li>"
            for p in geocode.alternatives[:4]
        )
        others = f'<details><summary>{safe(say("incident.other_places"))}</summary><ul class="card-list">{rows}</ul></details>'
    if written:
        names = safe(" · ".join(written))
        others += f'<details><summary>{safe(say("incident.written"))}</summary><p class="card-muted">{names}</p></details>'
    return f'<div class="card-place"><h3>{safe(say("incident.place"))}</h3><p>{"<br>".join(lines)}</p>{others}</div>'


def source_html(report: Report | None, source: str, url: str | None) -> str:
    """Return the outlet with a link to the published page, or "" if neither is known. `source` and `url` come from a table's
    row."""
    outlet, url = (report.source, report.url) if report else (source, url)
    if not (outlet or url):
        return ""
    words = safe(outlet or say("incident.page"))
    if url:
        words = f'<a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{words}</a>'
    return f'<p class="card-source">{safe(say("incident.source"))} {words}</p>'


def doubt_html(incident: Incident) -> str:
    if incident.confidence >= 1 and not incident.reasons:
        return ""  # it comes from a table or a person, not from a reader
    words = [confidence_words(incident.confidence).capitalize(), "; ".join(incident.reasons)]
    return f'<p class="card-doubt">{safe(": ".join(word for word in words if word))}.</p>'
