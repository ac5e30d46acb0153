"""Measurements, run by hand (`make bench`). Every figure is a ratio against something else measured in the same run."""
