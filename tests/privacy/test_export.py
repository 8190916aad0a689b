"""開示: everything the registry names is in the file, and nobody else's data."""

import json

import pytest
from django.core.management import CommandError, call_command

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import reading
from koganei_kyodo.portal.privacy import export
from koganei_kyodo.portal.privacy.export import as_json, as_pdf, personal_data
from koganei_kyodo.portal.privacy.registry import HOLDINGS
from tests import factories
from tests.privacy.conftest import EMAIL, KANA, LOGIN, NAME

pytestmark = pytest.mark.django_db


def test_everything_that_is_registered_is_shown(person):
    data = personal_data(person, centre="見本市")
    titles = {h.title for h in HOLDINGS if h.fields}
    assert {section["title"] for section in data["sections"]} == titles
    for holding in HOLDINGS:
        name = holding.title
        section = next((s for s in data["sections"] if s["title"] == name), None)
        if section is not None:
            assert len(section["rows"]) == holding.rows_of(person.pk).count()
    own = data["sections"][0]["rows"][0]
    assert set(own.values()) >= {NAME, KANA, EMAIL, LOGIN}
    assert [act["title"] for act in data["acts"]] == [
        "提出した事業実績（1件）", "最後に直した事業実績（1件）",
    ]  # fmt: skip


def test_the_trail_is_part_of_it(person):
    data = personal_data(person, centre="見本市")
    assert data["about"][0]["changes"] == [f"氏名：竹下 友恵 → {NAME}"]
    assert "田中 健が利用者" in data["about"][0]["what"]


def test_a_trail_that_is_too_long_says_that_there_is_more(person, monkeypatch):
    assert "新しいものから" not in personal_data(person, centre="見本市")["about"][-1]["what"]
    monkeypatch.setattr(export, "LAST_PAGE", 1)
    monkeypatch.setattr(reading, "PAGE", 1)
    about = personal_data(person, centre="見本市")["about"]
    assert len(about) == 2
    assert "新しいものから1件を書きました" in about[1]["what"]


def test_of_what_the_person_did_no_other_name_is_told(person, client, settings):
    from koganei_kyodo.audit import acting

    other: User = factories.UserFactory(name="べつの 人")
    with acting(person):
        other.name = "べつの ひと"
        other.save()
    text = as_json(personal_data(person, centre="見本市")).decode()
    assert "べつの" not in text
    assert f"利用者（番号{other.pk}）を変えた" in text


def test_json_and_pdf(person):
    data = personal_data(person, centre="見本市")
    assert json.loads(as_json(data)) == data
    assert as_pdf(data).startswith(b"%PDF")


def test_the_command_writes_a_file(person, tmp_path, capsys):
    target = tmp_path / "person.json"
    call_command("export_person", LOGIN.upper(), output=target)
    assert NAME in target.read_text(encoding="utf-8")
    call_command("export_person", LOGIN, format="pdf", output=tmp_path / "person.pdf")
    assert (tmp_path / "person.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="利用者はいません"):
        call_command("export_person", "nobody", output=target)
    with pytest.raises(CommandError, match="ファイルに書けません"):
        call_command("export_person", LOGIN, output=tmp_path / "no" / "folder")
