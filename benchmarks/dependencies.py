"""How large each dependency is as installed, without byte code: `python benchmarks/dependencies.py`."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCKS = ("run", "dev", "bench")
_NAME = re.compile(r"([A-Za-z0-9_.-]+)==")


def main() -> None:
    seen: set[str] = set()
    for lock in LOCKS:
        names = _names(Path(f"requirements/{lock}.lock")) - seen
        seen |= names
        sizes = {name: size for name in names if (size := _size(name))}
        total = sum(sizes.values())
        print(f"{lock}: {len(sizes)} packages, {total:.0f} MB")
        for name, size in sorted(sizes.items(), key=lambda one: -one[1]):
            print(f"  {name:24} {size:6.1f} MB  {distribution(name).version}")


def _names(lock: Path) -> set[str]:
    return {found[1] for line in lock.read_text().splitlines() if (found := _NAME.match(line))}


def _size(name: str) -> float:
    """Megabytes; 0 for what this platform does not install."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return 0.0
    return sum(path.stat().st_size for path in _files(found)) / 1e6


def _files(found: Distribution) -> list[Path]:
    paths = (Path(str(file.locate())) for file in found.files or ())
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


if __name__ == "__main__":
    main()
