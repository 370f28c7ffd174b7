"""How large a built template's functions and layers are, against what Lambda takes.

Run by `make build` in SAM's own environment, so it imports nothing of ours.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import yaml

LIMIT_MB = 250.0  # function and layers together, unzipped (Lambda quotas)
MB = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


class _Loader(yaml.SafeLoader):
    """YAML in which a tag of CloudFormation's is its own value."""


def _untagged(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _untagged)


def files_of(folder: Path) -> list[Path]:
    """Answer the folder's files in the order of their paths."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest_of(folder: Path) -> str:
    """Answer one SHA-256 over the folder's paths and bytes, in hexadecimal; no times, no modes."""
    whole = hashlib.sha256()
    for path in files_of(folder):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def sizes_of(folder: Path) -> tuple[int, int]:
    """Answer the folder's size unzipped and zipped, in bytes."""
    packed = io.BytesIO()
    total = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_of(folder):
            content = path.read_bytes()
            total += len(content)
            name = path.relative_to(folder).as_posix()
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return total, len(packed.getvalue())


def main(built: Path) -> int:
    """Print a line for each function and layer of the built template; answer 1 if too large."""
    # A subclass of SafeLoader: it builds no Python objects.
    template = yaml.load(built.read_text(encoding="utf-8"), Loader=_Loader)
    folders = {
        name: (built.parent / one["Properties"][_CODE[one["Type"]]]).resolve()
        for name, one in template["Resources"].items()
        if one["Type"] in _CODE
    }
    sizes = {name: sizes_of(folder) for name, folder in folders.items()}
    print(f"{'':16} {'MB':>7} {'zipped':>7}  digest (paths and bytes)")
    for name, (total, packed) in sizes.items():
        digest = digest_of(folders[name])[:16]
        print(f"{name:16} {total / MB:7.2f} {packed / MB:7.2f}  {digest}")
    shared = template.get("Globals", {}).get("Function", {}).get("Layers", [])
    largest = 0.0
    for name, one in template["Resources"].items():
        if one["Type"] != "AWS::Serverless::Function":
            continue
        layers = [*shared, *one["Properties"].get("Layers", [])]
        parts = [name, *(part["Ref"] if isinstance(part, dict) else part for part in layers)]
        whole = sum(sizes[part][0] for part in parts) / MB
        largest = max(largest, whole)
        print(f"{name} with its {len(layers)} layers: {whole:.1f} MB of Lambda's {LIMIT_MB:.0f}")
    return int(largest > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
