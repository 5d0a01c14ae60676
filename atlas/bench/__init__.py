"""Measuring the whole: synthetic atlases of any size, and other generators on the same content."""
