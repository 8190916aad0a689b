"""What the Makefile runs: set up a checkout, check it."""
