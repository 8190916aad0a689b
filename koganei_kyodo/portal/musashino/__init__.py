"""Musashino's survey of 2011: single records rebuilt from the printed figures."""
