"""The workspace on the command line: `geodata workspace | import | export | list | show | reconcile`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from geodata.commands import server
from geodata.commands.output import checked_target, write_whole
from geodata.errors import ImportRefused, OptionError, ReviewError, WorkspaceDamaged, WorkspaceError
from geodata.exporting.exports import FORMATS, left_out, write
from geodata.exporting.rows import incident_row
from geodata.exporting.selection import Item, Selection, cells
from geodata.options import OUT, WORKSPACE, positive
from geodata.query import IncidentQuery
from geodata.tables.cells.order import Order
from geodata.visible import visible
from geodata.vocabulary import IncidentType
from geodata.words.catalogue import say
from geodata.workspace import database
from geodata.workspace.filing import Kept
from geodata.workspace.store import Workspace

if TYPE_CHECKING:
    from geodata.gazetteer.lookup import Gazetteer
    from geodata.importing.outcome import Outcome
    from geodata.records import Reading, Report
    from geodata.tables.table import Choices


def add_commands(commands: Any) -> None:
    """Add the workspace's commands to the parser of `geodata`."""
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--workspace", **WORKSPACE)
    place.add_argument("--json", action="store_true", help="print JSON")
    chosen = argparse.ArgumentParser(add_help=False)
    chosen.add_argument("--where", default="", help='a filter: type=shelling from=2022-06-01 q="railway" state=confirmed')

    workspace = commands.add_parser("workspace", help="manage the workspace file")
    parts = workspace.add_subparsers(required=True, metavar="info|check|backup|restore|read-again")
    parts.add_parser("info", parents=[place], help="its file and its counts").set_defaults(run=run_info)
    parts.add_parser("check", parents=[place], help="check it for damage").set_defaults(run=run_check)
    for name, what in (("backup", "save it as FILE"), ("restore", "replace it with FILE")):
        part = parts.add_parser(name, parents=[place], help=what)
        part.add_argument("file", type=Path)
        if name == "backup":
            part.add_argument("--replace", action="store_true", help="overwrite FILE if it exists")
        part.set_defaults(run=run_backup if name == "backup" else run_restore)
    again = parts.add_parser("read-again", parents=[place], help="reread stored reports with the current reader")
    again.add_argument("report", nargs="?", help="the id of one; default: all from older readers")
    server.add_options(again)
    again.set_defaults(run=run_read_again)

    add_import(commands, place)
    export = commands.add_parser("export", parents=[place, chosen], help="export the incidents that match a filter")
    export.add_argument("--format", choices=sorted(FORMATS), default="csv")
    export.add_argument("--out", type=Path, help="the file; default: standard output")
    export.set_defaults(run=run_export)

    listing = commands.add_parser("list", parents=[place, chosen], help="list the incidents, one per line")
    listing.set_defaults(run=run_list)
    show = commands.add_parser("show", parents=[place], help="one incident with its claims and reviews")
    show.add_argument("id")
    show.set_defaults(run=run_show)

    reconcile = commands.add_parser("reconcile", help="read articles and join those about the same event")
    reconcile.add_argument("--jsonl", type=Path, required=True, help='rows {"doc_id","date","title","text"}')
    reconcile.add_argument("--out", **OUT)
    reconcile.set_defaults(run=run_reconcile)


def add_import(commands: Any, place: argparse.ArgumentParser) -> None:
    load = commands.add_parser("import", parents=[place], help="import ACLED, UCDP, TimeMap, GeoJSON, CSV or Excel")
    load.add_argument("file", type=Path)
    load.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="what a column means, like Ort=place; COLUMN= removes a guess; a wrong field lists all fields",
    )
    load.add_argument("--preview", action="store_true", help="show the result without changing anything")
    load.add_argument("--rejected", type=Path, help="write the rejected rows with their reasons here")
    load.add_argument("--sheet", help="the sheet of a workbook; default: the one with a known header")
    load.add_argument("--header-line", type=positive, metavar="N", help="header line, from 1; default: detected")
    load.add_argument("--dates", choices=[o.value for o in Order], help="whether day or month comes first in 03/04/2022")
    load.add_argument("--type", choices=[t.value for t in IncidentType], help="the type of rows that do not give one")
    load.add_argument(
        "--fill", action="append", default=[], metavar="COLUMN", help="a blank cell in this column means the value above it"
    )
    load.add_argument("--no-lookup", action="store_true", help="do not look up rows without coordinates")
    load.add_argument(
        "--replace",
        action="store_true",
        help="a row replaces one with its id but other content; ids of a plain table match only in a file of that name, "
        "or with the same place and day",
    )
    load.set_defaults(run=run_import)


def opened(args: argparse.Namespace, new: bool = False) -> Workspace:
    """Open the named workspace. Raises WorkspaceError if it does not exist, unless the command may create a `new` one."""
    if args.workspace and not new and not Path(args.workspace).exists():
        raise WorkspaceError(
            f"{args.workspace} does not exist; create a workspace with `geodata import` or `geodata read --keep`"
        )
    return Workspace.open(args.workspace)


