import type { Severity } from '../api.ts'

export const SEVERITIES: readonly Severity[] = ['must', 'should', 'may']

export const MEANING: Readonly<Record<Severity, string>> = {
  must: 'breaks a specification, loses data, or lets an attack through',
  should: 'costs users or clients',
  may: 'could be better',
}

/** `3 findings`, `1 finding`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`
}
