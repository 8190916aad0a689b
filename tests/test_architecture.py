"""Rules of the whole project that no other tool checks; each failure names its file and line."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.portal import navigation
from koganei_kyodo.portal.models import DEFAULT_TERMS

ROOT = Path(settings.BASE_DIR)
APPS = [
    name
    for name in ("organizations", "surveys", "projects", "consultations")
    if (ROOT / name).is_dir()
]
OWN = [*APPS, "koganei_kyodo"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FILE = 500
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
# Who may import whom inside an app: a module only what stands before it.
LAYERS = (
    ("querysets",),
    ("models",),
    ("permissions",),
    ("actions",),
    ("forms", "filters"),
    ("views", "admin"),
    ("urls",),
)


def places(paths: list[Path], pattern: str, strip: str = "") -> list[str]:
    """Return `file:line: found` of every match, after blanking out what `strip` matches."""
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if strip:
            text = re.sub(strip, lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)
        for match in re.finditer(pattern, text, flags=re.IGNORECASE):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {match[0].strip()}")
    return found


def own_python() -> list[Path]:
    """Return our modules, migrations left out."""
    files = [path for name in OWN for path in (ROOT / name).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]


# --- templates ---------------------------------------------------------------------------------


def test_no_template_holds_what_the_csp_forbids() -> None:
    inline = r"""\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']|javascript:"""
    assert places(TEMPLATES, inline, strip=r"\{#.*?#\}") == []


# Words cities differ in; 団体 and 調査 are also parts of everyday words (団体名, 調査票).
EVERYDAY = {"organization", "survey"}
TERMS = sorted({word for key, word in DEFAULT_TERMS.items() if key not in EVERYDAY})


@pytest.mark.parametrize("word", ["支援センター", *TERMS])
def test_words_cities_differ_in_come_from_the_centre(word: str) -> None:
    comments = r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}"
    assert places(TEMPLATES, re.escape(word), strip=comments) == []


def url_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield every URL name with its namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from url_names(entry, space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}"


def test_every_link_in_a_template_names_a_url_that_exists() -> None:
    known = set(url_names(get_resolver()))
    used = places(TEMPLATES, r"""\{% url ['"][^'"]+['"]""")
    unknown = [each for each in used if re.split(r"""['"]""", each)[1] not in known]
    assert used
    assert unknown == []


def test_every_entry_of_the_menu_leads_to_a_page() -> None:
    entries = [*navigation.PUBLIC, *navigation.OFFICE, *navigation.STAFF]
    assert entries
    for label, name in entries:
        assert JAPANESE.search(label)
        assert reverse(name).startswith("/")


def test_the_menu_of_a_visitor_shows_the_public_entries() -> None:
    request = RequestFactory().get("/")
    assert [e.label for e in navigation.menu_for(request)] == [e[0] for e in navigation.PUBLIC]


# --- modules -----------------------------------------------------------------------------------


def test_no_file_grows_past_the_size_one_can_keep_in_mind() -> None:
    styles = [*(ROOT / "static" / "css").rglob("*.css"), *(ROOT / "static" / "js").rglob("*.js")]
    tests = list((ROOT / "tests").rglob("*.py"))
    files = [*own_python(), *TEMPLATES, *styles, *tests]
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {str(p.relative_to(ROOT)): n for p, n in sizes.items() if n > LONGEST_FILE} == {}


def layer(module: str, package: str) -> int | None:
    """Return the layer of `module` (dotted) inside `package`; None for one that has none."""
    if not module.startswith(f"{package}."):
        return None
    name = module.removeprefix(f"{package}.").split(".")[0]
    return next((i for i, names in enumerate(LAYERS) if name in names), None)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def backward_imports(package: str, path: Path) -> Iterator[str]:
    """Yield the imports of a module that point from an earlier layer to a later one."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    own = layer(module, package)
    if own is None:
        return
    for line, name in imported(path):
        other = layer(name, package)
        if other is not None and other > own:
            yield f"{path.relative_to(ROOT)}:{line}: {name}"


PACKAGES = [
    *APPS,
    *(f"koganei_kyodo.{name}" for name in ("accounts", "documents", "portal", "search")),
]


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_inside_an_app_flow_one_way(package: str) -> None:
    folder = ROOT.joinpath(*package.split("."))
    backward = [each for path in folder.rglob("*.py") for each in backward_imports(package, path)]
    assert backward == []


def test_querysets_import_no_models_of_their_app() -> None:
    files = [path for path in own_python() if path.stem == "querysets"]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files
        for line, name in imported(path)
        if f"{name}.".startswith(f"{'.'.join(path.parent.relative_to(ROOT).parts)}.models.")
    ]
    assert files
    assert found == []


# --- models ------------------------------------------------------------------------------------


def own_models() -> list[type[models.Model]]:
    """Return the models people meet: ours, without the histories that triggers fill."""
    modules = tuple(f"{name}." for name in OWN)
    found = [m for m in apps.get_models() if m.__module__.startswith(modules)]
    return [m for m in found if not issubclass(m, pghistory.models.Event)]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_models_and_fields_have_japanese_names(model: type[models.Model]) -> None:
    names = {"": str(model._meta.verbose_name), "s": str(model._meta.verbose_name_plural)}
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        inherited = model is User and field.name in {"password", "last_login", "is_superuser"}
        if not field.primary_key and not inherited:
            names[field.name] = str(field.verbose_name)
    assert {key: name for key, name in names.items() if not JAPANESE.search(name)} == {}
