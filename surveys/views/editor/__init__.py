"""The pages on which staff make questionnaires."""
