"""Train the reader. One command makes the files that ship from marked articles:

    python -m geodata.training.reader train --articles A.jsonl --marks M.jsonl --work FOLDER

A: rows {"doc_id","date","title","text"}. M: rows {"doc_id","incidents"} with the spans of each incident. The example report
that ships is added to them. A tenth of the articles is held out. The command prints the scores on it after each epoch, and
chooses thresholds and confidence on it. A stopped run continues from its last saved step. The files go to
geodata/reading/model. A further run can start from the weights of an earlier one (--start WEIGHTS --pace 0.5).

    python -m geodata.training.reader release --articles A.jsonl --marks M.jsonl --work FOLDER [--epoch N]

writes the files of a trained epoch again, and

    python -m geodata.training.reader measure --articles A.jsonl --marks M.jsonl --work FOLDER [--epoch N | --shipped] [--all]

prints the scores of a trained epoch, or of the reader that ships, on the held-out tenth or on all the articles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from geodata.evaluation import marks
from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import confidence
from geodata.reading.judgement import Networks
from geodata.reading.linking import Thresholds
from geodata.reading.model_files import FOLDER
from geodata.reading.networks import OnnxNetworks
from geodata.reading.pieces import load_tokenizer
from geodata.training.reader import release
from geodata.training.reader.base import unpacked
from geodata.training.reader.export import export, finish
from geodata.training.reader.network import Reader
from geodata.training.reader.samples import findings_of, held_out, pieces_of, samples_of
from geodata.training.reader.torched import Torched
from geodata.training.reader.train import Settings, train


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m geodata.training.reader", description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(required=True)
    for name, run in (("train", run_train), ("release", run_release), ("measure", run_measure)):
        command = commands.add_parser(name)
        command.add_argument("--articles", type=Path, required=True)
        command.add_argument("--marks", type=Path, required=True)
        command.add_argument("--work", type=Path, required=True, help="a folder for the files to keep between runs")
        command.add_argument("--epochs", type=int, default=5)
        command.add_argument("--epoch", type=int, help="the trained epoch to use; the default is the last one")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--workers", type=int, default=2)
        command.add_argument("--start", type=Path, help="weights of an earlier run to start from")
        command.add_argument("--pace", type=float, default=1.0, help="factor for the learning rates")
        command.add_argument("--unmeasured", action="store_true", help="skip the scores after each epoch, which take minutes")
        command.add_argument("--all", action="store_true", help="measure on all articles, not on the held-out tenth")
        command.add_argument("--shipped", action="store_true", help="measure the reader that ships")
        command.set_defaults(run=run)
    args = parser.parse_args(arguments)
    args.work.mkdir(parents=True, exist_ok=True)
    args.run(args)


def run_train(args: argparse.Namespace) -> None:
    articles = articles_of(args)
    held = [a for a in articles if held_out(a.marked.doc_id)]
    tokenizer = load_tokenizer(base_of(args) / "tokenizer.json")
    findings = {a.marked.doc_id: a.findings for a in articles}
    learned = [a.marked for a in articles if not held_out(a.marked.doc_id)]
    samples = list(samples_of(learned, findings, tokenizer))

    def after_epoch(net: Reader, epoch: int) -> None:
        with torch.no_grad():
            scores = release.measure(held, Torched(net), Thresholds(), Gazetteer.open())
        print(f"epoch {epoch}: {json.dumps({k: round(v, 3) for k, v in scores.items()})}", flush=True)

    settings = Settings(
        base_of(args), args.work / "run", args.epochs, args.seed, args.workers, start=args.start, pace=args.pace
    )
    train(samples, settings, None if args.unmeasured else after_epoch)
    run_release(args)


def run_release(args: argparse.Namespace) -> None:
    """Write the files of an epoch, with thresholds and confidence, to `geodata/reading/model`."""
    net = trained(args)
    export(net, base_of(args), FOLDER)
    networks = OnnxNetworks()
    held = [a for a in articles_of(args) if held_out(a.marked.doc_id)]
    gazetteer = Gazetteer.open()
    thresholds = release.chosen_thresholds(held, networks, gazetteer)
    fit = release.fit_confidence(held, networks, thresholds, gazetteer)
    finish(FOLDER, thresholds, fit.calibration)
    confidence.calibration.cache_clear()
    scores = release.measure(held, networks, thresholds, gazetteer)
    print(json.dumps({k: round(v, 3) for k, v in scores.items()}))
    print(json.dumps({"thresholds": str(thresholds), "brier": fit.brier, "base rate": fit.brier_of_base_rate,
                      "reliability": fit.reliability, "floor": fit.calibration.floor, "right above it": fit.above_floor_right,
                      "of the right below it": fit.right_below_floor}))  # fmt: skip


def run_measure(args: argparse.Namespace) -> None:
    if args.shipped:
        shipped = OnnxNetworks()
        networks: Networks = shipped
        thresholds = shipped.thresholds
    else:
        networks, thresholds = Torched(trained(args)), Thresholds()
    articles = [a for a in articles_of(args, with_example=False) if args.all or held_out(a.marked.doc_id)]
    for name, value in release.measure(articles, networks, thresholds, Gazetteer.open()).items():
        print(f"{name:<18} {value:.3f}")


def trained(args: argparse.Namespace) -> Reader:
    found = sorted((args.work / "run").glob("epoch*.pt"), key=lambda path: int(path.stem[5:]))
    if not found:
        raise SystemExit(f"{args.work}/run: no trained epoch; run train first")
    path = args.work / "run" / f"epoch{args.epoch}.pt" if args.epoch else found[-1]
    net = Reader(base_of(args))
    net.load_state_dict(torch.load(path))
    return net


def base_of(args: argparse.Namespace) -> Path:
    return unpacked(args.work / "base")


def articles_of(args: argparse.Namespace, with_example: bool = True) -> list[release.Article]:
    """Return the marked articles with what the rules find in them. The findings are kept in the work folder."""
    marked = [*marks.load(args.articles, args.marks), *([marks.example()] if with_example else [])]
    findings = findings_of(marked, args.work / "findings.pickle", Gazetteer.open())
    tokenizer = load_tokenizer(base_of(args) / "tokenizer.json")
    return [release.Article(a, findings[a.doc_id], pieces_of(findings[a.doc_id], tokenizer)) for a in marked]


if __name__ == "__main__":
    main()
