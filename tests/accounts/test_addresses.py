"""Where a request comes from, and roles that may come from some networks only."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory

from koganei_kyodo.accounts.addresses import client_address, may_come_from, parse_ranges
from koganei_kyodo.accounts.roles import Role
from tests import factories
from tests.accounts.conftest import give_password, log_in, logged_in_as

pytestmark = pytest.mark.django_db
HALL, HOME = "10.1.2.3", "203.0.113.9"


@pytest.fixture
def _ranges(settings):
    settings.ROLE_ADDRESS_RANGES = {"officer": ["10.0.0.0/8", "2001:db8::/32"]}


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, HALL, "", HALL),
        (0, HOME, HALL, HOME),  # without a proxy of ours the header is a visitor's invention
        (1, "127.0.0.1", HALL, HALL),
        (1, "127.0.0.1", f"{HALL}, {HOME}", HOME),  # the left entry is what the visitor sent
        (2, "127.0.0.1", f"{HALL}, {HOME}, 192.0.2.1", HOME),
        (2, "127.0.0.1", HALL, None),  # somebody went around a proxy
        (1, "127.0.0.1", "", None),
        (1, "127.0.0.1", "rubbish", None),
        (1, "127.0.0.1", f"{HALL}:4711", HALL),
        (1, "127.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
        (0, "::ffff:10.1.2.3", "", HALL),
        (0, "", "", None),
    ],
)
def test_the_address_is_the_one_our_proxies_wrote(settings, proxies, remote, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    found = client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("address", "allowed"),
    [(HALL, True), ("2001:db8::7", True), (HOME, False), ("2001:db9::7", False), ("", False)],
)
@pytest.mark.usefixtures("_ranges")
def test_each_request_of_the_role_has_to_come_from_its_networks(client, officer, address, allowed):
    client.force_login(officer)
    for path in ("/", "/accounts/profile/", "/no-such-page/"):
        response = client.get(path, REMOTE_ADDR=address)
        refused = "ここからは使えません" in response.content.decode()
        assert refused != allowed
        assert (response.status_code == 403) == refused
    if address and not allowed:
        assert f"いまの接続元：{address}" in response.content.decode()
    assert client.post("/accounts/logout/", REMOTE_ADDR=address).status_code == 302


@pytest.mark.usefixtures("_ranges")
def test_login_from_elsewhere_is_refused_with_the_reason_and_leaves_no_session(officer):
    give_password(officer)
    browser = Client()
    response = log_in(browser, officer.login_id, REMOTE_ADDR=HOME)
    assert response.status_code == 403
    assert "ここからは使えません" in response.content.decode()
    assert logged_in_as(browser) is None
    log_in(browser, officer.login_id, REMOTE_ADDR=HALL)
    assert logged_in_as(browser) == officer.pk


@pytest.mark.usefixtures("_ranges")
def test_a_forged_header_opens_nothing(settings, client, officer):
    client.force_login(officer)
    assert client.get("/", REMOTE_ADDR=HOME, HTTP_X_FORWARDED_FOR=HALL).status_code == 403
    settings.TRUSTED_PROXY_COUNT = 1
    forged = f"{HALL}, {HOME}"
    assert client.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forged).status_code == 403
    honest = f"{HOME}, {HALL}"
    assert client.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=honest).status_code == 200


@pytest.mark.usefixtures("_ranges")
def test_other_roles_and_visitors_come_from_everywhere(client, member):
    assert client.get("/", REMOTE_ADDR=HOME).status_code == 200
    client.force_login(member)
    assert client.get("/", REMOTE_ADDR=HOME).status_code == 200


def test_of_several_roles_each_must_allow_the_address(settings, officer):
    settings.ROLE_ADDRESS_RANGES = {"officer": ["10.0.0.0/8"], "desk": ["10.9.0.0/16"]}
    factories.add_membership(officer, Role.DESK)
    inside, outside = (
        client_address(RequestFactory().get("/", REMOTE_ADDR=a)) for a in ("10.9.0.1", HALL)
    )
    assert may_come_from(officer, inside)
    assert not may_come_from(officer, outside)


@pytest.mark.parametrize(
    "wrong",
    [[], {"chief": ["10.0.0.0/8"]}, {"desk": "10.0.0.0/8"}, {"desk": ["10.0.0.1/8"]}, {"desk": []}],
)
def test_mistaken_ranges_stop_the_start(settings, wrong):
    with pytest.raises(ImproperlyConfigured):
        parse_ranges(wrong)
    settings.ROLE_ADDRESS_RANGES = wrong
    assert "accounts.E002" in {problem.id for problem in run_checks()}


def test_an_unknown_role_in_the_list_stops_the_start(settings):
    settings.MFA_REQUIRED_ROLES = ["desk", "chief"]
    assert "accounts.E001" in {problem.id for problem in run_checks()}
    settings.MFA_REQUIRED_ROLES = ["desk"]
    assert "accounts.E001" not in {problem.id for problem in run_checks()}
