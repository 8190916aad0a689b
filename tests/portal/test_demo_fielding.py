"""Musashino's questionnaire is fielded again to the 53 offices of the made-up city."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.portal.demo import fielding
from koganei_kyodo.portal.demo.load import load_demo
from surveys.fielding import drafts, excel_in, excel_sheet, progress, taking
from surveys.models import DraftPart, KeyedSheet, Response, Survey, Target

pytestmark = pytest.mark.django_db


def test_fifty_three_offices_in_four_attributes_answer_by_web_and_excel():
    city = load_demo()
    survey = Survey.objects.get(slug=fielding.SLUG)
    targets = list(Target.objects.filter(survey=survey).order_by("number"))
    assert len(targets) == 53
    attributes = Counter(target.attributes["attribute"] for target in targets)
    assert set(attributes) <= {1, 2, 3, 4}
    assert len(attributes) >= 2
    whole, _ = progress.standings(survey)
    assert (whole.listed, whole.valid, whole.undeliverable) == (53, 21, 1)
    assert {response.mode for response in Response.objects.filter(target__in=targets)} == {
        "web",
        "email",
    }
    assert Counter(KeyedSheet.objects.values_list("status", flat=True)) == {
        "once": 1,
        "different": 1,
        "waiting": 1,
    }
    # An office with records begins with a sheet for each partner, on the web …
    asked = next(
        t for t in targets if t.status == "sent" and drafts.first_sheets(t, survey.questionnaires.get())
    )  # fmt: skip
    client = Client()
    client.force_login(city.people["kankyo"])
    office = city.offices["環境政策課"]
    own = Target.objects.get(survey=survey, department=office)
    page = client.get(reverse("projects:office_home")).content.decode()
    assert survey.title in page
    client.post(reverse("surveys:answer_link", args=[own.pk]))
    parts = DraftPart.objects.filter(draft__target=own, row__gte=1)
    assert parts.filter(is_prefilled=True).count() == parts.count() > 0
    # … and by Excel, read back from the mail.
    draft = drafts.preview(asked)
    assert draft is not None
    filled = excel_sheet.write(draft)
    _, response = excel_in.take_file(survey, filled, by=city.people["desk"])
    known = drafts.first_sheets(asked, response.questionnaire)
    assert [sheet.title for sheet in response.sheets.order_by("row")] == [s.title for s in known]
    assert taking.questions_of(response.questionnaire)
