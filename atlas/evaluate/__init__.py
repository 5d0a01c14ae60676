"""Measuring the reader of figures: `python -m atlas.evaluate [--all]` prints its tables."""
