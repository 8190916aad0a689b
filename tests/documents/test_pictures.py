"""Pictures that are handed in: what is stored is the picture alone, and nothing blows up."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from koganei_kyodo.documents import pictures
from koganei_kyodo.documents.pictures import PictureField, PictureRefused, read_picture

HEIC = Path(__file__).with_name("sample.heic")  # 64 × 48, left half blue, with a place in its EXIF
RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(width: int = 2000, height: int = 1000) -> Image.Image:
    """A picture whose left half is blue and whose right half is red."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, 0, width // 2, height))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, kind, **options)
    out.seek(0)
    return out


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(found, wanted, strict=True))


def exif_of_a_telephone() -> Image.Exif:
    """Lying on its side, with the place it was taken at and the device."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Made-up Camera"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (35.0, 41.0, 59.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_two_sizes_of_a_picture(kind: str) -> None:
    picture = read_picture(saved(drawn(), kind))
    for rendition, longest in ((picture.large, 1600), (picture.thumbnail, 480)):
        image = opened(rendition.content)
        assert (image.format, image.size) == ("JPEG", (longest, longest // 2))
        assert (rendition.width, rendition.height) == image.size
        assert rendition.content_type == "image/jpeg"
        assert near(image.getpixel((5, 5)), BLUE)
        assert near(image.getpixel((longest - 5, 5)), RED)


def test_a_small_picture_is_not_blown_up() -> None:
    picture = read_picture(saved(drawn(120, 90), "PNG"))
    assert (picture.large.width, picture.thumbnail.height) == (120, 90)


def test_a_photo_of_a_telephone_stands_upright_and_tells_nothing() -> None:
    taken = saved(drawn(), "JPEG", exif=exif_of_a_telephone(), comment=b"at home", quality=90)
    picture = read_picture(taken)
    for rendition in (picture.large, picture.thumbnail):
        image = opened(rendition.content)
        assert image.width * 2 == image.height
        assert near(image.getpixel((5, 5)), BLUE)  # turned clockwise, the left half is on top
        assert near(image.getpixel((5, image.height - 5)), RED)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                   "progressive", "progression"}  # fmt: skip
        for told in (b"Exif", b"Made-up", b"at home", b"http"):
            assert told not in rendition.content


def test_heic_of_an_iphone() -> None:
    assert b"Made-up Camera" in HEIC.read_bytes()
    picture = read_picture(io.BytesIO(HEIC.read_bytes()))
    image = opened(picture.large.content)
    assert image.size == (64, 48)
    assert near(image.getpixel((5, 20)), BLUE)
    assert b"Made-up" not in picture.large.content


def test_transparent_parts_become_white() -> None:
    logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    logo.paste((*RED, 255), (0, 0, 100, 100))
    palette = logo.quantize(8)
    for image in (logo, palette):
        found = opened(read_picture(saved(image, "PNG")).large.content)
        assert near(found.getpixel((150, 50)), (255, 255, 255))
        assert near(found.getpixel((50, 50)), RED)


@pytest.mark.parametrize("mode", ["L", "LA", "1", "CMYK", "I;16"])
def test_every_mode_of_a_scanner(mode: str) -> None:
    grey = Image.new("L", (80, 60), 128)
    if mode == "I;16":
        image = Image.new("I;16", grey.size, 128 * 256)
    else:
        image = grey.convert("RGB").convert(mode) if mode == "CMYK" else grey.convert(mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    found = opened(read_picture(saved(image, kind)).large.content)
    assert found.mode == "RGB"
    if mode != "1":  # black and white dots
        assert near(found.getpixel((40, 30)), (128, 128, 128))


def test_an_odd_profile_of_colours_does_no_harm() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"not a profile"):
        picture = read_picture(saved(drawn(80, 60), "JPEG", icc_profile=profile))
        image = opened(picture.large.content)
        assert near(image.getpixel((5, 5)), BLUE)
        assert "icc_profile" not in image.info


def refused(content: bytes) -> str:
    with pytest.raises(PictureRefused) as caught:
        read_picture(io.BytesIO(content))
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8", b"MZ" * 99],
    ids=["empty", "pdf", "svg", "two bytes", "program"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refused(content) == "写真は、JPEG・PNG・WebP・HEICのどれかにしてください"


def test_the_name_does_not_decide() -> None:
    assert "どれか" in refused(saved(drawn(80, 60), "GIF").getvalue())
    assert "どれか" in refused(saved(drawn(80, 60), "TIFF").getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_that_ends_early_is_refused(kind: str) -> None:
    whole = HEIC.read_bytes() if kind == "HEIF" else saved(drawn(), kind).getvalue()
    for share in (0.3, 0.6, 0.9):
        said = refused(whole[: int(len(whole) * share)])
        assert said in {
            "写真を受け取れませんでした。もう一度選んでください",
            "写真は、JPEG・PNG・WebP・HEICのどれかにしてください",
        }


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is `side` × `side` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99999))) + chunk(b"IEND", b"")  # fmt: skip


@pytest.mark.parametrize("side", [7_100, 12_000, 40_000])
def test_a_bomb_is_refused_before_it_is_decoded(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*args: Any) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(pictures, "_upright", decoded)
    assert refused(bomb(side)) == (
        "写真は5,000万画素までです。画像を小さくしてから、もう一度選んでください"
    )


def test_too_many_bytes_are_not_even_read() -> None:
    upload = SimpleUploadedFile("a.jpg", b"\xff\xd8" + bytes(17 * 1024 * 1024))
    with pytest.raises(PictureRefused, match="写真は15MBまでです（選んだファイルは18MB）"):
        read_picture(upload)
    assert upload.tell() == 15 * 1024 * 1024 + 1


def test_the_field_of_a_form() -> None:
    field = PictureField(label="活動の写真", required=False)
    picture = field.clean(SimpleUploadedFile("a.png", saved(drawn(80, 60), "PNG").getvalue()))
    assert picture.large.width == 80
    assert field.clean(None) is None
    with pytest.raises(ValidationError, match="活動の写真は、JPEG"):
        field.clean(SimpleUploadedFile("a.png", b"text"))
