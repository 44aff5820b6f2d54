"""`geodata read` and `geodata toponyms`: reports from files and JSON Lines, read by the built-in reader or a language model."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tqdm import tqdm

from geodata.commands import server
from geodata.commands.output import checked_target, write_whole
from geodata.errors import BadPlace, EmptyReport, GeodataError, OptionError, RowError, ServerError
from geodata.exporting import formats
from geodata.exporting.rows import incident_row, toponym_rows
from geodata.gazetteer.lookup import Gazetteer
from geodata.options import OUT, positive
from geodata.progress import open_gazetteer
from geodata.records import Reading, Report
from geodata.sources import articles, jsonl, text
from geodata.sources.documents import Document, Opener
from geodata.sources.links import Fetcher
from geodata.visible import visible
from geodata.words.catalogue import say
from geodata.workspace import Workspace

if TYPE_CHECKING:
    from geodata.llm.client import Client
    from geodata.llm.model import Model

MakeRow = Callable[[Reading], dict[str, Any]]
MODEL_OF_A_FILE = "model"  # each batch request must name a model; whoever sends the requests can replace it


def add_commands(commands: Any) -> None:
    read = commands.add_parser("read", help="read a report, or many from JSON Lines")
    read.add_argument("sources", nargs="*", metavar="FILE", help="article files, folders or links; - for standard input")
    read.add_argument("--title", default="", help="the report's title")
    read.add_argument("--published", help='publication date, like 2022-06-27; needed to date "Monday"')
    read.add_argument("--home", default="", help='the newspaper\'s town or country: "Glasgow, Kentucky"')
    read.add_argument("--format", choices=sorted(formats.WRITERS), default="text")
    read.add_argument("--jsonl", help='rows {"doc_id","date","title","text"}; with --out-dir also s3:// and *.jsonl.gz')
    read.add_argument("--out", **OUT)
    read.add_argument("--keep", type=Path, metavar="WORKSPACE", help="keep the reading in this workspace")
    read.add_argument(
        "--reader",
        choices=("builtin", "llm", "both"),
        default="builtin",
        help="llm: a language model, each word checked; both: compared",
    )
    many = read.add_argument_group("archives of any size, with --jsonl")
    many.add_argument("--out-dir", metavar="DIR", help="write GeoParquet partitions here; a stopped run continues")
    many.add_argument("--processes", type=positive, metavar="N", help="default: all processors")
    many.add_argument("--scheduler", metavar="tcp://...", help="read on this Dask cluster")
    many.add_argument("--batch-size", type=positive, metavar="N", help="articles per partition")
    llm = read.add_argument_group("with --reader llm")
    server.add_options(llm)
    llm.add_argument("--llm-parallel", type=positive, default=4, metavar="N", help="requests at once; default 4")
    llm.add_argument("--llm-price", type=float, nargs=2, metavar=("IN", "OUT"), help="price per million tokens; shows the cost")
    llm.add_argument("--llm-batch-out", type=Path, metavar="FILE", help="write the requests to a batch file; send none")
    llm.add_argument("--llm-batch-in", type=Path, metavar="FILE", help="finish the reading with the results of a batch")
    llm.add_argument("--resume", action="store_true", help="continue --out after a stopped run")
    read.set_defaults(run=run_read)

    toponyms = commands.add_parser("toponyms", help="find and locate every place name")
    toponyms.add_argument("--jsonl", type=Path, required=True)
    toponyms.add_argument("--out", type=Path)
    toponyms.set_defaults(run=run_toponyms)


def run_toponyms(args: argparse.Namespace) -> int:
    return run_rows(args, lambda reading: {"toponyms": toponym_rows(reading)}, incidents=False)


def run_read(args: argparse.Namespace) -> int:
    refuse_mixtures(args)
    if args.out_dir:
        from geodata.archives import command

        return command.run(args)
    if args.reader != "builtin":
        return run_llm(args)
    if args.jsonl:
        return run_rows(args, incidents_of)
    from geodata.reading import pipeline

    gazetteer = open_gazetteer()
    return read_each(args, gazetteer, lambda report: pipeline.read_report(report, gazetteer))


def refuse_mixtures(args: argparse.Namespace) -> None:
    """Raise OptionError for options that do not go together, so that none is silently ignored."""
    batch = args.llm_batch_out or args.llm_batch_in
    for wrong, words in (
        (args.out_dir and not args.jsonl, "--out-dir needs --jsonl"),
        (args.out_dir and args.reader != "builtin", "--out-dir is for the built-in reader; use --out with --reader llm"),
        (args.jsonl and args.sources, "give files, or rows with --jsonl, not both"),
        (args.jsonl and args.keep, "--keep takes files and links; import the rows instead"),
        (args.reader == "builtin" and (batch or args.llm_url or args.llm_model), "these options need --reader llm"),
        (args.resume and not args.out, "--resume needs --out"),
        (
            args.format in ("csv", "geojson") and (args.jsonl or are_several(names_of(args))),
            f"--format {args.format} is for one report; for several, use --format json (JSON Lines)",
        ),
    ):
        if wrong:
            raise OptionError(words)


def incidents_of(reading: Reading) -> dict[str, Any]:
    return {"incidents": [incident_row(i) for i in reading.incidents]}


def read_each(args: argparse.Namespace, gazetteer: Gazetteer, read: Callable[[Report], Reading]) -> int:
    """Read what the command names, one after another. If there are several, report a failure and continue."""
    names = names_of(args)
    several, failed = are_several(names), 0
    with output(args.out if several else None) as out:
        for name, found in reports_of(args, names, gazetteer):
            try:
                if isinstance(found, GeodataError):
                    raise found
                reading = read(found)
            except GeodataError as error:
                if not several:
                    raise
                failed += 1
                say_failed(name, error)
            else:
                put(args, name, reading, out if several else None)
    return 1 if failed else 0


def names_of(args: argparse.Namespace) -> list[str]:
    """Return the files and links that the command names, with those in its folders but without its output file."""
    out = os.path.realpath(args.out) if args.out else None
    return [name for name in articles.files_of(args.sources) if articles.is_link(name) or os.path.realpath(name) != out]


def are_several(names: Sequence[str]) -> bool:
    """Whether the names can give more than one report."""
    return len(names) > 1 or any(map(articles.is_rows, names))


def say_failed(name: str, error: GeodataError) -> None:
    print(f"geodata: {visible(name)}: {visible(str(error))}", file=sys.stderr)


def put(args: argparse.Namespace, name: str, reading: Reading, out: IO[str] | None) -> None:
    """Keep a reading if the user asked for it, and write it: to `out` as one of several, else alone."""
    if args.keep:
        with Workspace.open(args.keep) as workspace:
            workspace.add(reading)
    if out is None:
        write(args, reading)
    elif args.jsonl or args.format != "text":
        write_row(out, name, incidents_of(reading))
    else:
        out.write(f"== {visible(name)} ==\n{visible(formats.WRITERS['text'](reading))}\n")


def reports_of(
    args: argparse.Namespace, names: Sequence[str], gazetteer: Gazetteer
) -> Iterator[tuple[str, Report | GeodataError]]:
    """Yield the reports of files and links with their names; for one that cannot be read, its error."""
    if not names:
        raise EmptyReport("give a file, a folder or a link to read, or rows with --jsonl")
    with Opener() as opener:
        for name in names:
            try:
                if articles.is_rows(name):
                    with Path(name).open(encoding="utf-8", errors="replace") as lines:
                        for row, found in articles.rows_of(lines, name):
                            yield row, found if isinstance(found, RowError) else with_options(args, found)
                else:
                    yield name, report_of(args, name, opener, gazetteer)
            except GeodataError as error:
                yield name, error
            except OSError as error:
                yield name, RowError(f"{name}: {error.strerror or error}")


def with_options(args: argparse.Namespace, report: Report) -> Report:
    """Fill in what a row's report lacks from the command's options."""
    published = report.published or (text.parse_date(args.published) if args.published else None)
    return replace(report, title=report.title or args.title or "", published=published, home=report.home or args.home or "")


def report_of(args: argparse.Namespace, name: str, opener: Opener, gazetteer: Gazetteer) -> Report:
    """Return the report of one file or link. The command's options take precedence over what the file states."""
    if name == "-":
        document = Document(text=text.decode(sys.stdin.buffer.read(), name))
    else:
        document = articles.article(name, opener, Fetcher()).document
    published = text.parse_date(args.published) if args.published else document.published
    report = text.make_report(
        document.text, title=args.title or document.title, published=published, source=document.source or name,
        home=args.home, url=document.url,
    )  # fmt: skip
    if published is None:
        print(say("command.undated"), file=sys.stderr)
    elif not args.published and document.stated:
        print(say("command.published", day=published, where=document.stated.get("published")), file=sys.stderr)
    from geodata.reading import pipeline

    if report.home and pipeline.home_of(report, gazetteer) is None:
        raise BadPlace(f"--home {report.home!r} is not in the gazetteer; try a larger place nearby")
    return report


