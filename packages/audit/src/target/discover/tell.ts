import type { Target } from '../target.ts'

/** What is known of a target and what is not, as sentences. */
export function tell(target: Target): string[] {
  const { description, pages, resources, guarded, health, signIn, writable, origin } = target
  return [
    description === undefined
      ? 'No OpenAPI document was found; give one with --openapi.'
      : `OpenAPI ${description.version} with ${count(description.operations.length, 'operation')} at ${description.from}.`,
    ...(description === undefined || description.faults.length === 0
      ? []
      : [`${count(description.faults.length, 'fault')} in that document.`]),
    pages.length === 0
      ? 'No address was found that answers with success; name some under "pages" in the configuration.'
      : `${count(pages.length, 'address', 'addresses')} to look at: ${listed(pages.map(({ path }) => path))}.`,
    ...(guarded.length === 0 ? [] : [`Nobody unknown may see ${listed(guarded)}.`]),
    ...(signIn === undefined ? [] : [`One signs in with ${signIn.method} ${signIn.path}.`]),
    resources.length === 0
      ? 'No collection is known that items can be made in; name one under "resources" in the configuration.'
      : `Items can be made in ${listed(resources.map(({ path }) => path))}.`,
    tellHealth(health),
    ...(target.servesFew === true
      ? ['It serves only a few connections at once, so that checks are run one after the other.']
      : []),
    writable
      ? `It is ${origin.hostname}, so that things may be made and changed there.`
      : 'Nothing is made or changed there; say that it is yours with --own.',
  ]
}

function tellHealth(health: Target['health']): string {
  const known = (['live', 'ready', 'metrics'] as const).flatMap((kind) => {
    const path = health[kind]
    return path === undefined ? [] : [`${kind} at ${path}`]
  })
  return known.length === 0
    ? 'Nothing tells whether it lives and is ready; name it under "health" in the configuration.'
    : `Its health: ${known.join(', ')}.`
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

const MOST = 5

function listed(values: readonly string[]): string {
  const more = values.length - MOST
  return values.slice(0, MOST).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
