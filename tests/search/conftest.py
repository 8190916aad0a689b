"""A searchable model of the tests' own, in a registry of its own, and its table."""

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from koganei_kyodo.search.fields import BigramIndex, SearchColumn


class Note(models.Model):
    """A text with a name and a body that may be missing."""

    name = models.CharField(max_length=200)
    body = models.TextField(null=True)
    kind = models.IntegerField(default=0)
    search_name = SearchColumn("name")
    search_text = SearchColumn("name", "body")

    class Meta:
        apps = Apps()
        app_label = "search_tests"
        ordering = ["id"]
        indexes = [
            BigramIndex("search_name", name="note_search_name"),
            BigramIndex("search_text", name="note_search_text"),
        ]

    def __str__(self) -> str:
        return self.name


@pytest.fixture
def note(db: None) -> type[Note]:
    """The model, with an empty table until the end of the test."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    return Note
