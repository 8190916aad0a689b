"""What comes back from the addresses of the register of groups; the columns are explained in `tests.matrix`."""

MATRIX = ""
ADMIN = """
organizations.activityfield        view            | view add change
organizations.activityfieldset     view            | view add change
organizations.area                 view            | view add change
organizations.registrysettings     view            | view change
organizations.requirement          view add change | view add change
"""
