/** How long the longest common subsequence of two lists is, from each pair of places to their ends. */
function common(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => Array.from({ length: right.length + 1 }, () => 0));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i]![j] = left[i] === right[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

/** Writes two sequences side by side, equal words in one line; a line that stands on one side only is marked. */
export function sideBySide(left: readonly string[], right: readonly string[], titles: readonly [string, string]): string {
  const lengths = common(left, right);
  const lines: [string, string, string][] = [[titles[0], ' ', titles[1]]];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    if (i < left.length && left[i] === right[j]) lines.push([left[i++]!, ' ', right[j++]!]);
    else if (j >= right.length || (i < left.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      lines.push([left[i++]!, '<', '']);
    else lines.push(['', '>', right[j++]!]);
  }
  const width = Math.max(...lines.map(([word]) => word.length));
  return lines.map(([word, mark, other]) => `  ${word.padEnd(width)} ${mark} ${other}`.trimEnd()).join('\n');
}
