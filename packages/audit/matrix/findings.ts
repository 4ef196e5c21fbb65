/**
 * What is known to be true of sound servers all the same, by server and check: why the finding stands, with the text that
 * it rests on. Anything else that a check finds there is a false alarm, or news.
 */
export const findings: Readonly<Record<string, Readonly<Record<string, string>>>> = {}
