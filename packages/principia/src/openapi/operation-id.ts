/**
 * Gives each operation a name for generated clients: `GET /notes/:id` is `getNotesById`. It depends on
 * the method and the path alone, so it stays when routes are added or moved; only where two paths
 * give the same name does the later one get a number.
 */
export function createOperationIds(): (method: string, template: string) => string {
  const taken = new Set<string>()
  return (method, template) => {
    const base = toOperationId(method, template)
    let id = base
    for (let copy = 2; taken.has(id); copy++) id = `${base}${copy}`
    taken.add(id)
    return id
  }
}

function toOperationId(method: string, template: string): string {
  const segments = template.split('/').filter((segment) => segment !== '')
  const words = segments.map((segment) =>
    segment.startsWith('{') ? `By${pascal(segment.slice(1, -1))}` : pascal(segment),
  )
  return method.toLowerCase() + (words.join('') || 'Root')
}

function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
