"""Pages about who acts for whom."""
