#!/usr/bin/env node
// Writes tests/Kindred.Neural.Tests/Golden/tokenizer-*.json: what Hugging Face's own tokenizers library (npm "tokenizers" 0.23.2) makes of texts.
// The BPE and Unigram tokenisers are small ones in the layout of RoBERTa's and XLM-RoBERTa's, built here; WordPiece is the real one of gte-small.
// usage: npm install tokenizers@0.23.2; node scripts/tokenizer-golden.mjs GTE_TOKENIZER_JSON tests/Kindred.Neural.Tests/Golden
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
const { Tokenizer } = createRequire(join(process.cwd(), 'x.js'))('tokenizers');
const [gtePath, folder] = process.argv.slice(2);

const sample = `red running shoes for men size 42 running shoe red white hanging heart t-light holder cream cupid hearts coat hanger
knitted union flag hot water bottle set 7 babushka nesting boxes glass star frosted t-light holder hand warmer union jack
canon powershot digital camera 12 mp silver the camera's lens won't fit it's they'll 500ml 1.5l 12x330ml
苹果 手机 壳 透明 防摔 洗发水 500毫升 跑步鞋 男 运动袜 牛奶 面包 café crème brûlée naïve`;

const texts = [
  '', ' ', 'a', 'Hello, World!', 'WHITE HANGING HEART T-LIGHT HOLDER', 'Red running shoes, size 42', "the camera's lens won't fit; it's they'll",
  '500ml', '1.5L bottle (pack of 12)', 'Canon PowerShot SX-740 HS 4K', '苹果手机壳 透明防摔', '洗发水500毫升', '跑步鞋men红色', 'Crème Brûlée café naïve',
  'ＡＢＣ　１２３', 'ﬁne ①②', '  two  blanks \t tab\nline ', '😀 smile 👩‍👩‍👧 family', 'e\u0301 composed', '한국어 텍스트', 'Ünïcödé İstanbul ΣΑΣ', '\u0000null\uFFFDrep\u200Bzero',
  'x'.repeat(120), '[MASK] token and <mask> token', 'a[SEP]b', 'snake_case-and/slash\\back', '$9.99 £5 €3 ¥100', '"quoted" ‘curly’ “double” – dash — long', '日本語カタカナ', 'المنتج', 'हिन्दी', 'ไทย',
  '𠀀𠀁 rare han', "don't DON'T", 'tab\u00A0nbsp', '٣٤٥ digits', 'a'.repeat(30) + ' ' + 'b'.repeat(3), '...!!!???', 'mixed中文English混合', '\u2028line sep', 'soft\u00ADhyphen',
];
let state = 12345;
const next = n => (state = (state * 1103515245 + 12345) % 2147483648) % n;
const pools = ['abcdefghij ', 'ABC xyz 0123', '苹果手机跑步鞋', 'éüñçÅ', '.,-\'"!?()', 'ｆｕｌｌ①ﬁ', '\u0301\u0308', ' \t\u00A0'];
for (let i = 0; i < 120; i++) {
  let text = '';
  for (let j = 2 + next(24); j > 0; j--) { const pool = [...pools[next(pools.length)]]; text += pool[next(pool.length)]; }
  texts.push(text);
}

function bytes() {
  const table = []; let n = 256;
  for (let b = 0; b < 256; b++) table.push(String.fromCodePoint((b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174) ? b : n++));
  return table;
}

function byteLevelBpe(merges) {
  const table = bytes();
  const words = (sample.match(/ ?[^\s]+/gu) ?? []).map(w => [...Buffer.from(w)].map(b => table[b]));
  const vocab = {}; ['<s>', '<pad>', '</s>', '<unk>', '<mask>', ...table].forEach((t, i) => vocab[t] = i);
  const list = [];
  while (list.length < merges) {
    const counts = new Map();
    for (const w of words) for (let i = 0; i + 1 < w.length; i++) { const k = w[i] + ' ' + w[i + 1]; counts.set(k, (counts.get(k) ?? 0) + 1); }
    const best = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0];
    const [l, r] = best.split(' ');
    list.push([l, r]); vocab[l + r] ??= Object.keys(vocab).length;
    for (const w of words) for (let i = 0; i + 1 < w.length; i++) if (w[i] === l && w[i + 1] === r) w.splice(i, 2, l + r);
  }
  const special = (content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });
  return { version: '1.0', truncation: null, padding: null, added_tokens: ['<s>', '<pad>', '</s>', '<unk>', '<mask>'].map(special), normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: { type: 'RobertaProcessing', sep: ['</s>', 2], cls: ['<s>', 0], trim_offsets: true, add_prefix_space: false },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false, byte_fallback: false, vocab, merges: list } };
}

