"""The peer plain mkdocs-material: Markdown pages with the rows and quotes of an atlas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from atlas.model import Content, Fact, Lang, Words

SETTINGS = """\
site_name: Atlas
site_url: https://www.example.org/
use_directory_urls: true
theme: {name: material, language: zh, font: false}
plugins: [{search: {lang: [zh, en]}}]
markdown_extensions: [tables, attr_list, md_in_html, admonition, pymdownx.details]
nav:
  [index.md, cities/index.md, topics/index.md, indicators/index.md, sources/index.md, doubtful.md]
validation: {nav: {omitted_files: ignore}}
"""
_HEADS = {
    "zh": ("指标", "地方", "数值", "时期", "说明"),
    "en": ("Indicator", "Place", "Value", "Period", "Note"),
}
Say: TypeAlias = Callable[[Words | None], str]


def write_markdown(content: Content, target: Path) -> None:
    """Writes a MkDocs project into the folder: the same pages in both languages."""
    target.mkdir(parents=True)
    (target / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    pages: dict[str, str] = {}
    languages: tuple[Lang, ...] = ("zh", "en")
    for lang in languages:
        home = "" if lang == "zh" else "en/"
        pages |= {home + path: text for path, text in _Edition(content, lang).pages()}
    for path, text in pages.items():
        file = target / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Edition:
    content: Content
    lang: Lang

    def pages(self) -> Iterator[tuple[str, str]]:
        groups = self._group()
        yield from self._indexes()
        for slug, sheet in self.content.sheets.items():
            parts = [f"# {self.say(self.content.places[slug].name)}\n\n{self.say(sheet.summary)}\n"]
            by_topic: defaultdict[str, list[Fact]] = defaultdict(list)
            for fact in sheet.facts:
                by_topic[self.content.indicators[fact.indicator].topic].append(fact)
            for topic in self.content.topics.values():
                if by_topic[topic.id]:
                    table = self._table(by_topic[topic.id], 2)
                    parts.append(f"## {self.say(topic.name)}\n\n{table}")
            parts += [f"### {self.say(one.title)}\n\n> {one.quote[0]}\n" for one in sheet.measures]
            yield f"cities/{slug}.md", "\n".join(parts)
        for topic in self.content.topics.values():
            words = (topic.name, topic.what, topic.why, topic.read, topic.compare)
            head, *rest = map(self.say, words)
            table = self._table(groups["topic"][topic.id], 2, quotes=False)
            yield f"topics/{topic.id}.md", "\n\n".join([f"# {head}", *rest, table])
        for one in self.content.indicators.values():
            table = self._table(groups["indicator"][one.id], 2)
            head = f"# {self.say(one.name)}\n\n{self.say(one.definition)}\n\n{self.say(one.why)}"
            yield f"indicators/{one.id}.md", f"{head}\n\n{table}"
        for source in self.content.sources.values():
            head = f"# {self.say(source.title)}\n\n{self.say(source.publisher)}, {source.date}"
            yield (
                f"sources/{source.id}.md",
                f"{head}\n\n{self._table(groups['source'][source.id], 2)}",
            )
        doubted = [fact for fact in self.content.facts() if fact.flags]
        yield "doubtful.md", f"# {self.lang}\n\n{self._table(doubted, 1)}"

    def say(self, words: Words | None) -> str:
        return words.get(self.lang) if words else ""

    def _group(self) -> Mapping[str, Mapping[str, list[Fact]]]:
        groups: dict[str, defaultdict[str, list[Fact]]] = {
            key: defaultdict(list) for key in ("topic", "indicator", "source")
        }
        for fact in self.content.facts():
            groups["topic"][self.content.indicators[fact.indicator].topic].append(fact)
            groups["indicator"][fact.indicator].append(fact)
            groups["source"][fact.source].append(fact)
        return groups

    def _indexes(self) -> Iterator[tuple[str, str]]:
        yield (
            "index.md",
            "# Atlas\n\n"
            + self._list(("topics", one.id, one.name) for one in self.content.topics.values()),
        )
        places = ((".", slug, self.content.places[slug].name) for slug in self.content.sheets)
        yield "cities/index.md", "# Places\n\n" + self._list(places)
        for folder, names in (
            ("topics", [(one.id, one.name) for one in self.content.topics.values()]),
            ("indicators", [(one.id, one.name) for one in self.content.indicators.values()]),
            ("sources", [(one.id, one.title) for one in self.content.sources.values()]),
        ):
            listed = ((".", key, words) for key, words in names)
            yield f"{folder}/index.md", f"# {folder}\n\n" + self._list(listed)

    def _list(self, links: Iterable[tuple[str, str, Words]]) -> str:
        lines = (f"- [{self.say(words)}]({folder}/{key}.md)\n" for folder, key, words in links)
        return "".join(lines)

    def _table(self, facts: Iterable[Fact], depth: int, quotes: bool = True) -> str:
        """A row for each fact, and below the table, closed, the sentence of each."""
        up = "../" * (depth - 1)
        head = " | ".join(_HEADS[self.lang])
        rows, below = [f"| {head} |\n|---|---|---|---|---|\n"], []
        for fact in facts:
            indicator = self.content.indicators[fact.indicator]
            place = self.content.places[fact.place]
            groups = " · ".join(value for _, value in fact.breakdown)
            flags = "; ".join(flag.arithmetic for flag in fact.flags)
            rows.append(
                f"| [{self.say(indicator.name)}]({up}indicators/{indicator.id}.md) {groups} "
                f"| [{self.say(place.short)}]({up}cities/{place.slug}.md) "
                f"| {fact.text} ({fact.role}) | {fact.period} "
                f"| {self.say(fact.note)} {flags} |\n"
            )
            if quotes:
                link = f"[{fact.source}]({up}sources/{fact.source}.md)"
                below.append(f'??? quote "{fact.id} {fact.text}"\n    {fact.quote[0]} {link}\n')
        return "".join(rows) + "\n" + "\n".join(below)
