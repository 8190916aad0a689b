"""Everything `make test` checks: first what needs no test, side by side; then the test suite."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import environ

from koganei_kyodo import embedded_postgres, local_environment
from scripts import chromium

ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "import sys, importlinter.cli as c; sys.exit(c.lint_imports_command())"


@dataclass(frozen=True)
class Stage:
    """One program that has to end well; `deployed` runs it with the settings of a public server."""

    title: str
    arguments: tuple[str, ...]
    deployed: bool = False


# The longest first, so that none of them is left alone at the end.
STAGES = (
    Stage("型 (mypy)", ("-m", "mypy", ".")),
    Stage("移行の取り消し (reverse)", ("-m", "scripts.reverse_migrations")),
    Stage("テンプレートの書き方 (djlint)", ("-m", "djlint", "--lint", "--quiet", "templates")),
    Stage("テンプレートの書式 (djlint)", ("-m", "djlint", "--check", "--quiet", "templates")),
    Stage(
        "移行の安全 (lintmigrations)",
        ("manage.py", "lintmigrations", "--quiet", "ok", "ignore"),
    ),
    Stage("移行の不足 (makemigrations)", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Stage("取り込みの向き (import-linter)", ("-c", LINT_IMPORTS)),
    Stage(
        "本番の設定 (check --deploy)",
        ("manage.py", "check", "--deploy", "--fail-level", "INFO"),
        deployed=True,
    ),
    Stage("書き方 (ruff check)", ("-m", "ruff", "check", "--quiet", ".")),
    Stage("書式 (ruff format)", ("-m", "ruff", "format", "--check", "--quiet", ".")),
)


def say(line: str) -> None:
    """Print a line, in order with what the stages print."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(stage: Stage, environment: dict[str, str]) -> tuple[bool, str]:
    """Run one stage; return whether it ended well, and what is to be said of it."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, *stage.arguments],
        cwd=ROOT,
        env=deploy_environment(environment) if stage.deployed else environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    well = done.returncode == 0
    result = "よし" if well else "だめ"
    seconds = f"{time.monotonic() - start:.1f} 秒"
    return well, f"== {stage.title}\n{done.stdout}   {result}（{seconds}）"


def run_side_by_side(stages: tuple[Stage, ...], environment: dict[str, str]) -> None:
    """Run stages, as many at a time as there are processors; leave the program when any fails."""
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = {pool.submit(run, stage, environment): stage for stage in stages}
        for each in as_completed(running):
            well, words = each.result()
            say(words)
            if not well:
                failed.append(f"「{running[each].title}」")
    if failed:
        sys.exit(f"make test: {''.join(failed)}で問題が見つかりました。上の行を見てください。")


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
    with ExitStack() as stack:
        if embedded_postgres.wanted():
            home = local_environment.cluster_home("postgres-test")
            url = stack.enter_context(embedded_postgres.running(home, fsync=False))
            environment["DATABASE_URL"] = url
        run_side_by_side(STAGES, environment)
        say("== 検査 (pytest)")
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "2", *sys.argv[1:]]
        return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