// A double-array trie in Darts-clone's layout, first fit; enough for the few keys of a test.
function charsmap(pairs) {
  const keys = Object.keys(pairs).map(k => [[...Buffer.from(k)], k]);
  const root = { kids: new Map() };
  const texts = []; let at = 0;
  for (const [path, k] of keys) {
    let node = root;
    for (const b of path) { if (!node.kids.has(b)) node.kids.set(b, { kids: new Map() }); node = node.kids.get(b); }
    node.value = at; texts.push(Buffer.from(pairs[k] + '\0')); at += texts.at(-1).length;
  }
  const units = new Map([[0, 0]]); const used = new Set([0]);
  const place = (node, pos) => {
    const labels = [...node.kids.keys()].map(b => b); if (node.value !== undefined) labels.push(0);
    let offset = 1;
    for (; ; offset++) if (labels.every(l => !used.has(pos ^ offset ^ l))) break;
    for (const l of labels) used.add(pos ^ offset ^ l);
    units.set(pos, ((units.get(pos) ?? 0) | (offset << 10) | (node.value !== undefined ? 256 : 0)) >>> 0);
    if (node.value !== undefined) units.set(pos ^ offset, (0x80000000 | node.value) >>> 0);
    for (const [b, kid] of node.kids) { units.set(pos ^ offset ^ b, b); place(kid, pos ^ offset ^ b); }
  };
  place(root, 0);
  const size = (Math.max(...units.keys()) | 255) + 1;
  const trie = Buffer.alloc(4 + 4 * size); trie.writeUInt32LE(4 * size, 0);
  for (const [pos, unit] of units) trie.writeUInt32LE(unit, 4 + 4 * pos);
  return Buffer.concat([trie, ...texts]).toString('base64');
}

function unigram() {
  const counts = new Map();
  for (const word of sample.split(/\s+/u)) {
    const cs = [...('▁' + word)];
    for (let i = 0; i < cs.length; i++) for (let j = i + 1; j <= Math.min(cs.length, i + 7); j++) { const t = cs.slice(i, j).join(''); counts.set(t, (counts.get(t) ?? 0) + 1); }
  }
  const kept = [...counts].filter(([t, c]) => [...t].length === 1 || c > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const total = kept.reduce((s, [, c]) => s + c, 0);
  const vocab = [['<s>', 0], ['<pad>', 0], ['</s>', 0], ['<unk>', 0], ...kept.map(([t, c]) => [t, Math.log(c / total) * (1 + 1e-4 * t.length)])];
  const special = (content, id) => ({ id, content, single_word: false, lstrip: content === '<mask>', rstrip: false, normalized: false, special: true });
  const frame = id => ({ SpecialToken: { id, type_id: 0 } });
  const text = id => ({ Sequence: { id, type_id: 0 } });
  return { version: '1.0', truncation: null, padding: null,
    added_tokens: [...['<s>', '<pad>', '</s>', '<unk>'].map(special), special('<mask>', vocab.length)],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Precompiled', precompiled_charsmap: charsmap({ 'ａ': 'a', 'Ａ': 'A', 'ｆ': 'f', 'ｕ': 'u', 'ｌ': 'l', '①': '1', '②': '2', 'ﬁ': 'fi', '　': ' ', '\u00A0': ' ', '\t': ' ', 'é': 'e\u0301', 'e\u0301': 'é', '\u200B': '' }) },
      { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }] },
    post_processor: { type: 'TemplateProcessing', single: [frame('<s>'), text('A'), frame('</s>')], pair: [frame('<s>'), text('A'), frame('</s>'), frame('</s>'), text('B'), frame('</s>')],
      special_tokens: { '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] }, '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] } } },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 3, vocab, byte_fallback: false } };
}

async function golden(name, json, keep) {
  const tokenizer = Tokenizer.fromString(JSON.stringify({ ...json, truncation: null, padding: null }));
  const cases = [];
  for (const text of texts) cases.push([text, (await tokenizer.encode(text)).getIds()]);
  const pairs = [];
  for (const [a, b] of [['red shoes', 'white socks'], ['苹果手机', 'camera'], ['', 'x']]) { const e = await tokenizer.encode(a, b); pairs.push([a, b, e.getIds(), e.getTypeIds()]); }
  tokenizer.setTruncation(8); const cut = [];
  for (const [a, b] of [['red running shoes for men size', 'socks'], ['red', 'white hanging heart holder cream'], ['red running shoes for men', 'white hanging heart holder']]) { const e = await tokenizer.encode(a, b); cut.push([a, b, e.getIds()]); }
  const out = { origin: 'npm tokenizers 0.23.2 by scripts/tokenizer-golden.mjs', cases, pairs, cut };
  if (keep) out.tokenizer = json;
  writeFileSync(join(folder, `tokenizer-${name}.json`), JSON.stringify(out) + '\n');
}

await golden('wordpiece', JSON.parse(readFileSync(gtePath)), false);
await golden('bpe', byteLevelBpe(200), true);
await golden('unigram', unigram(), true);
