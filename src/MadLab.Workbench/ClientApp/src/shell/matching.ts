/** The commands whose names have all letters of the text in their order, best first: letters that stand together and begin words count most. */
export function matching<T extends { name: string }>(all: readonly T[], text: string): T[] {
  const wanted = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return all
    .map((command, i) => ({ command, i, score: scoreOf(command.name.toLowerCase(), wanted) }))
    .filter((m) => m.score !== null)
    .sort((a, b) => b.score! - a.score! || a.i - b.i)
    .map((m) => m.command);
}

function scoreOf(name: string, wanted: string): number | null {
  let [score, from, last] = [0, 0, -2];
  for (const letter of wanted) {
    const at = name.indexOf(letter, from);
    if (at < 0) {
      return null;
    }

    score += at === last + 1 ? 3 : at === 0 || !/\w/.test(name[at - 1]!) ? 2 : 0;
    [from, last] = [at + 1, at];
  }

  return name.includes(wanted) ? score + wanted.length * 2 : score;
}
