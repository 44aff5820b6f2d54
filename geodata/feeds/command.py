"""`geodata watch`: check feeds repeatedly, until stopped."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from geodata.errors import BadPlace, GeodataError, LinkRefused
from geodata.feeds import kept
from geodata.feeds.alarms import Alarms, Wanted, lines_of
from geodata.feeds.watching import check
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.options import WORKSPACE
from geodata.progress import open_gazetteer
from geodata.sources.links import Fetcher, parsed
from geodata.visible import visible
from geodata.words.catalogue import say
from geodata.workspace import Workspace

LEAST = timedelta(minutes=1)
GLANCE = 5.0  # seconds between checks for feeds that are due
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def add_command(commands: Any) -> None:
    watch = commands.add_parser("watch", help="read new articles in RSS and Atom feeds repeatedly")
    watch.add_argument("feeds", nargs="*", metavar="FEED", help="feed addresses; default: those already watched")
    watch.add_argument("--every", type=interval, default=timedelta(minutes=15), help="15m, 2h, 1d; default 15m")
    watch.add_argument("--once", action="store_true", help="check each feed once, then stop")
    watch.add_argument("--stop", nargs="+", metavar="FEED", help="stop watching these; their reports stay")
    watch.add_argument("--workspace", **WORKSPACE)
    watch.add_argument("--killed", type=int, default=0, metavar="N", help="report only incidents with at least N killed")
    watch.add_argument(
        "--near", nargs=2, metavar=("KM", "PLACE"), help='report only incidents near a place: 50 "Kharkiv, Ukraine"'
    )
    watch.add_argument("--alarm-file", type=Path, help="append alarms to this file, as JSON Lines")
    watch.add_argument("--alarm-url", default="", help="post alarms to an address on this computer")
    watch.add_argument("--alarm-desktop", action="store_true", help="show alarms as desktop notifications")
    watch.set_defaults(run=run_watch)


def interval(text: str) -> timedelta:
    match = re.fullmatch(r"(\d+)([smhd])", text.strip())
    found = timedelta(**{UNITS[match[2]]: int(match[1])}) if match else timedelta(0)
    if found < LEAST:
        raise argparse.ArgumentTypeError(f"{text!r} is not an interval of a minute or more; write it as 15m, 2h or 1d")
    return found


def run_watch(args: argparse.Namespace, fetcher: Fetcher | None = None, wait: Callable[[float], None] = time.sleep) -> int:
    gazetteer = open_gazetteer()
    alarms = Alarms(wanted=wanted_of(args, gazetteer), file=args.alarm_file, url=args.alarm_url, desktop=args.alarm_desktop)
    with Workspace.open(args.workspace) as workspace:
        for url in args.stop or ():
            kept.remove(workspace, url)
        for url in args.feeds:
            parsed(url)
            kept.add(workspace, url)
        if args.stop and not args.feeds:
            return 0
        if not kept.watched(workspace):
            raise LinkRefused("no feed is watched; add one: geodata watch https://example.org/rss")
        look(workspace, args, alarms, gazetteer, fetcher, at_once=True)
        while not args.once:
            wait(GLANCE)
            look(workspace, args, alarms, gazetteer, fetcher)
    return 0


def wanted_of(args: argparse.Namespace, gazetteer: Gazetteer) -> Wanted:
    if not args.near:
        return Wanted(killed=args.killed)
    try:
        km = float(args.near[0])
    except ValueError as error:
        raise BadPlace(f"--near {args.near[0]!r} is not a number of kilometres") from error
    found = GazetteerGeocoder(gazetteer).resolve(args.near[1])
    if found is None:
        raise BadPlace(f"--near {args.near[1]!r} is not in the gazetteer; try a larger place nearby")
    return Wanted(killed=args.killed, near=found.place, within_km=km)


def look(
    workspace: Workspace,
    args: argparse.Namespace,
    alarms: Alarms,
    gazetteer: Gazetteer,
    fetcher: Fetcher | None,
    at_once: bool = False,
) -> None:
    """Check the feeds that are due, and print what is new."""
    from geodata.reading import pipeline

    now = datetime.now(UTC)
    for feed in kept.watched(workspace):
        if not (at_once or feed.is_due(now)):
            continue
        for news in check(workspace, feed, lambda report: pipeline.read_report(report, gazetteer), args.every, fetcher):
            if news.reading is None:
                tell(say("command.item_unread", title=news.item.title, error=news.error), sys.stderr)
                continue
            try:
                found = alarms.tell(news.reading)
            except (GeodataError, OSError) as error:
                tell(say("command.no_alarm", error=error), sys.stderr)
                continue
            tell(f"{news.reading.report.title}: {say('count.incidents', n=len(news.reading.incidents))}")
            for line in lines_of(found):
                tell(f"  {line}")
        after = next((one for one in kept.watched(workspace) if one.url == feed.url), feed)
        if after.last_error:
            tell(say("command.feed_failed", url=feed.url, error=after.last_error, due=after.due), sys.stderr)


def tell(line: str, where: Any = None) -> None:
    print(visible(line), file=where or sys.stdout, flush=True)
