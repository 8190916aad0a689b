"""Pictures that people hand in: checked by content, rid of everything but the picture, made smaller.

A photo from a telephone tells where and when it was taken, with which device, and often lies on its
side. What is stored is drawn anew: upright, in sRGB, without any of that, in two sizes. The bytes
that were handed in are never kept and never sent to anybody.
"""

import io
import struct
import threading
from dataclasses import dataclass
from typing import IO, Any

import pi_heif
from django import forms
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from koganei_kyodo import house_messages as say

pi_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
KINDS = ("JPEG", "PNG", "WebP", "HEIC")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"
MAX_MEGABYTES = 15
MAX_PIXELS = 50_000_000  # the largest that telephones take; decoded it fills 200 MB
LARGE, THUMBNAIL = 1600, 480  # of the longer side, in pixels
PAGE = 3508  # of the longer side of a photographed paper: A4 at 300 dpi, small print stays readable
QUALITY = 82
WHITE = (255, 255, 255)
_MEGABYTE = 1024 * 1024
# One picture at a time in each process: many large ones at once would fill the memory.
_one_at_a_time = threading.Lock()
# What Pillow and libheif raise on a file that begins like a picture and isn't one.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, IndexError, struct.error)


class PictureRefused(ValueError):
    """Raised with a sentence for whoever handed the picture in."""


@dataclass(frozen=True)
class Rendition:
    """One size of a picture, ready to be stored and sent."""

    content: bytes
    width: int
    height: int
    content_type: str = "image/jpeg"


@dataclass(frozen=True)
class Picture:
    """A picture that was handed in, as it may be shown."""

    large: Rendition
    thumbnail: Rendition


def read_picture(source: IO[bytes], *, label: str = "写真") -> Picture:
    """Check a picture and draw it anew: upright, without EXIF and GPS, in two sizes.

    Args:
        source: what was handed in, from where it stands; no more than ``MAX_MEGABYTES`` are read.
        label: what the form calls it, for the sentences.

    Raises:
        PictureRefused: it is too large in bytes or pixels, no JPEG, PNG, WebP or HEIC by its
            content, or broken.
    """
    content = source.read(MAX_MEGABYTES * _MEGABYTE + 1)
    if len(content) > MAX_MEGABYTES * _MEGABYTE:
        size_mb = -(-getattr(source, "size", len(content)) // _MEGABYTE)
        raise PictureRefused(say.file_size(label, limit_mb=MAX_MEGABYTES, size_mb=size_mb))
    large = _drawn_anew(content, LARGE, label)
    small = large.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return Picture(_encoded(large), _encoded(small))


def read_page(content: bytes, *, label: str = "写真") -> Rendition:
    """Draw the photo of a paper anew: upright, without EXIF and GPS, large enough to be read.

    Args:
        content: what was handed in; how many bytes it may have is the caller's to say.
        label: what the form calls it, for the sentences.

    Raises:
        PictureRefused: it has too many pixels, or is no JPEG, PNG, WebP or HEIC, or broken.
    """
    return _encoded(_drawn_anew(content, PAGE, label))


def _drawn_anew(content: bytes, longest: int, label: str) -> Image.Image:
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise _too_many_pixels(label)
                return _upright(image, longest)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(label) from error
        except UnidentifiedImageError as error:
            raise PictureRefused(say.file_type(label, kinds=KINDS)) from error
        except PictureRefused:  # the sentence about pixels, which is a ValueError
            raise
        except _BROKEN as error:
            raise PictureRefused(say.upload_broke(label)) from error


def _too_many_pixels(label: str) -> PictureRefused:
    return PictureRefused(say.too_many_pixels(label, limit=MAX_PIXELS))


def _upright(image: Image.Image, longest: int) -> Image.Image:
    """Return a picture decoded no larger than needed, upright, in sRGB, on white, with no data."""
    profile = image.info.get("icc_profile")
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode.startswith("I"):  # 16 bits for each grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _in_srgb(ImageOps.exif_transpose(image), profile)
    fresh = Image.new("RGB", image.size, WHITE)
    if "A" in image.getbands():
        fresh.paste(image.convert("RGB"), mask=image.getchannel("A"))
    else:
        fresh.paste(image.convert("RGB"))
    return fresh


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture with its colours as every screen shows them; an odd profile is left out."""
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return changed or image


def _encoded(image: Image.Image) -> Rendition:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Rendition(out.getvalue(), image.width, image.height)


class PictureField(forms.FileField):
    """A file in a form that becomes a ``Picture``, or None where none was chosen."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "写真")
        kwargs.setdefault("help_text", f"{'・'.join(KINDS)}、{MAX_MEGABYTES}MBまで")
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the picture; raise ``ValidationError`` with the sentence of ``read_picture``."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return read_picture(upload, label=str(self.label))
        except PictureRefused as error:
            raise ValidationError(str(error)) from error
