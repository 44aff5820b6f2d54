"""The networks of the learned reader.

`Reader.encode`   wordpieces in windows        -> one vector for each piece, in the context of the whole article
`Reader.tags`     vectors                      -> for each kind of mention: outside, begins, inside
`Reader.pairs`    two event mentions           -> whether they report one incident, at any distance
`Reader.incident` vectors and one incident's   -> which words belong to it, which other event words report it,
                  event words                     its type, its role, and whether it is an incident at all
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from geodata.reading.labels import KINDS, ROLES, TYPES
from geodata.reading.pieces import SIGNALS, WINDOW
from geodata.reading.views import PAIR_SIGNS, REACH
from geodata.training.reader.base import LARGE, SMALL

HIDDEN, HEADS, INNER, SMALL_LAYERS = 384, 12, 1536, 6  # layers as in all-MiniLM-L6-v2
WIDTH, WIDE_INNER, LAYERS = 768, 3072, 8  # the encoder: the lower 8 of the 12 layers of all-mpnet-base-v2
FROZEN = 3  # how many of its lowest layers training does not change
PIECES, SHIFT = 30_522, 4  # MPNet numbers the tokenizer's pieces higher by the second, except for these:
OTHER_PIECES = {101: 0, 102: 2, 0: 1, 100: 3, 103: 30_526}  # begin, end, padding, unknown, hidden
FIRST_POSITION = 2  # the positions before it are for padding
BUCKETS, FARTHEST = 32, 128  # classes of distance between two pieces, and the distance at which the last one begins
DROPOUT = 0.1
DEPTHS = 8  # classes of how far into the article a sentence is
MARKS = 4  # not an event word, a word of this incident, a word of another one, a word to compare with it
SHARED_PARTS = {"up": "intermediate.dense", "down": "output.dense", "second": "output.LayerNorm"}
BERT_PARTS = SHARED_PARTS | {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
                             "out": "attention.output.dense", "first": "attention.output.LayerNorm"}  # fmt: skip
MPNET_PARTS = SHARED_PARTS | {"q": "attention.attn.q", "k": "attention.attn.k", "v": "attention.attn.v",
                              "out": "attention.attn.o", "first": "attention.LayerNorm"}  # fmt: skip


class Layer(nn.Module):
    """One layer of BERT or MPNet."""

    def __init__(self, width: int = HIDDEN, inner: int = INNER, eps: float = 1e-12) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)
        # no dropout in the encoder: it underfits, and dropout takes a tenth of its time
        self.drop = nn.Dropout(DROPOUT) if width == HIDDEN else nn.Identity()

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """x: batch x pieces x width. mask: added to the scores, which are batch x HEADS x pieces x pieces."""
        b, n, width = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # written out, because torch's fused attention is slower with gradients on a CPU
        scores = (q * (width // HEADS) ** -0.5) @ k.transpose(2, 3)
        if mask is not None:
            scores = scores + mask.to(scores.dtype)
        seen = torch.softmax(scores, -1, dtype=scores.dtype) @ v
        x = self.first(x + self.drop(self.out(seen.transpose(1, 2).reshape(b, n, width))))
        return self.second(x + self.drop(self.down(F.gelu(self.up(x)))))

    def load(self, weights: dict[str, Tensor], number: int) -> Layer:
        """Take the weights of a pretrained layer."""
        p = f"encoder.layer.{number}."
        parts = BERT_PARTS if f"{p}{BERT_PARTS['out']}.bias" in weights else MPNET_PARTS
        names = {own: name for own, name in parts.items() if own not in ("q", "k", "v")}
        state = {f"{own}.{w}": weights[f"{p}{name}.{w}"] for own, name in names.items() for w in ("weight", "bias")}
        for w in ("weight", "bias"):
            state[f"qkv.{w}"] = torch.cat([weights[f"{p}{parts[part]}.{w}"] for part in "qkv"])
        self.load_state_dict(state)
        return self


def buckets(n: int) -> Tensor:
    """Return n x n: the class of the distance between two pieces, as in T5."""
    away = torch.arange(n)[None, :] - torch.arange(n)[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = exact + (torch.log(away.abs().clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return torch.where(away > 0, half, 0) + torch.where(away.abs() < exact, away.abs(), far.clamp(max=half - 1))


class Reader(nn.Module):
    def __init__(self, base: Path, deep: int = 3) -> None:
        """`base`: the folder with both pretrained encoders. `deep`: layers that read the article again for each incident;
        they begin as the upper ones of the small encoder."""
        super().__init__()
        weights, small = load_file(str(base / LARGE)), load_file(str(base / SMALL))
        e = "embeddings."
        theirs = [OTHER_PIECES.get(piece, piece + SHIFT) for piece in range(PIECES)]
        self.words = nn.Embedding.from_pretrained(weights[e + "word_embeddings.weight"][theirs])
        positions = weights[e + "position_embeddings.weight"][FIRST_POSITION : FIRST_POSITION + WINDOW]
        self.register_buffer("positions", positions.half())
        self.norm = nn.LayerNorm(WIDTH, 1e-5)
        self.norm.load_state_dict({w: weights[f"{e}LayerNorm.{w}"] for w in ("weight", "bias")})
        self.signals = nn.Linear(len(SIGNALS), WIDTH, bias=False)
        nn.init.normal_(self.signals.weight, std=0.02)
        self.relative = nn.Embedding.from_pretrained(weights["encoder.relative_attention_bias.weight"])
        self.register_buffer("buckets", buckets(WINDOW).to(torch.uint8))
        self.layers = nn.ModuleList(Layer(WIDTH, WIDE_INNER, 1e-5).load(weights, i) for i in range(LAYERS))
        for part in (self.norm, *self.layers[:FROZEN]):
            part.requires_grad_(False)
        self.narrow = nn.Linear(WIDTH, HIDDEN)
        self.depth = embedding(DEPTHS)
        self.whole = Layer().load(small, SMALL_LAYERS - 1)
        self.drop = nn.Dropout(DROPOUT)
        self.tagger = nn.Linear(HIDDEN, len(KINDS) * 3)
        self.pair = nn.Sequential(
            nn.Linear(6 * HIDDEN + PAIR_SIGNS * 8, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1)
        )
        self.apart = nn.Embedding(8 * PAIR_SIGNS, 8)
        self.mark, self.reach = embedding(MARKS, 0.2), embedding(2 * REACH + 1)
        self.deep = nn.ModuleList(Layer().load(small, SMALL_LAYERS - deep + i) for i in range(deep))
        self.belongs = nn.Linear(HIDDEN, len(KINDS) * 3)
        self.same = nn.Linear(HIDDEN, 1)
        self.judge = nn.Sequential(nn.Linear(3 * HIDDEN, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT))
        self.types, self.roles, self.real = (nn.Linear(HIDDEN, n) for n in (len(TYPES), len(ROLES), 1))

    def encode(self, ids: Tensor, mask: Tensor, signals: Tensor, at: Tensor, depth: Tensor) -> Tensor:
        """ids, mask: windows x width; signals: windows x width x SIGNALS; at: where each piece of the article lies
        in the flattened windows; depth: step of its sentence. Returns pieces x HIDDEN."""
        n = ids.shape[1]
        x = self.norm(self.words(ids) + self.positions[:n].float())
        hidden = self.relative(self.buckets[:n, :n].long()).permute(2, 0, 1)[None] + (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers[:FROZEN]:
            x = layer(x, hidden)
        x = x + self.signals(signals)
        for layer in self.layers[FROZEN:]:
            x = layer(x, hidden)
        x = self.narrow(x.reshape(-1, WIDTH)[at]) + self.depth(depth)
        return self.whole(x[None])[0]

    def tags(self, x: Tensor) -> Tensor:
        """Return pieces x KINDS x 3, before softmax."""
        return self.tagger(self.drop(x)).view(-1, len(KINDS), 3)

    def mentions(self, x: Tensor, pool: Tensor) -> Tensor:
        """pool: mentions x pieces, rows that add up to one. Returns mentions x 2 HIDDEN: the mention and its sentence."""
        return (pool @ x.float()).view(pool.shape[0] // 2, 2 * HIDDEN)

    def pairs(self, a: Tensor, b: Tensor, signs: Tensor) -> Tensor:
        """a, b: pairs x 2 HIDDEN; signs: pairs x PAIR_SIGNS, each 0 to 7. Returns one score for each pair, before sigmoid."""
        signs = signs + 8 * torch.arange(PAIR_SIGNS)
        return self.pair(torch.cat([a, b, a * b, self.apart(signs).flatten(1)], 1)).squeeze(1)

    def incident(self, x: Tensor, marks: Tensor, reach: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """x: pieces of the scene x HIDDEN; marks, reach: one number for each piece. Returns tags (pieces x KINDS x 3), types,
        roles, whether it is an incident at all, and whether each piece is about it too, all before softmax and sigmoid."""
        y = (x + self.mark(marks) + self.reach(reach))[None]
        for layer in self.deep:
            y = layer(y)
        y = y[0].float()
        own, near = (marks == 1).float(), (reach == REACH).float()
        z = self.judge(torch.cat([own @ y / own.sum().clamp(min=1), near @ y / near.sum().clamp(min=1), y.mean(0)]))
        tags = self.belongs(self.drop(y)).view(-1, len(KINDS), 3)
        return tags, self.types(z), self.roles(z), self.real(z), self.same(y).squeeze(1)


def embedding(n: int, std: float = 0.05) -> nn.Embedding:
    table = nn.Embedding(n, HIDDEN)
    nn.init.normal_(table.weight, std=std)
    return table
