"""The picture of a page for those who share its address: its title on the atlas's paper.

PNG without a drawing library or a font on the machine: theme/pictures/letters.bin holds the
letters, drawn once (.ci/draw_letters.py). `choice` says which page has which.
"""

from __future__ import annotations

from atlas.pictures.choice import Pictures, make_pictures

__all__ = ["Pictures", "make_pictures"]
