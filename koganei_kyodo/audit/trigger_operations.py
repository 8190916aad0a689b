"""Lets migrations handle triggers, constraints and event tables without building models anew.

After every operation Django renders the changed model again, and every model related to it. Each
event table refers to one table of contexts, to its own table and to whatever that refers to, so
that each of some hundred triggers and event tables rendered nearly all models: migrating an empty
database took a time that grew with the square of their number (84 s of CPU with 170 models).
No migration looks at a historical model's triggers, constraints and indexes (their operations carry
them), or at event tables through their relations.
"""

from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_find_all = ProjectState._find_reload_model  # type: ignore[attr-defined]


def install() -> None:
    """Replace what the operations do to the state; their SQL stays as it is."""
    AddTrigger.state_forwards = _add  # type: ignore[method-assign]
    RemoveTrigger.state_forwards = _remove  # type: ignore[method-assign]
    ProjectState._find_reload_model = _find_reload_model  # type: ignore[attr-defined]
    ProjectState._append_option = _append_option  # type: ignore[attr-defined]
    ProjectState._remove_option = _remove_option  # type: ignore[attr-defined]


def _options(operation: Any, app_label: str, state: ProjectState) -> dict[str, Any]:
    return state.models[app_label, operation.model_name.lower()].options


def _add(self: Any, app_label: str, state: ProjectState) -> None:
    options = _options(self, app_label, state)
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _remove(self: Any, app_label: str, state: ProjectState) -> None:
    options = _options(self, app_label, state)
    options["triggers"] = [t for t in options.get("triggers", []) if t.name != self.name]


def _append_option(
    self: ProjectState, app_label: str, model_name: str, option: str, added: Any
) -> None:
    options = self.models[app_label, model_name].options
    options[option] = [*options.get(option, []), added]


def _remove_option(
    self: ProjectState, app_label: str, model_name: str, option: str, name: str
) -> None:
    options = self.models[app_label, model_name].options
    options[option] = [each for each in options[option] if each.name != name]


def _is_event(model: ModelState) -> bool:
    return "pgh_created_at" in model.fields


def _find_reload_model(
    self: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    """Return the models to render again: an event table alone, else what is no event table."""
    own = (app_label, model_name)
    if own in self.models and _is_event(self.models[own]):
        return {own}
    found: set[tuple[str, str]] = _find_all(self, app_label, model_name, delay)
    return {key for key in found if key not in self.models or not _is_event(self.models[key])}
