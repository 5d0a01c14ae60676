"""Every rule that ties records together: references, quotes, values, periods, pairs.

Each check yields problems and knows no files; the seeds' texts come with the content. What a
record alone can get wrong (keys, types, choices) is found where it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from atlas.checks.amendments import check_amendments
from atlas.checks.each import check_records
from atlas.checks.proposals import check_proposals
from atlas.checks.references import check_references
from atlas.checks.registry import (
    check_indicators,
    check_places,
    check_sources,
    check_terms,
    check_topics,
)
from atlas.checks.sheets import check_ids
from atlas.model import Content
from atlas.problems import Problem


def check_content(content: Content, seed_bytes: Mapping[str, bytes]) -> list[Problem]:
    """All problems of records against one another; `seed_bytes` are the seeds as they came."""
    return [*check_registries(content, seed_bytes), *check_records(content)]


def check_registries(content: Content, seed_bytes: Mapping[str, bytes]) -> list[Problem]:
    """Problems that are not of one sheet alone."""
    return list(
        chain(
            check_places(content),
            check_indicators(content),
            check_topics(content),
            check_terms(content),
            check_sources(content, seed_bytes),
            check_ids(content),
            check_amendments(content),
            check_references(content),
            check_proposals(content),
        )
    )
