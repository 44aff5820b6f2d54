"""Write a trained reader as the files that ship: ONNX graphs with 8-bit weights, tokenizer, thresholds, hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from geodata.reading.confidence import Calibration
from geodata.reading.linking import Thresholds
from geodata.reading.model_files import SUMS
from geodata.reading.pieces import SIGNALS
from geodata.reading.views import PAIR_SIGNS
from geodata.training.reader.network import HIDDEN, Reader

OPSET = 17


class Encoding(nn.Module):
    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, mask: Tensor, signals: Tensor, at: Tensor, depth: Tensor) -> tuple[Tensor, Tensor]:
        x = self.net.encode(ids, mask, signals, at, depth)
        return x, self.net.tags(x).softmax(-1)


class Pairing(nn.Module):
    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, a: Tensor, b: Tensor, signs: Tensor) -> Tensor:
        return self.net.pairs(a, b, signs).sigmoid()


class Judging(nn.Module):
    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor, marks: Tensor, reach: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        tags, types, roles, real, same = self.net.incident(x, marks, reach)
        return tags.softmax(-1), types.softmax(-1), roles.softmax(-1), real.sigmoid(), same


def export(net: Reader, base: Path, folder: Path) -> None:
    """Fill `folder` with encoder.onnx, pairs.onnx, incident.onnx and tokenizer.json, and settings that choose nothing yet."""
    net.eval()
    folder.mkdir(parents=True, exist_ok=True)
    n, width = 40, 32
    at = torch.arange(1, n // 2 + 1).repeat(2)
    windows = (torch.ones(2, width, dtype=torch.long), torch.ones(2, width), torch.zeros(2, width, len(SIGNALS)), at, at * 0)
    write(Encoding(net), windows, ("ids", "mask", "signals", "at", "depth"), ("vectors", "tags"), folder / "encoder.onnx",
          {"ids": {0: "windows", 1: "width"}, "mask": {0: "windows", 1: "width"}, "signals": {0: "windows", 1: "width"},
           "at": {0: "pieces"}, "depth": {0: "pieces"}})  # fmt: skip
    pairs = (torch.zeros(3, 2 * HIDDEN), torch.zeros(3, 2 * HIDDEN), torch.zeros(3, PAIR_SIGNS, dtype=torch.long))
    write(
        Pairing(net),
        pairs,
        ("a", "b", "signs"),
        ("same",),
        folder / "pairs.onnx",
        {k: {0: "pairs"} for k in ("a", "b", "signs")},
    )
    scene = (torch.zeros(n, HIDDEN), torch.ones(n, dtype=torch.long), torch.ones(n, dtype=torch.long) * 6)
    write(Judging(net), scene, ("x", "marks", "reach"), ("tags", "types", "roles", "real", "same"), folder / "incident.onnx",
          {k: {0: "pieces"} for k in ("x", "marks", "reach")})  # fmt: skip
    shutil.copy(base / "tokenizer.json", folder / "tokenizer.json")
    finish(folder, Thresholds(), Calibration(0.0, {}, 0.0))


def finish(folder: Path, thresholds: Thresholds, calibration: Calibration) -> None:
    """Write settings.json and SHA256SUMS."""
    settings = {"thresholds": asdict(thresholds), "confidence": asdict(calibration)}
    (folder / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    names = sorted(p.name for p in folder.iterdir() if p.suffix in (".onnx", ".json"))
    lines = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / SUMS).write_text("".join(lines), "utf-8")


def write(
    module: nn.Module, example: tuple[Tensor, ...], inputs: tuple[str, ...], outputs: tuple[str, ...], path: Path,
    axes: dict[str, dict[int, str]],
) -> None:  # fmt: skip
    """One graph, its large weights in 8 bits."""
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(module.eval(), example, str(plain), input_names=list(inputs), output_names=list(outputs),
                          dynamic_axes=axes, opset_version=OPSET, dynamo=False)  # fmt: skip
        onnx.checker.check_model(str(plain))
        quantize_dynamic(
            plain, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"]
        )
