const NUMERALS = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X']

/** The number of a part, as a book prints it. */
export const roman = (n: number): string => NUMERALS[n] ?? String(n)
