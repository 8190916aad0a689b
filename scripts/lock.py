"""Compile requirements/*.in into the hash-locked requirements/*.txt (`make lock`).

The compiler, uv, lives in an environment of its own below `var/`. Each file is constrained by those
before it, so that they can be installed together.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "var" / "lock-venv"
FILES = ("base", "local", "dev")
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate")


def main() -> int:
    """Compile every file and return the exit status of the first that fails, or 0."""
    python = TOOL / "bin" / "python"
    commands: list[list[str | Path]] = []
    if not (TOOL / "bin" / "uv").exists():
        commands.append([sys.executable, "-m", "venv", "--clear", TOOL])
        commands.append([python, "-m", "pip", "install", "--quiet", "uv"])
    compiler: list[str | Path] = [
        python,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--no-header",
        *OPTIONS,
    ]
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    commands += [[*compiler, *upgrade, f"{name}.in", "-o", f"{name}.txt"] for name in FILES]
    for command in commands:
        status = subprocess.run(command, cwd=ROOT / "requirements", check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
