/* Cutting text into the tokens of the search index, exactly as atlas/tokens.py does;
   tests/cases/search_vectors.yml binds the two. */

const DIGIT = "0-9０-９";
const LATIN = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏ";
const SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const TOKEN = new RegExp(
  [
    `[${DIGIT}]{1,3}(?:,[${DIGIT}]{3})+(?![${DIGIT}])(?:[.．][${DIGIT}]+)?`,
    `[${DIGIT}]+(?:[.．][${DIGIT}]+)?`,
    `[${LATIN}]+`,
    `[^${SPACE}]`,
  ].join("|"),
  "gu",
);
const WHOLE = /^[0-9a-zß-öø-ɏ]/;

/** Whether a token is a figure or a Latin word, which no search cuts. */
export function isWhole(token) {
  return WHOLE.test(token);
}

/** The tokens of a text. */
export function cut(text) {
  return cutWithPlaces(text).map(({ token }) => token);
}

/** The tokens of a text, each with where it stands: `[start, end)` in UTF-16 code units. */
export function cutWithPlaces(text) {
  const found = [];
  for (const { 0: raw, index } of text.matchAll(TOKEN)) {
    for (const token of normal(raw)) found.push({ token, start: index, end: index + raw.length });
  }
  return found;
}

function normal(raw) {
  if (raw === "’") return ["'"]; // what phones type for an apostrophe
  const plain = raw.normalize("NFKC").toLowerCase();
  if (plain.includes(",") && plain.length > 1) return splitList(plain);
  if ([...raw].length === 1 && [...plain].length > 1) return plain.match(TOKEN) ?? [];
  return [plain];
}

function splitList(plain) {
  const groups = plain.split(",");
  const padded = groups.some((group) => group.startsWith("0")); // no list writes 018 for 18
  if (plain.includes(".") || padded || !countsUp(groups.map(Number))) return [groups.join("")];
  return groups.flatMap((group) => [",", group]).slice(1);
}

function countsUp(numbers) {
  return numbers.every((number, at) => at === 0 || number === numbers[at - 1] + 1);
}
