"""The pages about the site that must keep to the truth, and the one in easy Japanese."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.portal import accessibility_results

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
WITH_READINGS = re.compile(r"<ruby>.*?</ruby>|<nav.*?</nav>|<[^>]*>", re.DOTALL)


def test_the_page_about_accessibility_names_what_was_really_tested(client: Client) -> None:
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
    assert f"axe v{accessibility_results.AXE_VERSION}\n" in axe[:100]
    assert timezone.localdate() >= accessibility_results.TESTED_ON
    text = client.get(reverse("portal:accessibility")).content.decode()
    for result in accessibility_results.RESULTS:
        assert (ROOT / result.file).is_file()
        assert result.subject in text
        assert result.outcome in text
    assert "JIS X 8341-3:2016" in text
    assert "「準拠」とは表示しません" in text


def test_every_page_leads_to_the_one_in_easy_japanese(client: Client) -> None:
    easy = reverse("portal:easy")
    assert f'href="{easy}"' in client.get(reverse("login")).content.decode()
    text = client.get(easy).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert main.count("<ruby>") > 40
    # Every word in Chinese characters has its reading.
    assert re.findall(r"[\u4e00-\u9fff]+", WITH_READINGS.sub("", main)) == []
