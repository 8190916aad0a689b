"""Photos of projects: who keeps them, who sees them, and that their bytes leave with them."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from koganei_kyodo.accounts.models import User
from koganei_kyodo.documents.pictures import Picture, read_picture
from organizations.models import Department, StoredFile
from projects import actions
from projects.models import ProjectRecord, RecordPhoto
from tests.factories import RecordFactory

pytestmark = pytest.mark.django_db
APPROVED = ProjectRecord.Status.APPROVED


def jpeg() -> bytes:
    """A photo that tells where it was taken."""
    image, out = Image.new("RGB", (800, 600), "green"), io.BytesIO()
    exif = image.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "telephone"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def picture() -> Picture:
    return read_picture(io.BytesIO(jpeg()))


def upload(**other: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("IMG_1.JPG", jpeg())
    return {"picture": file, "alt": "苗を植える人たち", "is_public": "on"} | other


def url(name: str, *args: object) -> str:
    return reverse(f"projects:{name}", args=args)


def test_an_office_shows_what_it_did(client: Client, officer: User, office: Department) -> None:
    record: Any = RecordFactory(department=office, status=APPROVED)
    client.force_login(officer)

    answer = client.post(url("record_photos", record.pk), upload(), follow=True)

    assert "写真を入れました" in answer.content.decode()
    photo = RecordPhoto.objects.get(record=record)
    client.logout()
    page = client.get(url("detail", record.project_id)).content.decode()
    assert url("photo", photo.pk, "small") in page
    assert 'alt="苗を植える人たち"' in page
    for size, width in (("large", 800), ("small", 480)):
        sent = client.get(url("photo", photo.pk, size))
        assert sent.headers["Cache-Control"] == "public, max-age=3600"
        shown = Image.open(io.BytesIO(sent.content))
        assert (shown.width, dict(shown.getexif())) == (width, {})
    data = client.get(url("detail_json", record.project_id)).json()
    assert data["records"][0]["photos"][0]["description"] == "苗を植える人たち"


def test_what_is_not_let_go_or_not_published_stays_in_the_city_hall(
    client: Client, officer: User, office: Department
) -> None:
    draft: Any = RecordFactory(department=office, status="draft")
    approved: Any = RecordFactory(department=office, status=APPROVED)
    kept = [
        actions.add_photo(draft, picture(), alt="下書きの写真", is_public=True, by=officer),
        actions.add_photo(approved, picture(), alt="公開しない写真", is_public=False, by=officer),
    ]
    for photo in kept:
        assert client.get(url("photo", photo.pk, "large")).status_code == 404
    assert "公開しない写真" not in client.get(url("detail", approved.project_id)).content.decode()
    client.force_login(officer)
    for photo in kept:
        sent = client.get(url("photo", photo.pk, "large"))
        assert (sent.status_code, sent.headers["Cache-Control"]) == (200, "private, no-store")


def test_without_a_description_or_a_picture_nothing_is_put_in(
    client: Client, officer: User, office: Department
) -> None:
    record: Any = RecordFactory(department=office)
    client.force_login(officer)
    page = client.post(url("record_photos", record.pk), upload(alt="")).content.decode()
    assert "写真の説明を入力してください" in page
    text = SimpleUploadedFile("x.jpg", b"no picture")
    page = client.post(url("record_photos", record.pk), upload(picture=text)).content.decode()
    assert 'value="苗を植える人たち"' in page
    assert not RecordPhoto.objects.exists()


def test_another_office_keeps_out_and_ten_are_the_most(
    officer: User, other_officer: User, office: Department
) -> None:
    record: Any = RecordFactory(department=office)
    with pytest.raises(PermissionDenied):
        actions.add_photo(record, picture(), alt="川", is_public=True, by=other_officer)
    for number in range(10):
        actions.add_photo(record, picture(), alt=f"川{number}", is_public=True, by=officer)
    with pytest.raises(actions.WrongState, match="10枚まで"):
        actions.add_photo(record, picture(), alt="川", is_public=True, by=officer)


def test_the_bytes_leave_with_the_photo_and_with_the_draft(
    client: Client, officer: User, office: Department
) -> None:
    record: Any = RecordFactory(department=office, status="draft")
    photo = actions.add_photo(record, picture(), alt="川", is_public=True, by=officer)
    actions.add_photo(record, picture(), alt="山", is_public=True, by=officer)
    client.force_login(officer)
    client.post(url("photo_edit", photo.pk), {"alt": "川の掃除"})
    photo.refresh_from_db()
    assert (photo.alt, photo.is_public) == ("川の掃除", False)
    client.post(url("photo_delete", photo.pk))
    assert StoredFile.objects.count() == 2
    actions.delete_draft(record, by=officer)
    assert not StoredFile.objects.exists()
