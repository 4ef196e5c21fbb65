import { makingOf } from '../../process/making.ts'
import { probe } from '../../process/probe.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** A request that succeeds, one to an address that is not there, and one whose content cannot be read. */
export function ordinary({ target }: Inspection, marker: string): RequestSpec[] {
  const page = probe(target)
  const missing = `${target.base}/${marker}`
  return [page, { path: missing }, ...unreadable(target, '"a": ')]
}

/** JSON that breaks off, where something takes JSON. */
export function unreadable(target: Inspection['target'], within: string): RequestSpec[] {
  if (!target.writable) return []
  const made = target.resources.flatMap((resource) => makingOf(resource) ?? [])
  const { signIn } = target
  const places: RequestSpec[] = signIn === undefined ? made : [...made, { method: 'POST', path: signIn.path }]
  return places.slice(0, 2).map(({ method = 'POST', path, as }) => ({
    method,
    path,
    as,
    headers: { 'Content-Type': 'application/json' },
    body: `{${within}`,
  }))
}
