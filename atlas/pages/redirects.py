"""Addresses that lead on: a place's former ids, and its codes of GB/T 2260, former ones included.

They work without JavaScript; with it they keep the figure that the address names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from atlas.assets import POLICY
from atlas.languages import HOMES
from atlas.model import Place
from atlas.pages.edition import Edition
from atlas.parts import Output

_PAGE = Markup("""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{name}</title>
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="canonical" href="{canonical}">
<link rel="icon" type="image/svg+xml" href="{base}assets/favicon.svg">
<script src="{base}assets/lead-on.js" data-to="../{slug}/"></script>
<meta http-equiv="refresh" content="0; url=../{slug}/">
</head>
<body><p>{says} <a href="../{slug}/">{name}</a></p></body>
</html>
""")


def make_redirects(edition: Edition) -> tuple[Output, ...]:
    """A page at each address that leads on to a place of this edition."""
    places = [one for one in edition.atlas.content.places.values() if edition.has_page(one.slug)]
    own = {place.adcode for place in edition.atlas.content.places.values()}
    claims = Counter(name for place in places for name in set(_names(place)))
    return tuple(
        _redirect(edition, name, place)
        for place in places
        for name in dict.fromkeys(_names(place))
        # What two places bore leads nowhere; a code that is in use is its holder's.
        if name not in edition.atlas.content.places
        and (name == place.adcode or (claims[name] == 1 and name not in own))
    )


def _names(place: Place) -> Iterator[str]:
    yield place.adcode
    for former in place.former:
        yield former.adcode
        if former.slug:
            yield former.slug


def _redirect(edition: Edition, name: str, place: Place) -> Output:
    address = f"{HOMES[edition.lang]}cities/"
    page = _PAGE.format(
        lang="zh-Hans" if edition.lang == "zh" else "en",
        name=edition.say(place.name),
        canonical=f"{edition.site_url}{address}{place.slug}/"
        if edition.site_url
        else f"../{place.slug}/",
        slug=place.slug,
        base="../" * f"{address}{name}/".count("/"),
        policy=POLICY,
        says=edition.t("redirect_says"),
    )
    return Output(f"{address}{name}/index.html", page.encode())
