"""The cast of the yearly record's journey."""

import pytest

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import Guideline
from tests.factories import CityFactory, DepartmentFactory, GuidelineFactory, UserFactory


@pytest.fixture
def city(db: None) -> Department:
    """This installation's own city."""
    return CityFactory(name="見本市")


@pytest.fixture
def office(city: Department) -> Department:
    """The office whose records the tests are about."""
    return DepartmentFactory(name="公園課", parent=city)


@pytest.fixture
def other_office(city: Department) -> Department:
    """An office that has nothing to do with them."""
    return DepartmentFactory(name="防災課", parent=city)


@pytest.fixture
def guideline(db: None) -> Guideline:
    """The edition in use, with its labels."""
    return GuidelineFactory()


@pytest.fixture
def officer(office: Department) -> User:
    """担当者 of the office."""
    return UserFactory(name="山田 花子", role=Role.OFFICER, role__place=office)


@pytest.fixture
def head(office: Department) -> User:
    """課長 of the office."""
    return UserFactory(name="佐藤 一郎", role=Role.HEAD, role__place=office)


@pytest.fixture
def other_officer(other_office: Department) -> User:
    """担当者 of the other office."""
    return UserFactory(name="鈴木 次郎", role=Role.OFFICER, role__place=other_office)


@pytest.fixture
def desk(db: None) -> User:
    """支援センター職員."""
    return UserFactory(name="高橋 さくら", role=Role.DESK)


@pytest.fixture
def coordinator(city: Department) -> User:
    """協働の主管課."""
    place = DepartmentFactory(name="協働推進課", parent=city)
    return UserFactory(name="田中 健", role=Role.COORDINATOR, role__place=place)


@pytest.fixture
def member(db: None) -> User:
    """団体の代表: a person without any office."""
    return UserFactory(name="伊藤 実", role=Role.REPRESENTATIVE)
