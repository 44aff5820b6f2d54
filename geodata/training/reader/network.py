"""The networks of the learned reader.

`Reader.encode`   wordpieces in windows        -> one vector a piece, which has seen the whole article
`Reader.tags`     vectors                      -> for each kind of mention: outside, begins, inside
`Reader.pairs`    two event mentions           -> whether they report one incident, however far apart
`Reader.incident` vectors and one incident's   -> which words belong to it, which other event words report it too,
                  event words                     its type, its role, and whether it is an incident at all
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from geodata.reading.labels import KINDS, ROLES, TYPES
from geodata.reading.pieces import SIGNALS
from geodata.reading.views import PAIR_SIGNS, REACH

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
DROPOUT = 0.1
DEPTHS = 8  # how far into the article a sentence is, in steps
MARKS = 4  # no event word, a word of this incident, a word of another, a word of which that is asked


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.first, self.second = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """x: batch x pieces x HIDDEN. mask: batch x 1 x 1 x pieces, added to the scores."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, None if mask is None else mask.to(q.dtype))
        x = self.first(x + self.drop(self.out(seen.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.second(x + self.drop(self.down(F.gelu(self.up(x)))))

    @classmethod
    def load(cls, weights: dict[str, Tensor], number: int) -> Layer:
        layer, p = cls(), f"encoder.layer.{number}."
        names = {"out": "attention.output.dense", "first": "attention.output.LayerNorm", "up": "intermediate.dense",
                 "down": "output.dense", "second": "output.LayerNorm"}  # fmt: skip
        state = {f"{own}.{w}": weights[f"{p}{name}.{w}"] for own, name in names.items() for w in ("weight", "bias")}
        for w in ("weight", "bias"):
            state[f"qkv.{w}"] = torch.cat([weights[f"{p}attention.self.{part}.{w}"] for part in ("query", "key", "value")])
        layer.load_state_dict(state)
        return layer


class Reader(nn.Module):
    def __init__(self, base: Path, deep: int = 3) -> None:
        """`base`: the folder of all-MiniLM-L6-v2. `deep`: layers that read the article again for each incident."""
        super().__init__()
        weights = load_file(str(base / "model.safetensors"))
        weights = {k.removeprefix("bert."): v.float() for k, v in weights.items()}
        e = "embeddings."
        self.words = nn.Embedding.from_pretrained(weights[e + "word_embeddings.weight"])
        self.positions = nn.Embedding.from_pretrained(weights[e + "position_embeddings.weight"], freeze=False)
        self.kind = nn.Parameter(weights[e + "token_type_embeddings.weight"][0])
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.norm.load_state_dict({w: weights[f"{e}LayerNorm.{w}"] for w in ("weight", "bias")})
        self.signals = nn.Linear(len(SIGNALS), HIDDEN, bias=False)
        nn.init.normal_(self.signals.weight, std=0.02)
        self.layers = nn.ModuleList(Layer.load(weights, i) for i in range(LAYERS))
        self.depth = embedding(DEPTHS)
        self.whole = Layer.load(weights, LAYERS - 1)
        self.drop = nn.Dropout(DROPOUT)
        self.tagger = nn.Linear(HIDDEN, len(KINDS) * 3)
        self.pair = nn.Sequential(
            nn.Linear(6 * HIDDEN + PAIR_SIGNS * 8, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1)
        )
        self.apart = nn.Embedding(8 * PAIR_SIGNS, 8)
        self.mark, self.reach = embedding(MARKS, 0.2), embedding(2 * REACH + 1)
        self.deep = nn.ModuleList(Layer.load(weights, LAYERS - deep + i) for i in range(deep))
        self.belongs = nn.Linear(HIDDEN, len(KINDS) * 3)
        self.same = nn.Linear(HIDDEN, 1)
        self.judge = nn.Sequential(nn.Linear(3 * HIDDEN, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT))
        self.types, self.roles, self.real = (nn.Linear(HIDDEN, n) for n in (len(TYPES), len(ROLES), 1))

    def encode(self, ids: Tensor, mask: Tensor, signals: Tensor, at: Tensor, depth: Tensor) -> Tensor:
        """ids, mask: windows x width; signals: windows x width x SIGNALS; at: where each piece of the article lies
        in the flattened windows; depth: step of its sentence. Gives pieces x HIDDEN."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.kind + self.signals(signals)
        x = self.drop(self.norm(x))
        hidden = (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        x = x.reshape(-1, HIDDEN)[at] + self.depth(depth)
        return self.whole(x[None])[0]

    def tags(self, x: Tensor) -> Tensor:
        """pieces x KINDS x 3"""
        return self.tagger(self.drop(x)).view(-1, len(KINDS), 3)

    def mentions(self, x: Tensor, pool: Tensor) -> Tensor:
        """pool: mentions x pieces, rows that add up to one. Gives mentions x 2 HIDDEN: the mention and its sentence."""
        return (pool @ x.float()).view(pool.shape[0] // 2, 2 * HIDDEN)

    def pairs(self, a: Tensor, b: Tensor, signs: Tensor) -> Tensor:
        """a, b: pairs x 2 HIDDEN; signs: pairs x PAIR_SIGNS, each 0 to 7. Gives one score a pair, before the sigmoid."""
        signs = signs + 8 * torch.arange(PAIR_SIGNS)
        return self.pair(torch.cat([a, b, a * b, self.apart(signs).flatten(1)], 1)).squeeze(1)

    def incident(self, x: Tensor, marks: Tensor, reach: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """x: pieces of the scene x HIDDEN; marks, reach: one number a piece. Gives tags (pieces x KINDS x 3), types,
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