def write(args: argparse.Namespace, reading: Reading) -> None:
    written = formats.WRITERS[args.format](reading)
    if args.out:
        write_whole(checked_target(args.out), written.encode())
    else:
        sys.stdout.write(visible(written) if args.format == "text" or sys.stdout.isatty() else written)


def rows_of(args: argparse.Namespace, refused: list[str]) -> Iterator[tuple[str, Report]]:
    """Yield the reports of a JSON Lines file with their ids. Errors of lines without a report go to stderr and `refused`."""
    path = Path(args.jsonl)
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in jsonl.bounded(lines):
            try:
                row = jsonl.row_of(line, str(path))
            except RowError as error:
                refused.append(str(error))
                tqdm.write(f"geodata: {visible(str(error))}", file=sys.stderr)
            else:
                home = getattr(args, "home", "") or row.report.home
                yield row.doc_id, replace(row.report, home=home)


def run_rows(args: argparse.Namespace, make: MakeRow, incidents: bool = True) -> int:
    gazetteer = open_gazetteer()
    from geodata.reading import pipeline

    ids, refused = list[str](), list[str]()

    def reports() -> Iterator[Report]:
        for ident, report in rows_of(args, refused):
            ids.append(ident)
            yield report

    with output(args.out) as out:
        readings = pipeline.read_reports(reports(), gazetteer, incidents=incidents)
        for number, reading in enumerate(tqdm(readings, unit=" reports", file=sys.stderr, mininterval=1.0)):
            write_row(out, ids[number], make(reading))
    return 1 if refused else 0


