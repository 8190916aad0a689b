"""Photos of a group: who keeps them, who sees them, and that their bytes leave with them."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from koganei_kyodo.documents.pictures import Picture, read_picture
from organizations import actions
from organizations.models import Organization, Photo, StoredFile
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


def jpeg(colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return out.getvalue()


def picture() -> Picture:
    return read_picture(io.BytesIO(jpeg()))


def upload(**other: Any) -> dict[str, Any]:
    return {"picture": SimpleUploadedFile("IMG_1.JPG", jpeg()), "alt": "苗を植える人たち"} | other


def url(name: str, *args: object) -> str:
    return reverse(f"organizations:{name}", args=args)


def test_a_secretary_puts_a_photo_on_the_page_of_the_group(client, leader, group):
    client.force_login(leader)
    answer = client.post(url("photos", group.pk), upload(), follow=True)
    assert "写真を入れました" in answer.text
    photo = Photo.objects.get(organization=group)
    assert (photo.width, photo.height, photo.alt) == (800, 600, "苗を植える人たち")
    client.logout()
    page = client.get(url("detail", group.pk))
    assert url("photo", photo.pk, "small") in page.text
    assert 'alt="苗を植える人たち"' in page.text
    for size, width in (("large", 800), ("small", 480)):
        sent = client.get(url("photo", photo.pk, size))
        assert sent.headers["Content-Type"] == "image/jpeg"
        assert sent.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(io.BytesIO(sent.content)).width == width
    data = client.get(url("detail_json", group.pk)).json()
    assert data["photos"][0]["description"] == "苗を植える人たち"
    linked = client.get(url("detail_json_ld", group.pk)).json()["image"][0]["contentUrl"]
    assert linked == "http://testserver" + url("photo", photo.pk, "large")


def test_without_a_description_or_a_picture_nothing_is_put_in(client, leader, group):
    client.force_login(leader)
    page = client.post(url("photos", group.pk), upload(alt=" "))
    assert "写真の説明を入力してください" in page.text
    broken = upload(picture=SimpleUploadedFile("a.jpg", b"%PDF-1.7"))
    page = client.post(url("photos", group.pk), broken)
    assert "写真は、JPEG・PNG・WebP・HEICのどれかにしてください" in page.text
    assert "苗を植える人たち" in page.text  # what was typed stays
    assert not Photo.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("status", ["draft", "submitted", "lapsed", "struck"])
def test_photos_of_a_group_that_is_not_listed_are_its_own(client, leader, group, member, status):
    photo = actions.add_photo(group, picture(), alt="花だん", by=leader)
    Organization.objects.filter(pk=group.pk).update(status=status)
    address = url("photo", photo.pk, "large")
    assert client.get(address).status_code == 404
    client.force_login(member)
    assert client.get(address).status_code == 404
    client.force_login(leader)
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_nobody_else_keeps_photos(client, leader, group, member, officer):
    photo = actions.add_photo(group, picture(), alt="花だん", by=leader)
    for person in (member, officer):
        with pytest.raises(PermissionDenied):
            actions.add_photo(group, picture(), alt="花だん", by=person)
        with pytest.raises(PermissionDenied):
            actions.remove_photo(photo, by=person)
        client.force_login(person)
        assert client.post(url("photos", group.pk), upload()).status_code == 403
        for name in ("photo_move", "photo_delete", "photo_edit"):
            assert client.post(url(name, photo.pk), {"alt": "x"}).status_code == 403


def test_photos_are_ordered_described_and_taken_out_with_their_bytes(client, desk, group):
    client.force_login(desk)
    first, second, third = (
        actions.add_photo(group, picture(), alt=alt, by=desk) for alt in ("1", "2", "3")
    )
    client.post(url("photo_move", third.pk), {"to": "up"})
    client.post(url("photo_move", first.pk), {"to": "up"})  # the first stays first
    assert [photo.alt for photo in group.photos.all()] == ["1", "3", "2"]
    client.post(url("photo_move", first.pk), {"to": "down"})
    assert [photo.alt for photo in group.photos.all()] == ["3", "1", "2"]
    client.post(url("photo_edit", second.pk), {"alt": "祭りの屋台"})
    client.post(url("photo_delete", first.pk))
    assert [photo.alt for photo in group.photos.all()] == ["3", "祭りの屋台"]
    assert StoredFile.objects.count() == 4


def test_there_is_an_end_of_photos(desk, group):
    one = picture()
    for number in range(12):
        actions.add_photo(group, one, alt=str(number), by=desk)
    with pytest.raises(actions.WrongState, match="12枚まで"):
        actions.add_photo(group, one, alt="もう1枚", by=desk)


def test_photos_follow_a_merge_and_go_back(desk, group):
    other = OrganizationFactory()
    actions.add_photo(other, picture(), alt="花だん", by=desk)
    merge = actions.merge(group, other, by=desk)
    assert group.photos.count() == 1
    actions.undo_merge(merge, by=desk)
    assert (group.photos.count(), other.photos.count()) == (0, 1)


def test_a_draft_leaves_no_bytes_behind(desk):
    draft = OrganizationFactory(status="draft")
    actions.add_photo(draft, picture(), alt="花だん", by=desk)
    actions.delete_draft(draft)
    assert not StoredFile.objects.exists()
