"""Addresses of the pages on which questionnaires are made."""

from django.urls import path, register_converter

from surveys.views.editor import preview, questions, surveys, xlsform


class WayConverter:
    """The way a row is moved: up or down."""

    regex = "up|down"

    def to_python(self, value: str) -> str:
        """Return the word."""
        return value

    def to_url(self, value: str) -> str:
        """Return the word."""
        return value


register_converter(WayConverter, "way")

_WHOLE = "questionnaires/<int:pk>/"
_SECTION = "questionnaires/sections/<int:pk>/"
_QUESTION = "questionnaires/questions/<int:pk>/"

urlpatterns_editor = [
    path("questionnaires/", surveys.questionnaire_list, name="questionnaire_list"),
    path("questionnaires/new/", surveys.survey_new, name="survey_new"),
    path(_WHOLE, surveys.questionnaire, name="questionnaire"),
    path(f"{_WHOLE}settings/", surveys.survey_settings, name="survey_settings"),
    path(f"{_WHOLE}routes/", surveys.questionnaire_routes, name="questionnaire_routes"),
    path(f"{_WHOLE}preview/", preview.questionnaire_preview, name="questionnaire_preview"),
    path(f"{_WHOLE}copy/", surveys.questionnaire_copy, name="questionnaire_copy"),
    path(f"{_WHOLE}xlsform/", xlsform.xlsform_in, name="xlsform_in"),
    path(f"{_WHOLE}xlsform/file/", xlsform.xlsform_out, name="xlsform_out"),
    path(f"{_WHOLE}version/", surveys.questionnaire_version, name="questionnaire_version"),
    path(f"{_WHOLE}discard/", surveys.questionnaire_discard, name="questionnaire_discard"),
    path(f"{_WHOLE}send/", surveys.questionnaire_send, name="questionnaire_send"),
    path(f"{_WHOLE}sections/", questions.section_add, name="section_add"),
    path(_SECTION, questions.section_edit, name="section_edit"),
    path(f"{_SECTION}move/<way:way>/", questions.section_move, name="section_move"),
    path(f"{_SECTION}remove/", questions.section_remove, name="section_remove"),
    path(f"{_SECTION}condition/", questions.section_condition, name="section_condition"),
    path(f"{_SECTION}add/table/", questions.matrix_add, name="matrix_add"),
    path(f"{_SECTION}add/<slug:kind>/", questions.question_add, name="question_add"),
    path(f"{_SECTION}library/", questions.question_library, name="question_library"),
    path(f"{_SECTION}library/<int:source_pk>/", questions.question_reuse, name="question_reuse"),
    path(_QUESTION, questions.question_edit, name="question_edit"),
    path(f"{_QUESTION}move/<way:way>/", questions.question_move, name="question_move"),
    path(f"{_QUESTION}remove/", questions.question_remove, name="question_remove"),
    path(f"{_QUESTION}condition/", questions.question_condition, name="question_condition"),
    path(f"{_QUESTION}keep/", questions.question_keep, name="question_keep"),
    path(f"{_QUESTION}unkeep/", questions.question_unkeep, name="question_unkeep"),
]
