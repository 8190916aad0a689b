"""What comes back from the addresses of the reports of surveys and the figure check; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

MATRIX = """
surveys:report_list                       200 | 405
surveys:report            @published      200 | 405
surveys:report            @draft          404 404 404 404 404 200 200 | 405
surveys:report_all        @published      200 | 405
surveys:report_all        @draft          404 404 404 404 404 200 200 | 405
surveys:report_chapter    @long           404 404 404 404 404 200 200 | 405
surveys:report_figure     @published      302 | 405
surveys:report_figure     @draft          404 404 404 404 404 302 302 | 405
surveys:report_json       @published      200 | 405
surveys:report_json       @draft          404 404 404 404 404 200 200 | 405
surveys:figure_csv        @published      200 | 405
surveys:figure_csv        @draft          404 404 404 404 404 200 200 | 405
surveys:report_pdf        @published      405 | 302
surveys:report_pdf        @draft          405 | 404 404 404 404 404 302 302
surveys:report_xlsx       @published      405 | 302
surveys:report_xlsx       @draft          405 | 404 404 404 404 404 302 302
surveys:report_check      @published      login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:report_check      @draft          login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:figure_check                      login 403 403 403 403 200 200 | login 403 403 403 403 200 200
"""
ADMIN = """
surveys.report                     view      | view change
surveys.response                   view      | view
surveys.survey                     view      | view
surveys.target                     view      | view
"""


def _slug(world: World, state: str) -> list[Any]:
    return [world.reports[state].survey.slug]


ARGUMENTS = {
    **dict.fromkeys(
        (
            f"surveys:{name}"
            for name in (
                "report",
                "report_all",
                "report_json",
                "report_pdf",
                "report_xlsx",
                "report_check",
            )
        ),
        _slug,
    ),
    "surveys:report_chapter": lambda world, _: [world.things["long_report"].survey.slug, 2],
    "surveys:report_figure": lambda world, state: [*_slug(world, state), "1"],
    "surveys:figure_csv": lambda world, state: [*_slug(world, state), "1"],
}
