"""Prepare a checkout: `.env`, the virtual environment, the hash-locked packages.

    python3.11 scripts/bootstrap.py local       what `make run` needs
    python3.11 scripts/bootstrap.py local dev   what `make test` needs as well
    python3.11 scripts/bootstrap.py             only `.env`

It runs before anything is installed, so it uses the standard library alone. A second run compares
one stamp per lock file and does nothing. An interrupted installation leaves a mark and is begun
again from an empty environment.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
INSTALLING = VENV / "installing"
PYTHON = "{}.{}".format(*sys.version_info[:2])


def say(*lines: str) -> None:
    """Print lines for the person at the terminal, in whatever characters it can show."""
    for line in lines:
        sys.stderr.buffer.write((line + "\n").encode(errors="replace"))
    sys.stderr.flush()


def write_env() -> None:
    """Write the `.env` that marks a developer's checkout, unless there is one."""
    path = ROOT / ".env"
    if path.exists():
        return
    draft = ROOT / "var" / "env.draft"
    draft.touch(mode=0o600)
    draft.write_text(
        "# Marks a checkout on a developer's machine. Never set KYODO_DEV on a public server.\n"
        f"KYODO_DEV=1\nSECRET_KEY={secrets.token_urlsafe(50)}\n"
    )
    draft.replace(path)


def stamp_of(name: str) -> Path:
    """Return the path of the stamp that says which lock file is installed."""
    return VENV / f"stamp-{name}"


def stamp_text(name: str) -> str:
    """Return what the stamp of this lock file has to hold: Python's version and a hash."""
    lock = ROOT / "requirements" / f"{name}.txt"
    return f"{PYTHON} {hashlib.sha256(lock.read_bytes()).hexdigest()}\n"


def is_installed(name: str) -> bool:
    """Return whether exactly this lock file is installed."""
    stamp = stamp_of(name)
    return stamp.exists() and stamp.read_text() == stamp_text(name)


def venv_is_sound() -> bool:
    """Return whether the environment is whole and of this Python's version."""
    if INSTALLING.exists() or not os.access(VENV_PYTHON, os.X_OK):
        return False
    probe = "import pip, sys; print('{}.{}'.format(*sys.version_info[:2]))"
    answer = subprocess.run([VENV_PYTHON, "-c", probe], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == PYTHON


def make_venv() -> bool:
    """Make an empty virtual environment; return whether that worked."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode == 0:
        return True
    say(
        f"Python の仮想環境（{VENV}）を作れませんでした。",
        f"Debian では apt install python3-venv（または python{PYTHON}-venv）のあと、"
        "もう一度実行してください。",
        "Could not make the virtual environment. On Debian: apt install python3-venv",
    )
    return False


def install(names: list[str]) -> bool:
    """Install these lock files where they are not yet installed; return whether all are."""
    if os.access(VENV_PYTHON, os.X_OK) and not INSTALLING.exists():
        names = [name for name in names if not is_installed(name)]
    if not names:
        return True
    say("必要な部品を入れています（初めてのときは1〜2分かかります）。")
    if not venv_is_sound() and not make_venv():
        return False
    INSTALLING.touch()
    files = [part for name in names for part in ("-r", str(ROOT / "requirements" / f"{name}.txt"))]
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    if subprocess.run([*pip, "--require-hashes", *files], check=False).returncode != 0:
        say(
            "部品を入れられませんでした。上の行が理由です。"
            "ネットワークとディスクの空きを確かめて、もう一度実行してください。",
            "Could not install the packages; the lines above say why.",
        )
        return False
    for name in names:
        stamp_of(name).write_text(stamp_text(name))
    INSTALLING.unlink()
    return True


def main(names: list[str]) -> int:
    """Prepare the checkout and return the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - older ones reach this line, to be told so
        say(
            f"Python 3.11 以上が要ります（見つかったのは {PYTHON} です）。"
            "Debian では apt install python3.11 python3-venv",
            f"Python 3.11 or newer is needed, found {PYTHON}.",
        )
        return 1
    folder = ROOT / "var"
    folder.mkdir(mode=0o755, exist_ok=True)
    with (folder / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_env()
        if "base" not in names and names:
            names = ["base", *names]
        return 0 if install(names) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
