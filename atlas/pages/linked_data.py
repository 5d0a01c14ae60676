"""What search engines and catalogues read of a page: schema.org in JSON-LD, a block of data.

Google's page on Dataset says what it wants: name and a description of 50 to 5,000 signs, and
would like creator, licence, version, what was measured, when and where, and the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from atlas.display import display_words, show_unit
from atlas.export.schema import FOLDER, LICENCE_URL, NAME, read_tables
from atlas.languages import HOMES
from atlas.model import Fact, Topic
from atlas.pages.citation import cite_page
from atlas.pages.edition import Edition
from atlas.release import read_release

Thing = Mapping[str, object]
_MOST_PLACES = 60
_CONTEXT = "https://schema.org"
# In a block of data only these could end it or begin another; JSON reads them the same way.
_ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
}


def render_data(thing: Thing) -> str:
    r"""The block, which no browser runs and no policy of scripts stops.

    >>> print(render_data({"name": "</script>"}), end="")
    <script type="application/ld+json">{"name":"\u003c/script\u003e"}</script>
    """
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    escaped = "".join(_ESCAPES.get(sign, sign) for sign in text)
    return f'<script type="application/ld+json">{escaped}</script>\n'


def describe_atlas(edition: Edition, path: str) -> Thing:
    """All data, as the home page has it, or the page of the data itself with every file."""
    home = path == ""
    content = edition.atlas.content
    told = {fact.indicator for fact in edition.facts}
    whole = _describe(
        edition,
        path,
        edition.t("site_name"),
        edition.t("linked_atlas"),
        edition.facts,
        [edition.say(one.name) for one in content.indicators.values() if one.id in told],
        _list_files("facts") if home else _list_all_files(),
    )
    if home:
        return whole
    release = read_release()
    repository = str(display_words()["repository"]).partition("/blob/")[0]
    archive = f"{repository}/releases/download/v{release.version}/{NAME}-{release.version}.zip"
    files = [*_as_list(whole["distribution"]), _download(archive, f"{NAME}.zip")]
    return {**whole, "distribution": files, "measurementTechnique": edition.t("linked_technique")}


def describe_topic(edition: Edition, topic: Topic) -> Thing | None:
    """The figures of one topic; none where there is no figure."""
    facts = edition.by_topic.get(topic.id, ())
    if not facts:
        return None
    name = edition.say(topic.name)
    about = edition.t("linked_topic", topic=name, what=edition.say(topic.what))
    return _describe(
        edition,
        f"topics/{topic.id}/",
        edition.t("linked_topic_name", topic=name),
        about,
        facts,
        [_variable(edition, key) for key in sorted({fact.indicator for fact in facts})],
        _list_files(f"topics/{topic.id}"),
    )


def _describe(
    edition: Edition,
    path: str,
    name: str,
    about: str,
    facts: Sequence[Fact],
    variables: Sequence[object],
    files: Iterable[str],
) -> dict[str, object]:
    release = read_release()
    address = edition.site_url + HOMES[edition.lang] + path
    maker = _organization(edition)
    told: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": f"{address}#dataset",
        "name": name,
        "description": about,
        "url": address,
        "inLanguage": ["zh-Hans", "en"],
        "version": release.version,
        "datePublished": release.date,
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "creator": maker,
        "publisher": maker,
        "keywords": edition.t("linked_keywords").split("|"),
        "temporalCoverage": _tell_time(facts),
        "spatialCoverage": _tell_places(edition, facts),
        "variableMeasured": variables,
        "citation": cite_page(edition, name, path).apa,
        "isBasedOn": _sources(edition, facts),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": edition.t("site_name"),
            "url": edition.site_url + HOMES[edition.lang],
        },
        "distribution": [_download(edition.site_url + FOLDER + one, one) for one in files],
    }
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def _organization(edition: Edition) -> Thing:
    url = edition.site_url + HOMES[edition.lang]
    return {"@type": "Organization", "name": edition.t("site_name"), "url": url}


def _variable(edition: Edition, key: str) -> Thing:
    indicator = edition.atlas.content.indicators[key]
    return {
        "@type": "PropertyValue",
        "propertyID": indicator.id,
        "name": edition.say(indicator.name),
        "unitText": show_unit(indicator, edition.lang),
        "url": f"{edition.site_url}{HOMES[edition.lang]}indicators/{indicator.id}/",
    }


def _tell_time(facts: Iterable[Fact]) -> str:
    """First and last year that a figure is of, as ISO 8601; rules and targets tell of no time."""
    years = sorted(
        part[:4]
        for fact in facts
        if fact.role not in ("target", "parameter")
        for part in fact.period.split("/")
        if part[:4].isdigit()
    )
    if not years:
        return ""
    return years[0] if years[0] == years[-1] else f"{years[0]}/{years[-1]}"


def _tell_places(edition: Edition, facts: Iterable[Fact]) -> list[Thing]:
    """The places that figures are of; the country where they are many."""
    content = edition.atlas.content
    found = {fact.place for fact in facts}
    country = {"@type": "Country", "name": edition.t("linked_country"), "identifier": "CN"}
    if len(found) > _MOST_PLACES:
        return [country]
    return [
        {
            "@type": "AdministrativeArea",
            "name": edition.say(place.name),
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "GB/T 2260",
                "value": place.adcode,
            },
            "containedInPlace": country,
        }
        for slug, place in content.places.items()
        if slug in found
    ]


def _sources(edition: Edition, facts: Iterable[Fact]) -> list[Thing]:
    """The documents behind the figures; many are told by the table of sources."""
    found = dict.fromkeys(fact.source for fact in facts)
    if len(found) > _MOST_PLACES:
        return []
    return [
        {
            "@type": "CreativeWork",
            "name": edition.say(one.title),
            "publisher": {"@type": "Organization", "name": edition.say(one.publisher)},
            "datePublished": one.date,
            "url": one.url or f"{edition.site_url}{HOMES[edition.lang]}sources/{one.id}/",
        }
        for one in map(edition.source, found)
    ]


def _list_files(stem: str) -> list[str]:
    return [f"{stem}.{form}" for form in ("csv", "json")]


def _list_all_files() -> list[str]:
    tables = [one for name in read_tables() for one in _list_files(name)]
    return [*tables, *_list_files("codebook"), "atlas.sqlite", "datapackage.json"]


def _download(address: str, name: str) -> Thing:
    form = name.rpartition(".")[2]
    return {
        "@type": "DataDownload",
        "name": name.rpartition("/")[2],
        "encodingFormat": _FORMS[form],
        "contentUrl": address,
    }


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]
