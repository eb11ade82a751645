/** How many columns make 16:9 tiles as large as they can be in a box. Sizes in pixels. */
export function columns(count: number, width: number, height: number, gap: number): number {
  let best = 1;
  let bestWidth = 0;
  for (let candidate = 1; candidate <= count; candidate++) {
    const size = tileWidth(candidate, count, width, height, gap);
    if (size > bestWidth) [best, bestWidth] = [candidate, size];
  }
  return best;
}

/** The width of one tile when `count` of them stand in `inARow` columns. */
export function tileWidth(inARow: number, count: number, width: number, height: number, gap: number): number {
  const rows = Math.ceil(count / inARow);
  const byWidth = (width - gap * (inARow - 1)) / inARow;
  const byHeight = ((height - gap * (rows - 1)) / rows) * (16 / 9);
  return Math.max(0, Math.floor(Math.min(byWidth, byHeight)));
}