@contextmanager
def output(path: Path | None, more: bool = False) -> Iterator[IO[str]]:
    if path is None:
        yield sys.stdout
        return
    try:
        with checked_target(path).open("a" if more else "w", encoding="utf-8") as out:
            yield out
    except OSError as error:
        raise error if error.filename else OSError(error.errno, error.strerror, str(path)) from error


def write_row(out: IO[str], ident: str, row: dict[str, Any]) -> None:
    out.write(json.dumps({"doc_id": ident, **row}, ensure_ascii=False) + "\n")
    out.flush()


# --- a language model -----------------------------------------------------------------------------------------------------


def run_llm(args: argparse.Namespace) -> int:
    if args.llm_batch_out:
        return write_batch(args)
    if args.llm_batch_in:
        return read_batch(args)
    from geodata.llm import reading

    with server.chosen(args) as (model, asked):
        if args.jsonl:
            return ask_rows(args, model, asked)
        gazetteer = open_gazetteer()

        def read(report: Report) -> Reading:
            found = reading.read_with(report, model, asked.ask, gazetteer)
            return with_built_in(found, gazetteer) if args.reader == "both" else found

        return read_each(args, gazetteer, read)


def with_built_in(found: Reading, gazetteer: Gazetteer) -> Reading:
    """Compare a language model's reading with the built-in reader's, and merge the two."""
    from geodata.llm import comparing
    from geodata.reading import pipeline

    own = pipeline.read_report(found.report, gazetteer)
    return comparing.merged(own, found, ("the built-in reader", "the language model"))


