"""Train the reader. Several processes share the articles of a step. The result does not depend on which process takes which."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from geodata.reading import views
from geodata.reading.labels import EVENT, KINDS
from geodata.reading.pieces import CLS, PAD, SEP, Pieces
from geodata.training.reader.briefs import brief
from geodata.training.reader.network import LAYERS, MARKS, Reader
from geodata.training.reader.sample import Sample
from geodata.training.reader.spans import labels

BATCH = 5  # articles in a step; with the composed text, two processes can share them evenly
INCIDENTS = 5  # greatest number of incidents of one article in a step
FALSE = 1  # greatest number of wrong event words of one article in a step
ALONE = 4  # greatest number of event mentions of one article that are marked alone in a step
BRIEFS = 1  # texts in a step that are composed of a few sentences from each of several articles
TEXTS = BATCH + BRIEFS
PAIRS = 1_500
FORGOTTEN, UNMARKED = 0.2, 0.1  # shares of the event words of the incident, and of others, that stay unmarked
UNSEEN = 0.06  # share of the pieces that training hides from the encoder, so that it learns to use the words around them
MASK = 103  # the number of the piece that replaces a hidden one
DOUBTED = 0.3  # least probability at which a wrong event word is a negative
CLASS_WEIGHT = (1.0, 2.0, 2.0)
AVERAGE = 0.997  # decay of the moving average of the weights, per step
RATES = {"encoder": 8e-5, "deep": 2e-4, "fresh": 4e-4}
LOWER = 0.9  # ratio of a layer's learning rate to that of the layer above


AfterEpoch = Callable[[Reader, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    base: Path
    out: Path
    epochs: int = 6
    seed: int = 1
    workers: int = 2
    every: int = 100  # steps between saved states
    start: Path | None = None  # weights of an earlier run to start from
    pace: float = 1.0  # factor for all learning rates


def encode(net: Reader, pieces: Pieces) -> Tensor:
    ids, mask, signals = pieces.batch()
    if net.training:
        hidden = torch.rand(ids.shape).numpy() < UNSEEN
        ids = np.where(hidden & ~np.isin(ids, (CLS, SEP, PAD)), MASK, ids)
    arrays = (ids, mask, signals, pieces.at(), views.depth(pieces))
    return net.encode(*(torch.from_numpy(a) for a in arrays))


def spurious(tags: Tensor, gold: np.ndarray) -> list[views.Bounds]:
    """Return the runs of pieces that the tagger finds to be event words, but the annotators did not."""
    p = 1 - tags[:, EVENT].detach().float().softmax(-1)[:, 0].numpy()
    wrong = (p > DOUBTED) & (gold[:, EVENT] == 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], wrong.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def tag_loss(tags: Tensor, gold: np.ndarray, kinds: Tensor) -> Tensor:
    """Return the loss for tags of pieces x KINDS x 3: the sum over pieces, divided by the square root of their number."""
    target = torch.from_numpy(gold).view(-1)
    loss = F.cross_entropy(tags.float().reshape(-1, 3), target, torch.tensor(CLASS_WEIGHT), reduction="none")
    return (loss.view(*tags.shape[:2]) * kinds).sum() / (3 * tags.shape[0] ** 0.5)


def article_loss(net: Reader, s: Sample, rng: random.Random, negatives: bool) -> tuple[Tensor, list[float]]:
    n = len(s.pieces)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = encode(net, s.pieces)
        tags = net.tags(x)
        gold = labels(s.spans, n)
        weights = torch.full((len(KINDS),), 0.5)
        weights[EVENT] = 1.0
        parts = [tag_loss(tags, gold, weights)]
        wrong = spurious(tags, gold) if negatives else []
        wrong = rng.sample(wrong, min(len(wrong), 8))
        parts.append(pair_loss(net, x, s, wrong, rng))
        parts.append(2 * alone_loss(net, x, s, wrong, rng))
        parts += incident_losses(net, x, s, wrong, rng)
    return sum(parts, torch.zeros(())), [float(p.detach()) for p in parts]


def pair_loss(net: Reader, x: Tensor, s: Sample, wrong: list[views.Bounds], rng: random.Random) -> Tensor:
    mentions = [((e.first, e.last), e.incidents) for e in s.events] + [(w, frozenset()) for w in wrong]
    mentions.sort(key=lambda m: m[0])
    pairs = [(i, j) for i in range(len(mentions)) for j in range(i + 1, len(mentions))]
    if not pairs:
        return torch.zeros(())
    pairs = rng.sample(pairs, min(PAIRS, len(pairs)))
    bounds = [b for b, _ in mentions]
    spans = net.mentions(x, torch.from_numpy(views.pool(s.pieces, bounds)))
    i, j = (torch.tensor([p[k] for p in pairs]) for k in (0, 1))
    scores = net.pairs(spans[i], spans[j], torch.from_numpy(views.pair_signs(s.pieces, bounds, pairs)))
    same = torch.tensor([float(bool(mentions[a][1] & mentions[b][1])) for a, b in pairs])
    return F.binary_cross_entropy_with_logits(scores.float(), same)


def alone_loss(net: Reader, x: Tensor, s: Sample, wrong: list[views.Bounds], rng: random.Random) -> Tensor:
    """Return the loss for some event mentions, each marked alone: which of the others near it report the same incident, its
    type, and whether it is an incident at all."""
    mentions = [((e.first, e.last), e.incidents) for e in s.events] + [(w, frozenset()) for w in wrong]
    chosen = rng.sample(mentions, min(ALONE, len(mentions)))
    total = torch.zeros(())
    for bounds, incidents in chosen:
        others = [(b, told) for b, told in mentions if b != bounds]
        inside, marks, reach = views.scene(s.pieces, [bounds], asked=[b for b, _ in others])
        _, types, _, real, same = net.incident(x[inside], torch.from_numpy(marks), torch.from_numpy(reach))
        total = total + 0.3 * F.binary_cross_entropy_with_logits(real.float(), torch.full((1,), float(bool(incidents))))
        if incidents:
            total = total + 0.2 * F.cross_entropy(types.float(), torch.tensor(s.types[min(incidents)]))
        seen = [(views.within(inside, b), told) for b, told in others]
        scores = [same[a:b].float().mean() for (a, b), _ in seen if b > a]
        if scores:
            target = torch.tensor([float(bool(incidents & told)) for (a, b), told in seen if b > a])
            total = total + F.binary_cross_entropy_with_logits(torch.stack(scores), target)
    return total / max(1, len(chosen)) ** 0.5


def incident_losses(net: Reader, x: Tensor, s: Sample, wrong: list[views.Bounds], rng: random.Random) -> list[Tensor]:
    """Return the losses for tags, type, role and truth of some incidents of an article, and of some wrong event words."""
    told = sorted({i for e in s.events for i in e.incidents})
    chosen = rng.sample(told, min(INCIDENTS, len(told)))
    sums, n = [torch.zeros(())] * 4, len(s.pieces)
    every = torch.ones(len(KINDS))
    for incident in chosen:
        own = [(e.first, e.last) for e in s.events if incident in e.incidents]
        kept = [b for b in own if rng.random() > FORGOTTEN] or [rng.choice(own)]
        others = [(e.first, e.last) for e in s.events if incident not in e.incidents and rng.random() > UNMARKED]
        inside, marks, reach = views.scene(s.pieces, kept, others + [w for w in wrong if rng.random() < 0.5])
        tags, types, roles, real, _ = net.incident(x[inside], torch.from_numpy(marks), torch.from_numpy(reach))
        role = s.roles[incident]
        found = (
            tag_loss(tags, labels(s.spans, n, incident)[inside], every),
            F.cross_entropy(types.float(), torch.tensor(s.types[incident])),
            torch.zeros(()) if role is None else F.cross_entropy(roles.float(), torch.tensor(role)),
            0.7 * F.binary_cross_entropy_with_logits(real.float(), torch.ones(1)),
        )
        sums = [a + b for a, b in zip(sums, found, strict=True)]
    for bounds in rng.sample(wrong, min(FALSE, len(wrong))):
        inside, marks, reach = views.scene(s.pieces, [bounds], [(e.first, e.last) for e in s.events])
        tags, _, _, real, _ = net.incident(x[inside], torch.from_numpy(marks), torch.from_numpy(reach))
        sums[0] = sums[0] + 0.5 * tag_loss(tags, np.zeros((len(inside), len(KINDS)), np.int64), every)
        sums[3] = sums[3] + 0.7 * F.binary_cross_entropy_with_logits(real.float(), torch.zeros(1))
    return [total / max(1, len(chosen)) ** 0.5 for total in sums]


def groups(net: Reader, pace: float) -> list[dict[str, Any]]:
    """Return the parameters with their learning rates: lower layers are slower, new parameters are faster."""
    found = []
    for name, p in net.named_parameters():
        if not p.requires_grad:
            continue
        top, _, rest = name.partition(".")
        if top == "layers":
            rate = RATES["encoder"] * LOWER ** (LAYERS - 1 - int(rest.split(".")[0]))
        else:
            rate = RATES["deep" if top in ("deep", "whole") else "fresh"]
        found.append({"params": [p], "lr": rate * pace, "weight_decay": 0.01 if p.dim() > 1 else 0.0})
    return found


def flat(parameters: Sequence[Tensor], gradients: bool) -> Tensor:
    return torch.cat(
        [((p.grad if p.grad is not None else torch.zeros_like(p)) if gradients else p.detach()).view(-1) for p in parameters]
    )


def begun(settings: Settings) -> Reader:
    """Return a reader on the pretrained encoder, or with the weights of an earlier run. Parameters that run lacked are new."""
    net = Reader(settings.base)
    if settings.start is not None:
        earlier = torch.load(settings.start)
        if len(earlier["mark.weight"]) < MARKS:
            earlier["mark.weight"] = torch.cat([earlier["mark.weight"], earlier["mark.weight"][-1:]])
        net.load_state_dict(earlier, strict=False)
    return net


def work(
    rank: int,
    samples: Sequence[Sample],
    settings: Settings,
    shared: Tensor,
    counter: Any,
    barrier: Any,
    after_epoch: AfterEpoch | None,
) -> None:
    """Run one process of the training. The first one also prints progress and saves states."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(settings.seed)
    worker = Worker(rank, samples, settings, shared, counter, barrier)
    start = worker.resumed()
    worker.net.train()
    log = Log(len(samples) // BATCH)
    for step in range(start, settings.epochs * worker.per_epoch):
        log.add(*worker.losses(step))
        worker.learn(step)
        if rank == 0:
            log.show(step)
            worker.keep(step, after_epoch)


class Log:
    """The mean losses since the last line of output."""

    def __init__(self, per_epoch: int) -> None:
        self.per_epoch, self.since = per_epoch, time.time()
        self.done, self.sums = 0, np.zeros(7)

    def add(self, sums: NDArray[np.float64], done: int) -> None:
        self.sums, self.done = self.sums + sums, self.done + done

    def show(self, step: int) -> None:
        if step % 20 != 19:
            return
        epoch, k = divmod(step, self.per_epoch)
        means = " ".join(f"{v:.3f}" for v in self.sums / max(1, self.done))
        print(f"{epoch}.{k + 1}/{self.per_epoch} {means} {time.time() - self.since:.0f}s", flush=True)
        self.done, self.sums = 0, np.zeros(7)


class Worker:
    """The network of one process, and what it shares with the others: gradients and the number of the next text."""

    def __init__(
        self, rank: int, samples: Sequence[Sample], settings: Settings, shared: Tensor, counter: Any, barrier: Any
    ) -> None:
        self.rank, self.samples, self.settings = rank, samples, settings
        self.shared, self.counter, self.barrier = shared, counter, barrier
        self.net = begun(settings)
        self.own = [p for p in self.net.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(groups(self.net, settings.pace), foreach=True)
        self.per_epoch = len(samples) // BATCH
        steps = settings.epochs * self.per_epoch
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda k: min(1.0, (k + 1) / (0.06 * steps)) * max(0.02, 1 - k / steps)
        )
        self.average = flat(self.own, False) if rank == 0 else None
        self.state_file = settings.out / "state.pt"

    def resumed(self) -> int:
        """Return the step to begin with: the next one of a run that was stopped, or the first."""
        if not self.state_file.exists():
            return 0
        state = torch.load(self.state_file)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.average = state["average"] if self.rank == 0 else None
        return int(state["step"])

    def losses(self, step: int) -> tuple[NDArray[np.float64], int]:
        """Process texts of the step until none is left, and add up their gradients. Return the losses and how many texts."""
        samples, settings = self.samples, self.settings
        epoch, k = divmod(step, self.per_epoch)
        order = list(range(len(samples)))
        random.Random(settings.seed * 1000 + epoch).shuffle(order)
        batch = sorted(order[k * BATCH : (k + 1) * BATCH], key=lambda i: -len(samples[i].pieces))
        sums, done = np.zeros(7), 0
        while True:
            with self.counter.get_lock():
                i = self.counter.value - step * TEXTS
                self.counter.value += 1
            if i >= TEXTS:
                return sums, done
            article = batch[i % BATCH]
            torch.manual_seed(settings.seed + 7919 * epoch + 104_729 * article)
            rng = random.Random((settings.seed * 1000 + epoch) * 100_003 + article)
            text = brief(samples, rng) if i >= BATCH else samples[article]
            loss, parts = article_loss(self.net, text, rng, epoch > 0 or settings.start is not None)
            loss.backward()
            sums += parts
            done += 1

    def learn(self, step: int) -> None:
        """Make one step with the gradients of all processes."""
        self.shared[self.rank] = flat(self.own, True)
        self.barrier.wait()
        total = self.shared.sum(0) / BATCH
        self.barrier.wait()
        if self.rank == 0:
            self.counter.value = (step + 1) * TEXTS
        total *= min(1.0, 1.0 / (float(total.norm()) + 1e-6))
        place = 0
        for p in self.own:
            p.grad = total[place : place + p.numel()].view_as(p).clone()
            place += p.numel()
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        if self.average is not None:
            keep = min(AVERAGE, (1 + step) / (10 + step))
            self.average.mul_(keep).add_(flat(self.own, False), alpha=1 - keep)
        self.barrier.wait()

    def keep(self, step: int, after_epoch: AfterEpoch | None) -> None:
        """Save the state that a stopped run continues from, and the averaged weights after each epoch."""
        settings = self.settings
        epoch, k = divmod(step, self.per_epoch)
        last = k == self.per_epoch - 1
        if (step + 1) % settings.every == 0 or last:
            state = {"net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(),
                     "schedule": self.schedule.state_dict(), "step": step + 1, "average": self.average}  # fmt: skip
            torch.save(state, self.state_file.with_suffix(".part"))
            self.state_file.with_suffix(".part").replace(self.state_file)
        if last:
            path = settings.out / f"epoch{epoch + 1}.pt"
            save_average(self.net, self.own, self.average, path)
            if after_epoch is not None:
                averaged = Reader(settings.base)
                averaged.load_state_dict(torch.load(path))
                after_epoch(averaged, epoch + 1)


def save_average(net: Reader, own: Sequence[Tensor], average: Tensor | None, path: Path) -> None:
    assert average is not None  # noqa: S101  (kept by the first process)
    state, place = dict(net.state_dict()), 0
    names = {id(p): name for name, p in net.named_parameters()}
    for p in own:
        state[names[id(p)]] = average[place : place + p.numel()].view_as(p).clone()
        place += p.numel()
    torch.save(state, path)


def train(samples: Sequence[Sample], settings: Settings, after_epoch: AfterEpoch | None = None) -> None:
    """Train, save the averaged weights after each epoch, and call `after_epoch` with them."""
    settings.out.mkdir(parents=True, exist_ok=True)
    context = mp.get_context("fork")
    probe = Reader(settings.base)
    size = sum(p.numel() for p in probe.parameters() if p.requires_grad)
    shared = torch.zeros(settings.workers, size).share_memory_()
    state_file = settings.out / "state.pt"
    first = torch.load(state_file)["step"] * TEXTS if state_file.exists() else 0
    counter, barrier = context.Value("l", first), context.Barrier(settings.workers)
    processes = [
        context.Process(target=work, args=(r, samples, settings, shared, counter, barrier, after_epoch))
        for r in range(settings.workers)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a training process stopped")
