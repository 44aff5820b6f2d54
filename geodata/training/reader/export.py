"""Write a trained reader as the files that ship: quantized ONNX graphs, tokenizer, thresholds, hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from torch import Tensor, nn

from geodata.reading.confidence import Calibration
from geodata.reading.linking import Thresholds
from geodata.reading.model_files import SUMS
from geodata.reading.pieces import SIGNALS
from geodata.reading.views import PAIR_SIGNS
from geodata.training.reader.network import HIDDEN, Reader

OPSET = 21
BLOCK = 256  # how many numbers share a scale


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
    """Write encoder.onnx, pairs.onnx, incident.onnx, tokenizer.json and default settings to `folder`."""
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
    """Write one graph with 8-bit weights. In the encoder, the last product of each layer has a scale for every `BLOCK` numbers,
    because a single scale loses too much, and the vectors of words have 4 bits."""
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain, dynamic = Path(folder) / "plain.onnx", Path(folder) / "dynamic.onnx"
        torch.onnx.export(module.eval(), example, str(plain), input_names=list(inputs), output_names=list(outputs),
                          dynamic_axes=axes, opset_version=OPSET, dynamo=False)  # fmt: skip
        graph = onnx.load(str(plain))
        onnx.checker.check_model(graph)
        words = [n.name for n in graph.graph.node if n.op_type == "Gather" and n.input[0].endswith("words.weight")]
        blocks = [n.name for n in graph.graph.node if n.op_type == "MatMul" and "/down/" in n.name] if words else []
        quantize_dynamic(plain, dynamic, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=[*words, *blocks],
                         op_types_to_quantize=["MatMul", "Gemm", "Gather"])  # fmt: skip
        if not words:
            shutil.copy(dynamic, path)
            return
        quantized = in_blocks(onnx.load(str(dynamic)), blocks, 8, "MatMul")
        onnx.save(in_blocks(quantized, words, 4, "Gather", quant_axes=(("Gather", 1),)), str(path))


def in_blocks(model: onnx.ModelProto, nodes: list[str], bits: int, kind: str, **more: Any) -> onnx.ModelProto:
    """Quantize the weights of some nodes in blocks; the numbers of a block share a scale."""
    config = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=bits, op_types_to_quantize=(kind,), **more
    )
    others = [node.name for node in model.graph.node if node.op_type == kind and node.name not in nodes]
    quantizer = MatMulNBitsQuantizer(model, algo_config=config, nodes_to_exclude=others)
    quantizer.process()
    return quantizer.model.model
