"""What the pages say is what the portal does."""

import pytest
from django.conf import settings
from django.urls import reverse

from koganei_kyodo.portal.privacy.registry import HOLDINGS

pytestmark = pytest.mark.django_db
PAGES = ["portal:privacy", "portal:cookies", "portal:site_policy"]


@pytest.mark.parametrize("name", PAGES)
def test_the_footer_of_every_page_leads_there(client, name):
    assert f'href="{reverse(name)}"' in client.get("/").content.decode()
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert client.post(reverse(name)).status_code == 405


def test_the_privacy_page_names_every_table_that_is_registered(client):
    text = client.get(reverse("portal:privacy")).content.decode()
    for holding in HOLDINGS:
        if holding.fields:
            assert holding.title in text
            assert holding.purpose in text


def test_no_page_sets_a_cookie_the_page_about_cookies_does_not_name(client, officer):
    text = client.get(reverse("portal:cookies")).content.decode()
    named = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert all(name in text for name in named)
    for path in ("/", "/about/", "/accounts/login/", "/projects/", "/projects/statistics/"):
        client.get(path)
    assert set(client.cookies) <= named
    officer.set_password("long-enough-word-1")
    officer.save()
    client.post("/accounts/login/", {"login": officer.login_id, "password": "long-enough-word-1"})
    client.get("/home/", follow=True)
    assert set(client.cookies) <= named
