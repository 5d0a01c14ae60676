"""JSON Schemas of what editors write, for completion and help in their editors.

They are made from `formats.yml`, the lists of the model and the ids in use. JSON Schema draft 7,
which yaml-language-server reads; `enumDescriptions` is its extension. What a schema cannot say
(that a quote stands in its seed) `atlas check` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import atlas.model
from atlas.display import label
from atlas.formats import FileFormat, KeyFormat, formats
from atlas.model import Content, Words
from atlas.parts import Output
from atlas.rules import doubts
from atlas.units import UNITS

FOLDER = ".schemas"

_SCALAR = ["string", "number", "boolean"]  # YAML 1.2 takes 98 for a number, yes for a text
_PERIOD = r"^\d{4}(-\d\d){0,2}(/(\d{4}(-\d\d){0,2}|\.\.))?$"
_TABLES = {
    "roles": "roles",
    "flag_codes": "flags",
    "period_bases": "period_bases",
    "period_sources": "period_sources",
    "reasons": "reasons",
    "source_kinds": "source_kinds",
    "measure_kinds": "measure_kinds",
    "levels": "levels",
    "betters": "better",
}


def build_schemas(content: Content) -> list[Output]:
    """One schema for each kind of file, named after it."""
    known = _known_ids(content)
    return [
        Output(f"{FOLDER}/{file.name}.json", _to_bytes(_schema(file, known)))
        for file in formats().files
    ]


def _to_bytes(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _known_ids(content: Content) -> Mapping[str, Mapping[str, Words | None]]:
    """The ids that a reference may name, with the name of each."""
    return {
        "places": {key: place.name for key, place in content.places.items()},
        "topics": {key: topic.name for key, topic in content.topics.items()},
        "indicators": {key: found.name for key, found in content.indicators.items()},
        "dimensions": {key: found.name for key, found in content.dimensions.items()},
        "sources": {key: source.title for key, source in content.sources.items()},
        "settled": dict.fromkeys(doubts()),
        "terms": {key: found.term for key, found in content.terms.items()},
    }


def _schema(file: FileFormat, known: Mapping[str, Mapping[str, Words | None]]) -> dict[str, Any]:
    records = {name: _record(keys, known) for name, keys in formats().records.items()}
    one = {"$ref": f"#/definitions/{file.record}"}
    shapes: Mapping[str, dict[str, Any]] = {
        "mapping": dict(one),
        "list": {"type": "array", "items": one},
        "keyed": {"type": "object", "additionalProperties": one},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": file.path,
        **shapes[file.shape],
        "definitions": _used(file.record, records | {"words": _words(), "values": _values()}),
    }


def _used(first: str, records: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The records that one leads to, itself included, in the order of the table."""
    found = {first}
    waiting = [first]
    while waiting:
        text = json.dumps(records[waiting.pop()])
        new = {name for name in records if f'"#/definitions/{name}"' in text} - found
        found |= new
        waiting += sorted(new)
    return {name: record for name, record in records.items() if name in found}


def _words() -> dict[str, Any]:
    texts = {"zh": {"type": "string"}, "en": {"type": "string"}}
    return {
        "type": "object",
        "properties": texts,
        "required": ["zh", "en"],
        "additionalProperties": False,
    }


def _values() -> dict[str, Any]:
    return {"type": "object", "additionalProperties": {"$ref": "#/definitions/words"}}


def _record(
    keys: Mapping[str, KeyFormat], known: Mapping[str, Mapping[str, Words | None]]
) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _property(key, known) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required and key.kind != "id"],
        "additionalProperties": False,
    }


def _property(key: KeyFormat, known: Mapping[str, Mapping[str, Words | None]]) -> dict[str, Any]:
    says = key.says or Words("", "")
    return {"description": f"{says.zh}\n\n{says.en}", **_value(key, known)}


def _value(key: KeyFormat, known: Mapping[str, Mapping[str, Words | None]]) -> dict[str, Any]:
    text = {"type": _SCALAR}
    if key.kind == "one-of":
        return _choice(listed(key.of))
    if key.kind == "ref":
        return _choice(known[key.of]) if key.of in known else text
    if key.kind == "refs":
        item = _choice(known[key.of]) if key.of in known else text
        return {"type": "array", "items": item}
    if key.kind == "records":
        return {"type": "array", "items": {"$ref": f"#/definitions/{key.of}"}}
    if key.kind == "record":
        return {"$ref": f"#/definitions/{key.of}"}
    if key.kind == "pairs":
        return {
            "type": "object",
            "properties": dict.fromkeys(known[key.of], text),
            "additionalProperties": False,
        }
    return _simple(key.kind)


def _simple(kind: str) -> dict[str, Any]:
    """The schema of a kind that needs no list."""
    texts = {"type": "array", "items": {"type": _SCALAR}}
    simple: Mapping[str, dict[str, Any]] = {
        "text": {"type": _SCALAR},
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "code": {"type": "string", "pattern": r"^\d{6}$"},
        "number": {"type": "number"},
        "count": {"type": "integer", "minimum": 1},
        "yes": {"enum": ["yes", "no"]},
        "period": {"type": ["string", "integer"], "pattern": _PERIOD},
        "words": {"$ref": "#/definitions/words"},
        "texts": texts,
        "parts": {"anyOf": [{"type": "string"}, {**texts, "minItems": 1, "maxItems": 2}]},
    }
    return simple[kind]


def _choice(options: Mapping[str, Words | None]) -> dict[str, Any]:
    return {
        "enum": list(options),
        "enumDescriptions": [f"{name.zh} · {name.en}" if name else "" for name in options.values()],
    }


def listed(name: str) -> Mapping[str, Words | None]:
    """The codes of a list of the model, with their names where readers see them."""
    if name == "units":
        return UNITS
    codes: Iterable[str] = getattr(atlas.model, name.upper())
    return {code: _label(name, code) for code in codes}


def _label(name: str, code: str) -> Words | None:
    table = _TABLES.get(name)
    return Words(label(table, code, "zh"), label(table, code, "en")) if table else None
