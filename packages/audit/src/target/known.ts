import type { Target } from './target.ts'

/** What is known of a target, as sentences for whoever reads a report. */
export function knownOf(target: Target): string[] {
  const { pages, description, users, resources, guarded, signIn, health, process, writable } = target
  const told = [health.live, health.ready, health.metrics].filter((path) => path !== undefined)
  return [
    pages.length === 0
      ? 'No address was found that answers with success.'
      : `Addresses that answer: ${list(pages.map(({ path }) => path))}.`,
    description === undefined
      ? 'It was not found how its API is described (OpenAPI).'
      : `OpenAPI ${description.version} from ${description.from}: ${many(description.operations.length, 'operation')}.`,
    ...(guarded.length === 0 ? [] : [`Guarded: ${list(guarded)}.`]),
    ...(users.length === 0 ? [] : [`Asks as ${list(users.map(({ name }) => name))}.`]),
    ...(signIn === undefined ? [] : [`One signs in with ${signIn.method} ${signIn.path}.`]),
    ...(resources.length === 0 ? [] : [`Items are made in ${list(resources.map(({ path }) => path))}.`]),
    ...(told.length === 0 ? [] : [`It tells how it is at ${list(told)}.`]),
    ...(process === undefined ? [] : ['It was started by the auditor, which may end it.']),
    writable ? 'Data may be made and changed.' : 'Nothing was to be changed.',
  ]
}

const MOST = 6

function list(names: readonly string[]): string {
  const more = names.length - MOST
  return names.slice(0, MOST).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
