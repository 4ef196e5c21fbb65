/** What a reference leads to; anything else is given back as it is. */
export function resolve(value, api) {
  const ref = value?.$ref
  if (typeof ref !== 'string') return value
  return ref
    .slice(2)
    .split('/')
    .reduce((found, name) => found?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], api)
}
