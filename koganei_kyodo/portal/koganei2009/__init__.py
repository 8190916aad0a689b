"""Koganei's survey of 2009: what was published, and a leaflet with made-up answers."""
