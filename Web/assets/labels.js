// Names on the map, in the page's language and in letters that the map can draw.

/// Characters that MapLibre 5.24 loses when it draws glyphs by itself, and what stands in for them.
///
/// Its TinySDF shifts a glyph by twice its left bearing: one whose ink lies in the right half of its square leaves
/// the square and comes out blank. By measure (Noto Sans CJK) these are all opening brackets and quotes of full
/// width, a few wide ligatures, and the rare radical 刂. Closing ones are exchanged with them so that pairs match.
export const blank = [
  ['（', '('], ['）', ')'], ['［', '['], ['］', ']'], ['｛', '{'], ['｝', '}'], ['【', '['], ['】', ']'],
  ['〔', '['], ['〕', ']'], ['〖', '['], ['〗', ']'], ['〘', '['], ['〙', ']'], ['〚', '['], ['〛', ']'],
  ['《', '«'], ['》', '»'], ['〈', '‹'], ['〉', '›'], ['「', '‹'], ['」', '›'], ['『', '«'], ['』', '»'],
  ['｟', '('], ['｠', ')'], ['Ǆ', 'DŽ'], ['Ǳ', 'DZ'], ['Ǽ', 'Æ'], ['ǽ', 'æ'],
  ['“', '"'], ['”', '"'], ['‘', "'"], ['’', "'"], ['〝', '"'], ['〞', '"'], ['‱', '%'],
];

/// An expression that gives the text of `expression` with every character of `blank` exchanged.
export function drawable(expression) {
  return blank.reduce((inner, [from, to]) => ['join', ['split', inner, from], to], ['to-string', expression]);
}

/// The name of a feature in `language`.
export function nameIn(language) {
  const name = language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name'], ''] : ['coalesce', ['get', 'name'], ''];
  return drawable(name);
}

/// Families for MapLibre's own glyphs: it hands them to the browser as a list, the first giving the weight.
export const fonts = {
  regular: ['Kaimen Regular', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'system-ui'],
  medium: ['Kaimen Medium', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'system-ui'],
  bold: ['Kaimen Bold', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'system-ui'],
};

/// `text` without `word`.
const without = (text, word) => ['join', ['split', text, word], ''];

/// A number of a house, building or unit as `language` says it: `1单元` is "Unit 1" in English, `7号` and `3栋` are numbers.
export function numberIn(language, number) {
  if (language === 'zh') return number;
  const text = ['to-string', number];
  return ['concat', ['case', ['in', '单元', text], 'Unit ', ''], ['单元', '号楼', '号', '栋', '幢', '座'].reduce(without, text)];
}
