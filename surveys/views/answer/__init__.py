"""Answering on the web, by secret link or login."""
