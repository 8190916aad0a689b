"""Jobs of the worker: telling an office what became of its yearly record."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from projects.models import ProjectRecord
from projects.notifications import SUBJECTS, TELL_OFFICE

TRY_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=6)


@app.task(name=TELL_OFFICE, retry=TRY_AGAIN)
def tell_office(record_id: int, user_id: int, event: str, link: str, reason: str) -> None:
    """Send one person of the office a mail about its record.

    Args:
        record_id: the record; nothing is sent where it is gone.
        user_id: the person; nothing is sent where the address is gone by now.
        event: ``returned`` or ``approved``.
        link: whole address of the record's page in the portal, or empty.
        reason: what the centre asks to be mended, empty for ``approved``.
    """
    record = ProjectRecord.objects.select_related("department").filter(pk=record_id).first()
    person = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if record is None or person is None:
        return
    context = {"record": record, "person": person, "link": link, "reason": reason}
    text = render_to_string(f"projects/mail/{event}.txt", context)
    subject = SUBJECTS[event].format(name=record.name, number=record.number)
    send_mail(" ".join(subject.split()), text, None, [person.email])
