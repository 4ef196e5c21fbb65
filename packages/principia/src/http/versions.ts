import { problems, type Problem } from '../errors/index.ts'
import {
  versionHeader,
  versionNames,
  type Route,
  type VersionMissing,
  type Versioning,
} from '../routing/index.ts'

/** The refusal of a request that names no version where one must be named, or one that does not exist. */
export function versionProblem({ given }: VersionMissing, versioning: Versioning): Problem {
  const versions = versionNames(versioning)
  const how = `${HOW[versioning.by](versioning)} There is ${versions.join(', ')}.`
  const members = { versions }
  return given === undefined
    ? problems.versionRequired(how, { members })
    : problems.unknownVersion(`Version ${given} does not exist. ${how}`, { members })
}

const HOW: Readonly<Record<Versioning['by'], (versioning: Versioning) => string>> = {
  path: ({ prefix = 'v' }) => `Begin the path with the version, such as /${prefix}1.`,
  header: (versioning) => `Name the version in the header ${versionHeader(versioning)}.`,
  'media-type': ({ mediaType }) =>
    mediaType === undefined
      ? 'Name the version in Accept, such as application/json;version=1.'
      : `Name the version in Accept, such as ${mediaType}.v1+json.`,
}

/** What every answer of a version carries: which version it is, and for caches what it was chosen by. */
export function versionHeaders({ served }: Route, versioning: Versioning): string[] {
  if (served === undefined) return []
  const vary = versionVary(versioning)
  return versioning.by === 'header' ? [...vary, versionHeader(versioning), served.version] : vary
}

/** RFC 9110 section 12.5.5. Also on the answers to requests for which no version was found. */
export function versionVary(versioning: Versioning): string[] {
  if (versioning.by === 'path') return []
  return ['Vary', versioning.by === 'header' ? versionHeader(versioning) : 'Accept']
}
