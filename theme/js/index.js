/* Reading the search index that atlas/search.py writes: a query becomes the few terms that cover
   it, their positions are intersected, and what remains are literal occurrences. */

import { cut, isWhole } from "./tokens.js";

const TERM_FILES_AT_ONCE = 2;
const NAME = 10; // letters of a file's name that stand for what is in it
const TEXTS_FOR_A_TERM_FILE = 3; // a file of terms weighs as much as five of texts

/**
 * The words of a query as lists of tokens; what stands in double quotes is one word.
 */
export function queryWords(query) {
  const words = query.match(/["＂][^"＂]+["＂]|[^\s"＂]+/g) ?? [];
  return words.map((word) => cut(word.replace(/["＂]/g, ""))).filter((tokens) => tokens.length > 0);
}

/** The address of the manifest that is in force; `search` is the address of the folder of indexes. */
export async function findIndex(search) {
  // An old answer would name a file that is gone.
  const { index } = await (await fetch(new URL("current.json", search), { cache: "no-store" })).json();
  return new URL(index, search);
}

/**
 * Opens the index by the address of its manifest, which it loads.
 * `record` gives what a result shows, `text` all the words of a record but its title's.
 */
export async function openIndex(address) {
  const load = once((name) => unpack(new URL(`${name}.bin`, address)));
  const manifest = JSON.parse(text(await unpack(address)));
  const terms = once(async (number) => readTerms(await load(`t-${nameAt(manifest.terms, number)}`)));
  const rows = once(async (name) => JSON.parse(text(await load(name))));
  const starts = startsOf(manifest);
  const row = async (letter, number, perFile) => {
    const stretch = lastUpTo(starts, number);
    const place = number - starts[stretch];
    const file = `${letter}${Math.floor(place / perFile)}-${nameAt(manifest.rows, stretch)}`;
    return (await rows(file))[place % perFile];
  };
  const shown = (number) => row("r", number, manifest.shownAFile);
  const texts = (number) => row("x", number, manifest.textsAFile);
  const index = { manifest, terms, texts };
  return {
    find: (query) => find(index, query),
    record: async (number) => toRecord(manifest, number, await shown(number)),
    text: async (number) => (await texts(number))[1],
  };
}

function nameAt(names, number) {
  return names.slice(number * NAME, (number + 1) * NAME);
}

/** The number of the first record of each stretch. */
function startsOf({ blocks, textsAFile }) {
  let start = 0;
  return blocks.map((length) => (start += length * textsAFile) - length * textsAFile);
}

/** The place of the last of the ordered values that is not greater; -1 where there is none. */
function lastUpTo(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The records that hold every word of the query, by kind: `[{kind, numbers}]`, hits in a title
 * first.
 */
async function find(index, query) {
  const words = queryWords(query);
  if (words.length === 0) return [];
  const found = await Promise.all(words.map((tokens) => findWord(index, tokens)));
  const [first, ...rest] = found.sort((a, b) => a.size - b.size);
  const hits = [...first].filter(([number]) => rest.every((records) => records.has(number)));
  const inTitle = new Set(
    hits.map(([number]) => number).filter((number) => found.some((records) => records.get(number))),
  );
  const numbers = hits.map(([number]) => number).sort((a, b) => inTitle.has(b) - inTitle.has(a) || a - b);
  return byKind(index.manifest, numbers);
}

function byKind({ kinds, count }, numbers) {
  const groups = kinds.map(([kind, start], at) => {
    const end = kinds[at + 1]?.[1] ?? count;
    return { kind, numbers: numbers.filter((number) => start <= number && number < end) };
  });
  return groups.filter((group) => group.numbers.length > 0);
}

/** A map from the numbers of the records that hold the word to whether their title does. */
async function findWord(index, tokens) {
  const { stride, titleRoom } = index.manifest;
  const records = new Map();
  for (const position of await findPhrase(index, tokens)) {
    const number = Math.floor(position / stride);
    records.set(number, records.get(number) || position % stride < titleRoom);
  }
  return records;
}

/**
 * The positions where the tokens stand side by side. A long phrase asks for a few files of terms;
 * once few records are left, their text decides.
 */
async function findPhrase(index, tokens) {
  const parts = coverOf(tokens);
  let left = groupByFile(index.manifest, parts);
  let positions = null;
  while (left.length > 0) {
    const now = left.splice(0, TERM_FILES_AT_ONCE).flatMap((group) => group.parts);
    const found = await Promise.all(now.map((part) => findPart(index, part)));
    for (const list of found) positions = meet(positions, list);
    if (positions.length === 0) return [];
    if (textFilesOf(index.manifest, positions) <= TEXTS_FOR_A_TERM_FILE * left.length) {
      return positionsInText(index, positions, tokens);
    }
  }
  return positions;
}

/**
 * The cheapest terms that cover the tokens, each with its offset: pairs where there are any. A
 * single character alone stands for all terms that begin with it, and so does a Latin word at the
 * end if nothing matches it: perhaps it is still being typed.
 */
function coverOf(tokens) {
  const parts = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const joins = at + 1 < tokens.length && !isWhole(tokens[at + 1]);
    if (joins) {
      parts.push({ term: tokens[at] + tokens[at + 1], offset: at });
      at += 1;
    } else if (isWhole(tokens[at]) || at + 1 < tokens.length) {
      parts.push({ term: tokens[at], offset: at, unfinished: at + 1 === tokens.length });
    } else if (at > 0) {
      parts.push({ term: tokens[at - 1] + tokens[at], offset: at - 1 });
    } else {
      parts.push({ term: tokens[at], offset: at, begins: true });
    }
  }
  return parts;
}

/** Terms that lie in one file go together; the longest term, likely the rarest, goes first. */
function groupByFile(manifest, parts) {
  const groups = new Map();
  for (const part of parts) {
    const file = fileOf(manifest, part.term);
    if (!groups.has(file)) groups.set(file, { parts: [], length: 0 });
    const group = groups.get(file);
    group.parts.push(part);
    group.length = Math.max(group.length, part.term.length);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

async function findPart(index, { term, offset, begins, unfinished }) {
  let positions = begins ? [] : await findTerm(index, term);
  if (begins || (unfinished && positions.length === 0 && /^[a-zß-öø-ɏ]{2,}$/.test(term))) {
    positions = await findBeginning(index, term);
  }
  return offset === 0 ? positions : positions.map((position) => position - offset);
}

async function findTerm(index, term) {
  const file = fileOf(index.manifest, term);
  if (file < 0) return [];
  return (await index.terms(file)).get(term)?.() ?? [];
}

/** The positions of all terms that begin with `start`; they lie in neighbouring files. */
async function findBeginning(index, start) {
  const { firstTerms } = index.manifest;
  const positions = new Set();
  for (let file = Math.max(0, fileOf(index.manifest, start)); file < firstTerms.length; file += 1) {
    if (firstTerms[file] > start && !firstTerms[file].startsWith(start)) break;
    for (const [term, read] of await index.terms(file)) {
      if (term.startsWith(start)) for (const position of read()) positions.add(position);
    }
  }
  return [...positions].sort((a, b) => a - b);
}

/** The number of the file in which a term lies if it occurs at all; -1 before the first. */
function fileOf({ firstTerms }, term) {
  return lastUpTo(firstTerms, term);
}

function meet(positions, list) {
  if (positions === null) return list;
  const other = new Set(list);
  return positions.filter((position) => other.has(position));
}

function textFilesOf({ stride, textsAFile }, positions) {
  return new Set(positions.map((position) => Math.floor(position / stride / textsAFile))).size;
}

async function positionsInText(index, positions, tokens) {
  const { stride, titleRoom } = index.manifest;
  const kept = await Promise.all(
    positions.map(async (position) => {
      const [title, body] = await index.texts(Math.floor(position / stride));
      const at = position % stride;
      const [words, start] = at < titleRoom ? [title, at] : [body, at - titleRoom];
      const there = cut(words).slice(start, start + tokens.length);
      return tokens.every((token, place) => token === there[place]);
    }),
  );
  return positions.filter((_, at) => kept[at]);
}

/** The terms of a file: a map from each to a function that reads its positions. */
function readTerms(bytes) {
  const decoder = new TextDecoder();
  const terms = new Map();
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const part = () => {
    const length = number();
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const term = decoder.decode(part());
    const steps = part();
    terms.set(term, () => readPositions(steps));
  }
  return terms;
}

function readPositions(steps) {
  const positions = [];
  let position = 0;
  let value = 0;
  let scale = 1;
  for (const byte of steps) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      positions.push((position += value));
      value = 0;
      scale = 1;
    }
  }
  return positions;
}

/** `names` is the record's title in all its languages, empty for a fact. */
function toRecord({ kinds }, number, [url, names, ...shown]) {
  const [kind] = kinds.filter(([, start]) => start <= number).at(-1);
  return { kind, url, names, shown };
}

async function unpack(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const stream = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function text(bytes) {
  return new TextDecoder().decode(bytes);
}

/** `make`, asked once for each key; a failure is forgotten, so that the next try asks again. */
function once(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key).catch((error) => (made.delete(key), Promise.reject(error))));
    return made.get(key);
  };
}
