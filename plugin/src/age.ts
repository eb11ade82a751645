/** Whole years between two days of the calendar; who is born on 29 February is a year older on 1 March. */
export function age(born: { year: number; month: number; day: number }, today: Date): number {
  const had = today.getMonth() + 1 > born.month || (today.getMonth() + 1 === born.month && today.getDate() >= born.day);
  return today.getFullYear() - born.year - (had ? 0 : 1);
}

export type Answer = "adult" | "too_young" | "no_date";

/** What a date of birth means. The texts are what was written into the three boxes; the date is kept nowhere. */
export function answer(day: string, month: string, year: string, today: Date): Answer {
  if (![day, month, year].every((text) => /^\d{1,4}$/.test(text.trim()))) return "no_date";
  const born = { day: Number(day), month: Number(month), year: Number(year) };
  const real = new Date(0);
  real.setFullYear(born.year, born.month - 1, born.day);
  const exists = real.getFullYear() === born.year && real.getMonth() === born.month - 1 && real.getDate() === born.day;
  const years = age(born, today);
  if (!exists || years < 0 || years > 120) return "no_date";
  return years >= 18 ? "adult" : "too_young";
}
