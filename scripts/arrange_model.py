"""Arranges what onnxruntime-genai's builder wrote as a folder that Tiller (and transformers.js) can open.

    python scripts/arrange_model.py BUILT CONFIG TARGET --dtype q4f16

BUILT   the builder's output: model.onnx, its data file, tokenizer files
CONFIG  the folder of the original model, for config.json and generation_config.json
TARGET  the new folder

The weights go to files of less than 2 GB, which is what browsers take in one piece. Needs the package onnx.
"""

import argparse
import json
import shutil
from pathlib import Path

import onnx
from onnx.external_data_helper import ExternalDataInfo, set_external_data

DTYPES = ["fp32", "fp16", "q4", "q4f16"]
TOKENIZER_FILES = ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja"]
CONFIG_FILES = ["config.json", "generation_config.json"]
# Runtimes map files into memory by pages, and read tensors best at such boundaries.
ALIGNMENT = 4096


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("built", type=Path)
    parser.add_argument("config", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--dtype", choices=DTYPES, required=True, help="q4f16 for -p int4 -e webgpu, q4 for -p int4 -e cpu")
    parser.add_argument("--chunk-bytes", type=int, default=1_900_000_000)
    options = parser.parse_args()

    name = "model.onnx" if options.dtype == "fp32" else f"model_{options.dtype}.onnx"
    folder = options.target / "onnx"
    folder.mkdir(parents=True, exist_ok=True)
    chunks = arrange_graph(options.built, folder / name, options.chunk_bytes)
    copy_files(options.built, options.target, TOKENIZER_FILES)
    # A second dtype joins the first: what is announced of that one stays.
    if not (options.target / "config.json").exists():
        copy_files(options.config, options.target, CONFIG_FILES)
    announce_chunks(options.target / "config.json", name, chunks)
    print(f"{options.target}: onnx/{name} with {chunks} data files")


def arrange_graph(built: Path, target: Path, chunk_bytes: int) -> int:
    """Writes the graph and its weights, in order, into as many files as they need; returns the number of files."""
    model = onnx.load(str(built / "model.onnx"), load_external_data=False)
    external = [tensor for tensor in model.graph.initializer if tensor.data_location == onnx.TensorProto.EXTERNAL]
    count = 0
    chunk = None
    for tensor in external:
        info = ExternalDataInfo(tensor)
        with open(built / info.location, "rb") as source:
            source.seek(info.offset or 0)
            data = source.read(info.length)
        if len(data) > chunk_bytes:
            raise SystemExit(f"{tensor.name} has {len(data)} bytes; a file may have {chunk_bytes}. Quantise the model further.")
        if chunk is None or aligned(chunk.tell()) + len(data) > chunk_bytes:
            if chunk is not None:
                chunk.close()
            suffix = "_data" if count == 0 else f"_data_{count}"
            chunk = open(f"{target}{suffix}", "wb")
            count += 1
        chunk.write(b"\0" * (aligned(chunk.tell()) - chunk.tell()))
        # The field is what marks a tensor as having its bytes here; they themselves go into the file.
        tensor.raw_data = b""
        set_external_data(tensor, Path(chunk.name).name, chunk.tell(), len(data))
        tensor.ClearField("raw_data")
        chunk.write(data)
    if chunk is not None:
        chunk.close()
    onnx.save(model, str(target))
    return count


def aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def copy_files(source: Path, target: Path, names: list[str]) -> None:
    for name in names:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
    if not (target / names[0]).exists():
        raise SystemExit(f"expected {names[0]} in {source}, found none")


def announce_chunks(config_path: Path, name: str, chunks: int) -> None:
    """transformers.js reads the number of data files here; Tiller reads it from the graph."""
    config = json.loads(config_path.read_text())
    own = config.setdefault("transformers.js_config", {})
    formats = own.get("use_external_data_format")
    own["use_external_data_format"] = {**(formats if isinstance(formats, dict) else {}), name: chunks}
    config_path.write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    main()