def answer(args: argparse.Namespace, value: Any, plain: Callable[[], str]) -> None:
    print(visible(json.dumps(value, ensure_ascii=False) if args.json else plain()))


def run_info(args: argparse.Namespace) -> int:
    with opened(args) as workspace:
        info = workspace.info()
    answer(
        args,
        info,
        lambda: "\n".join(
            f"{key:<10} {value:,}" if isinstance(value, int) else f"{key:<10} {value}" for key, value in info.items()
        ),
    )
    return 0


def run_check(args: argparse.Namespace) -> int:
    with opened(args) as workspace:
        faults = workspace.check()
    answer(args, {"sound": not faults, "faults": faults}, lambda: "\n".join(faults) or say("command.sound"))
    if faults:
        raise WorkspaceDamaged(f"{len(faults)} faults; restore a backup with `geodata workspace restore`")
    return 0


def run_backup(args: argparse.Namespace) -> int:
    with opened(args) as workspace:
        saved = workspace.backup(args.file, replace=args.replace)
    answer(args, {"saved": str(saved)}, lambda: say("command.saved", path=saved))
    return 0


def run_restore(args: argparse.Namespace) -> int:
    path = args.workspace or database.default_path()
    database.restore(args.file, path)
    answer(args, {"restored": str(path)}, lambda: say("command.restored", path=path, file=args.file))
    return 0


def run_read_again(args: argparse.Namespace) -> int:
    from geodata.gazetteer.lookup import Gazetteer
    from geodata.workspace import rereading

    gazetteer = Gazetteer.open()
    model = bool(args.llm_url or args.llm_model)
    if model and not args.report:
        raise OptionError("give the report's id to use a language model")
    with opened(args) as workspace, model_reader(args, gazetteer) if model else nullcontext() as asked:
        if args.report:
            reports = [r for r in workspace.reports() if r.id == args.report]
            if not reports:
                raise ReviewError(f"no report has the id {args.report}; `geodata read --format json` shows ids")
        else:
            reports = rereading.read_by_another(workspace, gazetteer.fingerprint)
        read = asked or rereading.by_built_in(gazetteer)
        bar = tqdm(rereading.read_again(workspace, reports, read), total=len(reports), unit=" reports", file=sys.stderr)
        done = sum(1 for _ in bar)
    answer(args, {"read": done}, lambda: say("command.read_again", n=done))
    return 0


@contextmanager
def model_reader(args: argparse.Namespace, gazetteer: Gazetteer) -> Iterator[Callable[[Report], Reading]]:
    """Yield a function that reads with the language model that the options name."""
    from geodata.llm import reading

    with server.chosen(args) as (model, asked):
        yield lambda report: reading.read_with(report, model, asked.ask, gazetteer)


def run_import(args: argparse.Namespace) -> int:
    from geodata.importing import loading
    from geodata.importing.looking_up import GazetteerLookUp

    if args.rejected:
        checked_target(args.rejected, [args.file, args.workspace or database.default_path()])
    choices = choices_of(args)
    look_up = None if args.no_lookup else GazetteerLookUp()
    if args.preview:
        path = args.workspace or database.default_path()
        with opened(args) if path.exists() else nullcontext() as kept:
            outcome = loading.examine(args.file, choices, look_up, kept)
    else:
        with opened(args, new=True) as workspace, tqdm(unit=" rows", file=sys.stderr, mininterval=1.0) as bar:
            outcome = loading.load(workspace, args.file, choices, lambda rows: bar.update(rows - bar.n), look_up, args.replace)
    if args.rejected and outcome.rejected:
        write_whole(args.rejected, outcome.rejected_csv().encode())
    answer(args, as_plain(outcome), lambda: in_words(outcome, args.preview))
    return 0


def choices_of(args: argparse.Namespace) -> Choices:
    """Return the choices that the options make for a table."""
    from geodata.tables.table import Choices

    order = Order(args.dates) if args.dates else None
    kind = IncidentType(args.type) if args.type else None
    pairs = [part.partition("=") for part in args.map]
    if any(not mark for _, mark, _ in pairs):
        raise ImportRefused("write --map COLUMN=FIELD, like --map Ort=place; --map COLUMN= removes a guess")
    changes = {column: field for column, _, field in pairs}
    return Choices(sheet=args.sheet, line=args.header_line, order=order, kind=kind, changes=changes, fill=tuple(args.fill))


