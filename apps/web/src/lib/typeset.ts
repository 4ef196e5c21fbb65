/** A hyphen between spaces is how a dash is typed; this is how it is set, never at the start of a line. */
export const typeset = (text: string): string => text.replaceAll(' - ', '\u00a0– ')
