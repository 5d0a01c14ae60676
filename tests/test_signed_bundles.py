"""What a build would make is known by all that goes into it."""

from __future__ import annotations

from pathlib import Path

from atlas.memory import Memory
from atlas.site import load_site
from atlas.store import FILE, Store


def test_every_bundle_can_be_told_from_one_that_makes_something_else(host: Path) -> None:
    """Else it would be made anew by each build."""
    site = load_site(host, memory=Memory(keeps=False, store=Store(host / FILE)))
    assert site.trail
    signs = {one.name: site.trail.sign(one.make) for one in site.bundles if not one.lists}
    assert len(signs) > 10
    assert [one.name for one in site.bundles if one.lists] == ["index"]
