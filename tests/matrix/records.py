"""What comes back from the addresses of writing yearly records; the columns are explained in `tests.matrix`."""

MATRIX = """
admin:projects_guideline_ready_sets login login login login login 403 200 | login login login login login 403 404
"""
ADMIN = """
projects.campaign                  view      | view add change
projects.costsource                -         | view add change
projects.principle                 -         | view add change
projects.theme                     -         | view add change
"""