def ask_rows(args: argparse.Namespace, model: Model, asked: Client) -> int:
    """Read the rows of a file, several at once. Failures are reported on stderr; --resume tries them again."""
    from geodata.llm import reading

    done = finished(args.out) if args.resume and args.out else set()
    if args.out and args.out.exists() and args.out.stat().st_size and not args.resume:
        raise ServerError(f"{args.out} already exists; continue with --resume, or choose another file name")
    gazetteer, ids, refused, failed = open_gazetteer(), list[str](), list[str](), 0

    def reports() -> Iterator[Report]:
        for ident, report in rows_of(args, refused):
            if ident not in done:
                ids.append(ident)
                yield report

    with output(args.out, more=True) as out, tqdm(unit=" reports", file=sys.stderr, mininterval=1.0) as bar:
        for number, found in enumerate(reading.read_many(reports(), model, asked.ask, gazetteer, args.llm_parallel)):
            try:
                if isinstance(found, GeodataError):
                    raise found
                both = with_built_in(found, gazetteer) if args.reader == "both" else found
                write_row(out, ids[number], incidents_of(both))
            except GeodataError as error:
                failed += 1
                tqdm.write(f"geodata: {visible(ids[number])}: {visible(str(error))}", file=sys.stderr)
            usage = asked.usage
            cost = f", cost {usage.cost(*args.llm_price):.2f}" if args.llm_price else ""
            bar.set_postfix_str(f"{usage.asked + usage.answered:,} tokens{cost}")
            bar.update()
    if failed:
        print(say("command.unread", n=failed), file=sys.stderr)
    return 1 if failed or refused else 0


def finished(out: Path) -> set[str]:
    """Return the ids of the rows that a stopped run wrote; remove a last row that was cut off."""
    if not out.exists():
        return set()
    body = out.read_bytes()
    lines = body.split(b"\n")
    try:
        done = {str(json.loads(line)["doc_id"]) for line in lines[:-1] if line.strip()}
    except (ValueError, KeyError, TypeError) as error:
        raise RowError(f"{out} is not the output of an earlier run; choose another file") from error
    if lines[-1]:
        with out.open("r+b") as file:
            file.truncate(len(body) - len(lines[-1]))
    return done


def given(args: argparse.Namespace, gazetteer: Gazetteer, refused: list[str]) -> Iterator[tuple[str, Report]]:
    """Yield the reports with their ids: those of rows, or the names of files and links."""
    if args.jsonl:
        yield from rows_of(args, refused)
        return
    for name, found in reports_of(args, names_of(args), gazetteer):
        if isinstance(found, GeodataError):
            raise found
        yield name, found


def write_batch(args: argparse.Namespace) -> int:
    from geodata.llm import batches

    gazetteer, refused = open_gazetteer(), list[str]()
    with output(args.llm_batch_out) as out:
        requests = batches.rows(given(args, gazetteer, refused), args.llm_model or MODEL_OF_A_FILE, gazetteer)
        for row in tqdm(requests, unit=" requests", file=sys.stderr, mininterval=1.0):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 1 if refused else 0


def read_batch(args: argparse.Namespace) -> int:
    from geodata.llm import batches, parts, reading
    from geodata.llm.model import Model

    results = batches.Results(args.llm_batch_in)
    model = Model(name=args.llm_model or MODEL_OF_A_FILE, where="a batch file")
    gazetteer, refused, failed = open_gazetteer(), list[str](), 0
    several = bool(args.jsonl) or are_several(names_of(args))
    with output(args.out if several else None) as out:
        for ident, report in tqdm(
            given(args, gazetteer, refused), unit=" reports", file=sys.stderr, mininterval=1.0, disable=not args.jsonl
        ):
            findings = reading.findings_of(report, gazetteer)
            try:
                answers = results.of(ident, sum(1 for _ in parts.contents(findings)))
                found = reading.reading_of(findings, model, answers, gazetteer)
                found = with_built_in(found, gazetteer) if args.reader == "both" else found
            except GeodataError as error:
                failed += 1
                say_failed(ident, error)
            else:
                put(args, ident, found, out if several else None)
    return 1 if failed or refused else 0
