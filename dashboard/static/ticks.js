// The labels below a time axis: one for each bar with a label, if the previous label leaves room.
/**
 * @param {{ tick?: string }[]} rows
 * @param {number} step from one bar to the next
 * @param {number} last left edge of a label
 * @param {number} gap between labels
 */
function atlasTicks(rows, step, last, gap) {
  let free = -1;
  return rows.flatMap(({ tick }, n) => {
    if (!tick || n * step < free) return [];
    free = n * step + tick.length * 7 + gap;
    return [{ tick, x: Math.min(n * step, last) }];
  });
}
