"""Python's collector is off inside, and afterwards as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas.collector import collector_passed_by, collector_paused
from atlas.model import Atlas
from atlas.pages.edition import Edition
from atlas.site import load_site


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def fail() -> None:
    assert not gc.isenabled()
    raise ValueError("amid")


def test_it_is_on_again_also_after_a_failure() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="amid"), collector_paused():
        fail()
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_inner_work_does_not_put_it_on_for_the_outer() -> None:
    gc.enable()
    with collector_paused():
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_lives_after_a_load_is_looked_at_no_more_but_freed_in_the_end() -> None:
    gc.enable()
    for _ in range(60):
        with collector_passed_by():
            cycle: list[object] = []
            cycle.append(cycle)
            assert not gc.isenabled()
        del cycle
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
    assert gc.collect() < 60


def test_pages_of_a_preview_leave_no_atlas_to_the_collector(host: Path) -> None:
    gc.unfreeze()
    gc.collect()
    site = load_site(host, drafts=True)
    gc.disable()
    gc.unfreeze()
    for page in site.planned:
        page.make()
    del site, page
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        assert not [one for one in gc.garbage if isinstance(one, Atlas | Edition)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()


def test_a_build_leaves_it_nothing(host: Path) -> None:
    site = load_site(host)
    # The function with which Python indents the XML of feeds refers to itself.
    bundles = [one for one in site.bundles if one.name != "feeds" and not one.lists]

    def make() -> None:
        for page in site.planned:
            page.make()
        for bundle in bundles:
            list(bundle.make())

    make()  # templates leave some when they are compiled
    gc.collect()
    gc.disable()
    make()
    assert gc.collect() == 0
