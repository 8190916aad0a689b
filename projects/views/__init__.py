"""Pages of the collaboration projects: the public's, the offices', the review."""
