"""Making a questionnaire: its parts, its versions, its routes, and how conditions are read."""
