"""Everything `make test` checks, in order; the first stage that fails ends it with its own line."""

import os
import secrets
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import environ

from koganei_kyodo import embedded_postgres, local_environment
from scripts import chromium

Stage = tuple[str, tuple[str, ...]]
ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "import sys, importlinter.cli as c; sys.exit(c.lint_imports_command())"
STATIC: tuple[Stage, ...] = (
    ("書き方 (ruff check)", ("-m", "ruff", "check", "--quiet", ".")),
    ("書式 (ruff format)", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("テンプレートの書き方 (djlint)", ("-m", "djlint", "--lint", "--quiet", "templates")),
    ("テンプレートの書式 (djlint)", ("-m", "djlint", "--check", "--quiet", "templates")),
    ("型 (mypy)", ("-m", "mypy", ".")),
    ("取り込みの向き (import-linter)", ("-c", LINT_IMPORTS)),
)
DATABASE: tuple[Stage, ...] = (
    ("移行の不足 (makemigrations)", ("manage.py", "makemigrations", "--check", "--dry-run")),
    ("移行の取り消し (reverse)", ("-m", "scripts.reverse_migrations")),
    ("移行の安全 (lintmigrations)", ("manage.py", "lintmigrations", "--quiet", "ok", "ignore")),
)
DEPLOY: Stage = (
    "本番の設定 (check --deploy)",
    ("manage.py", "check", "--deploy", "--fail-level", "INFO"),
)


def say(line: str) -> None:
    """Print a line, in order with what the stages print."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(stage: Stage, environment: dict[str, str]) -> None:
    """Run one stage; leave the program when it fails."""
    title, arguments = stage
    say(f"== {title}")
    start = time.monotonic()
    status = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False)
    if status.returncode != 0:
        sys.exit(f"make test: 「{title}」で問題が見つかりました。上の行を見てください。")
    say(f"   よし（{time.monotonic() - start:.1f} 秒）")


def provide_chromium() -> None:
    """Install Chromium or say in one line that the browser tests cannot run."""
    if chromium.install():
        return
    say(chromium.MISSING)
    if os.environ.get("CI") == "true":
        sys.exit("make test: CI=true なので、これは失敗です。")


def deploy_environment(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment of a public server, as `check --deploy` has to see it."""
    return {
        **environment,
        "KYODO_DEV": "0",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "kyodo.example.lg.jp",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.lg.jp:587",
        "DEFAULT_FROM_EMAIL": "kyodo@example.lg.jp",
    }


def main() -> int:
    """Run all stages, the test suite last; return its exit status."""
    environ.Env.read_env(ROOT / ".env")
    provide_chromium()
    environment = {**os.environ, "DATABASE_POOL_SIZE": "0", "PYTHONUNBUFFERED": "1"}
    for stage in STATIC:
        run(stage, environment)
    with ExitStack() as stack:
        if embedded_postgres.wanted():
            home = local_environment.cluster_home("postgres-test")
            url = stack.enter_context(embedded_postgres.running(home, fsync=False))
            environment["DATABASE_URL"] = url
        for stage in DATABASE:
            run(stage, environment)
        run(DEPLOY, deploy_environment(environment))
        say("== 検査 (pytest)")
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "2", *sys.argv[1:]]
        return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
