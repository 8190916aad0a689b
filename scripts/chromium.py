"""Chromium for the browser tests: find it, or install Debian's package where that is possible."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-ipafont-gothic")  # the font: screenshots show Japanese
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "Chromium がないので、ブラウザの検査は行っていません。"


def find() -> str | None:
    """Return the path of an installed Chromium (or what CHROMIUM names), None without one."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)


def install() -> bool:
    """Install Chromium through apt where it is missing, root runs and apt is there.

    Returns:
        Whether Chromium is there now.
    """
    apt = shutil.which("apt-get")
    if find() is None and apt and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        wait = ("-o", "DPkg::Lock::Timeout=300")
        for arguments in (("update",), ("install", "-y", "--no-install-recommends", *PACKAGES)):
            subprocess.run(
                [apt, "-qq", *wait, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=False,
            )
    return find() is not None