def as_plain(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome of an import as JSON values."""
    table = outcome.table
    read = {
        "layout": table.layout.title, "sheet": table.sheet, "header_line": table.line, "columns": dict(table.columns),
        "dates": table.order.value, "guesses": list(table.guesses), "question": table.asks,
        "unused": {header: list(values) for header, values in table.unused.items()}, "links": list(table.links),
    } if table else {}  # fmt: skip
    return {
        "format": outcome.format,
        **read,
        **{name: getattr(outcome, name) for name in ("rows", "new", "known", "revised", "deleted", "unplaced", "looked_up")},
        "rejected": outcome.refused,
        "reasons": [{"row": number, "reason": reason} for number, reason, _ in outcome.rejected[:20]],
    }


def in_words(outcome: Outcome, preview: bool) -> str:
    """Describe an import to a person: how the file was read, what came in, and what did not."""
    table = outcome.table
    always = {"rows": outcome.rows, "coming" if preview else "new": outcome.new, "known": outcome.known}
    counts = (
        always | {name: n for name in ("revised", "deleted") if (n := getattr(outcome, name))} | {"rejected": outcome.refused}
    )
    said = ", ".join(say(f"count.{name}", n=n) for name, n in counts.items())
    lines = [say("command.read_as", layout=table.layout.title if table else say("command.own_json"), counts=said)]
    if outcome.looked_up:
        lines.append(f"  {say('import.looked_up', n=outcome.looked_up)}")
    if outcome.unplaced:
        lines.append(f"  {say('import.unplaced', n=outcome.unplaced)}")
    lines += [f"  {doubt}" for doubt in outcome.doubts]
    if table:
        lines += [f"  {guess}" for guess in table.guesses]
        lines += [f"  {table.asks} {say('command.order', order=table.other_order)}"] if table.asks else []
    if table and preview:
        lines += [f"  {say('command.column', column=column, field=field)}" for column, field in table.columns.items()]
        too = {column: say(f"import.{use}") for use in ("by_layout", "links") for column in getattr(table, use)}
        lines += [f"  {say('command.column', column=column, field=use)}" for column, use in too.items()]
        lines += [f"  {say('command.unused', column=h, values=', '.join(values))}" for h, values in table.unused.items()]
    lines += [f"  {say('command.row', row=str(number), reason=reason)}" for number, reason, _ in outcome.rejected[:20]]
    return "\n".join(lines)


def run_export(args: argparse.Namespace) -> int:
    from geodata.columns.called import as_spelled
    from geodata.columns.selecting import selection
    from geodata.columns.snapshot import Snapshot

    query = IncidentQuery.from_words(args.where)
    if args.out:
        checked_target(args.out, [args.workspace or database.default_path()])
    with opened(args) as workspace:
        snapshot = Snapshot.of(workspace)
        chosen: Selection = selection(workspace, as_spelled(workspace, snapshot, query), snapshot=snapshot)
    body = write(chosen, args.format)
    if n := left_out(chosen, args.format):
        print(say("command.left_out", n=n), file=sys.stderr)
    if args.out:
        write_whole(args.out, body)
        print(f"{chosen.note} -> {args.out}", file=sys.stderr)
    else:
        sys.stdout.buffer.write(body)
    return 0


def line_of(kept: Kept) -> str:
    incident = kept.incident
    when, place = str(incident.start or say("command.no_date")), incident.place or say("command.no_place")
    figures = ", ".join(f"{f} {f.kind.label}" for f in incident.figures) or say("command.no_figure")
    return f"{incident.id}  {when:<10}  {incident.type.label:<24} {place:<24} {figures}  [{kept.state}]"


def run_list(args: argparse.Namespace) -> int:
    from geodata.columns.called import as_spelled
    from geodata.columns.masks import select
    from geodata.columns.snapshot import Snapshot

    query = IncidentQuery.from_words(args.where)
    with opened(args) as workspace:
        snapshot = Snapshot.of(workspace)
        found = select(workspace, as_spelled(workspace, snapshot, query), snapshot)
    items = [Item(incident=k.incident, state=k.state, source=k.source, claims=k.claims) for k in found]
    answer(args, [cells(item) for item in items], lambda: "\n".join(map(line_of, found)) or say("command.no_incident"))
    return 0


def run_show(args: argparse.Namespace) -> int:
    with opened(args) as workspace:
        kept = workspace.get(args.id)
        claims, acts = workspace.claims_of(args.id), workspace.history(args.id)
    body = incident_row(kept.incident) | {
        "state": kept.state.value,
        "claims": [
            {"source": c.source, "told": str(c.told) if c.told else None, **incident_row(c.incident)} for c in claims
        ],
        "reviews": [
            {"who": r.who, "at": r.at, "action": r.action, "field": r.field, "before": r.before, "after": r.after,
             "reason": r.reason, "undone": r.undone} for r in acts
        ],
    }  # fmt: skip
    lines = [line_of(kept)]
    lines += [f"  {c.told or say('command.no_date')}  {c.source}: “{c.incident.evidence.quote}”" for c in claims]
    lines += [
        f"  {r.at} {r.who}: {r.action} {r.field or ''} {r.reason}{say('command.undone') if r.undone else ''}" for r in acts
    ]
    answer(args, body, lambda: "\n".join(lines))
    return 0


def run_reconcile(args: argparse.Namespace) -> int:
    from geodata.evaluation.command import readings
    from geodata.gazetteer.lookup import Gazetteer
    from geodata.workspace.stories import reconciled

    if args.out:
        checked_target(args.out, [args.jsonl])
    found = [(row.doc_id, reading) for row, reading in readings(args.jsonl, Gazetteer.open())]
    body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in reconciled(found))
    if args.out:
        write_whole(args.out, body.encode())
    else:
        sys.stdout.write(body)
    return 0
