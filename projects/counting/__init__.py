"""数える: yearly statistics in three units, all from the same approved records."""
