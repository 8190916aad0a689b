"""Vega-Lite specifications to SVG and PNG, drawn once and kept in Django's cache."""

import functools
import hashlib
import json
from pathlib import Path
from typing import cast
from xml.sax.saxutils import quoteattr

import vl_convert
from django.core.cache import caches

from koganei_kyodo.documents.charts.style import PATTERN_PREFIX, PATTERNS, Spec

FONTS_DIRECTORY = Path(__file__).resolve().parent.parent / "fonts"
VEGA_LITE_VERSION = "6.4"
CACHE_SECONDS = 30 * 24 * 60 * 60
# Part of every cache key: raise it when the same specification is to look different.
DRAWING_VERSION = 1


@functools.cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS_DIRECTORY))


def spec_hash(spec: Spec) -> str:
    """SHA-256 of the specification in canonical JSON (sorted keys, no white space), in hex.

    Raises:
        TypeError: the specification holds something JSON does not know.
    """
    canonical = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def render_svg(spec: Spec) -> str:
    """Draw a specification as SVG text, from the cache where it was drawn before.

    Args:
        spec: what one of the chart functions returned.

    Raises:
        ValueError: the specification is not valid Vega-Lite.
    """
    digest = spec_hash(spec)
    key = f"documents:svg:{DRAWING_VERSION}:{digest}"
    cached = caches["default"].get(key)
    if cached is not None:
        return cast(str, cached)
    svg = _described(_with_patterns(_draw(spec), digest[:8]), spec.get("description", ""))
    caches["default"].set(key, svg, CACHE_SECONDS)
    return svg


def render_png(spec: Spec, scale: float = 2.0) -> bytes:
    """Draw a specification as PNG, from the cache where it was drawn before.

    Args:
        spec: what one of the chart functions returned.
        scale: image pixels per chart pixel; 2.0 prints sharply on A4.

    Raises:
        ValueError: the specification is not valid Vega-Lite.
    """
    key = f"documents:png:{DRAWING_VERSION}:{scale:g}:{spec_hash(spec)}"
    cached = caches["default"].get(key)
    if cached is not None:
        return cast(bytes, cached)
    svg = render_svg(spec)
    _register_fonts()
    png = bytes(vl_convert.svg_to_png(svg, scale=scale))
    caches["default"].set(key, png, CACHE_SECONDS)
    return png


def _draw(spec: Spec) -> str:
    _register_fonts()
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE_VERSION, allowed_base_urls=[]))


def _described(svg: str, description: str) -> str:
    """Make the drawing one image with a description, as assistive technology reads it."""
    start = svg.index("<svg") + len("<svg")
    return f'{svg[:start]} role="img" aria-label={quoteattr(description)}{svg[start:]}'


def _with_patterns(svg: str, unique: str) -> str:
    """Add the patterns the drawing refers to, under names of its own.

    Several charts may stand in one page; a shared name would make one drawing depend on another.
    """
    used = [name for name in PATTERNS if f'"url(#{PATTERN_PREFIX}{name})"' in svg]
    if not used:
        return svg
    definitions = "".join(
        f'<pattern id="{PATTERN_PREFIX}{name}" width="8" height="8" '
        f'patternUnits="userSpaceOnUse">{PATTERNS[name]}</pattern>'
        for name in used
    )
    start = svg.index(">", svg.index("<svg")) + 1
    drawn = f"{svg[:start]}<defs>{definitions}</defs>{svg[start:]}"
    for name in used:
        old, new = f"{PATTERN_PREFIX}{name}", f"{PATTERN_PREFIX}{unique}-{name}"
        drawn = drawn.replace(f'id="{old}"', f'id="{new}"').replace(
            f'"url(#{old})"', f'"url(#{new})"'
        )
    return drawn
