"""What no line of the log may hold: the secrets of links, whoever writes the line."""

import io
import json
import logging
from typing import Any

import pytest
import structlog
from django.test import Client
from django.urls import reverse

from koganei_kyodo.logs import logging_config, mask

SECRET = "q3vX8-secret_of_a_link-7Zt2"
LINKS = (
    ("invitation_open", "organizations:invitation_open", [SECRET]),
    ("a page of answers", "surveys:answer_confirm", [SECRET]),
    ("password", "password_reset_confirm", ["MQ", SECRET]),
    ("address", "email_confirm", [SECRET]),
    ("mail stop", "organizations:mail_stop", [SECRET]),
)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the log of a server holds, as JSON."""
    written = io.StringIO()
    settings = logging_config(json=True, level="INFO")["formatters"]["structured"]
    handler = logging.StreamHandler(written)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=settings["processor"], foreign_pre_chain=settings["foreign_pre_chain"]
        )
    )
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return written


@pytest.mark.django_db
@pytest.mark.parametrize(("about", "name", "arguments"), LINKS, ids=[link[0] for link in LINKS])
def test_the_log_of_a_request_holds_no_secret(
    about: str, name: str, arguments: list[Any], lines: io.StringIO, client: Client
) -> None:
    address = reverse(name, args=arguments)
    client.get(address)
    client.get(f"{address}nowhere/")
    client.put(f"{address}?next={address}")
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    # Django's own lines are among them, and they say where.
    assert any("Not Found" in line["event"] or "Gone" in line["event"] for line in found)
    assert any("…" in line["event"] for line in found)
    assert SECRET not in lines.getvalue()


def test_a_traceback_and_a_field_hold_no_secret(lines: io.StringIO) -> None:
    path = reverse("surveys:answer_all", args=[SECRET])
    try:
        raise ValueError(f"no row for {path}")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", path)
        structlog.get_logger("test").exception("failed", where=f"GET {path}")
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert len(written) == 2
    assert "no row for /answer/…" in written[0]["exception"]
    assert written[1]["where"] == "GET /answer/…"
    assert SECRET not in lines.getvalue()


MAIL = "Starting job organizations.send_registry_mail[5](address='a.b@example.jp', text='山田 花子 様\n(1)')"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (MAIL, "Starting job organizations.send_registry_mail[5](…)"),
        (
            "Job a.mail[7](text='花子 (1)') ended with status: Error, to retry, lasted 1.000 s",
            "Job a.mail[7](…) ended with status: Error, to retry, lasted 1.000 s",
        ),
        (
            "Waiting for job to finish: worker: a.mail[7](to='花子') (started 2.000 s ago)",
            "Waiting for job to finish: worker: a.mail[7](…) (started 2.000 s ago)",
        ),
        ("{'a.b+c@example.jp': (550, b'no such user')}", "{'…@example.jp': (550, b'no such user')}"),
        (
            "DETAIL:  Failing row contains (1, 山田 花子, (042) 1, null).\nmore",
            "DETAIL:  Failing row contains (…).\nmore",
        ),
        ("DETAIL:  Key (login_id)=(hanako) already exists.", "DETAIL:  Key (login_id)=(…) already exists."),
    ],
)  # fmt: skip
def test_no_line_names_a_person(lines: io.StringIO, written: str, kept: str) -> None:
    logging.getLogger("procrastinate.worker").info(written)
    (line,) = [json.loads(each) for each in lines.getvalue().splitlines()]
    assert line["event"] == kept


def test_other_paths_stay_as_they_are() -> None:
    for path in ("/projects/12/", "/invitations/", "/accounts/password/", "/surveys/answering/"):
        assert mask(path) == path
