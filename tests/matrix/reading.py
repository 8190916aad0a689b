"""What comes back from the addresses of reading projects and statistics; the columns are explained in `tests.matrix`."""

MATRIX = """
projects:yearly_report                    200 | 405
projects:yearly_report_json               200 | 405
projects:yearly_report_chart              200 | 405
projects:yearly_report_document           405 | 302
projects:crossing                         200 | 405
projects:crossing_file                    200 | 405
projects:fairness                         200 | 405
projects:fairness_chart                   200 | 405
projects:fairness_csv                     200 | 405
projects:list_feed                        200 | 405
projects:examples                         200 | 405
projects:guideline                        200 | 405
projects:examples_feed                    200 | 405
projects:detail_json      @approved       200 | 405
projects:detail_json      @hidden         404 | 405
projects:detail_json      @draft          404 | 405
projects:detail_json      @closed         404 | 405
"""
ARGUMENTS = {
    **dict.fromkeys(
        ("projects:yearly_report", "projects:yearly_report_json", "projects:fairness"),
        lambda world, state: [2025],
    ),
    "projects:yearly_report_chart": lambda world, state: [2025, "projects"],
    "projects:yearly_report_document": lambda world, state: [2025, "pdf"],
    **dict.fromkeys(("projects:list_feed", "projects:examples_feed"), lambda w, s: ["atom"]),
    "projects:detail_json": lambda world, state: [world.records[state].project_id],
    "projects:crossing_file": lambda world, state: ["csv"],
    "projects:fairness_chart": lambda world, state: [2025, 1],
    "projects:fairness_csv": lambda world, state: [2025, 1],
}
