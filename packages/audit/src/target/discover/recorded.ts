import type { AuditConfig, UserConfig } from '../config.ts'
import type { Content, Description, Operation } from '../description.ts'
import { loadHar, type Recording } from '../har.ts'

/** A configuration with what a recording adds: pages, and the user whom it belongs to. @throws BadHar */
export async function withRecording(
  config: AuditConfig,
  origin: URL,
): Promise<{ readonly config: AuditConfig; readonly recording: Recording | undefined }> {
  const { har, pages = [], users = [] } = config
  if (har === undefined) return { config, recording: undefined }
  const recording = await loadHar(har.file, origin)
  const { user: name } = har
  const recorded = recording.pages.slice(0, MOST_PAGES)
  return {
    recording,
    config: {
      ...config,
      pages: [...pages, ...recorded.map((path) => (name === undefined ? path : { path, as: name }))],
      users: name === undefined ? users : withCredentials(users, { name, headers: recording.credentials }),
    },
  }
}

/** Who calls in a way of their own goes on so. */
function withCredentials(users: readonly UserConfig[], recorded: UserConfig): readonly UserConfig[] {
  const given = users.find(({ name }) => name === recorded.name)
  if (Object.keys(recorded.headers ?? {}).length === 0) return users
  if (given === undefined) return [...users, recorded]
  const isOther = given.headers !== undefined || given.signIn !== undefined
  return isOther ? users : users.map((user) => (user === given ? recorded : user))
}

/** Later ones are mostly like those before. */
const MOST_PAGES = 20

/** The description with recorded bodies as examples, where it has none and they fit. */
export function withExamples(description: Description, { bodies }: Recording): Description {
  const operations = description.operations.map((operation): Operation => {
    const { body, method, path } = operation
    if (body === undefined) return operation
    const matches = patternOf(path)
    const recorded = bodies.filter((each) => each.method === method && matches.test(each.path))
    const content = Object.entries(body.content).map(([type, each]): [string, Content] => {
      if (each.example !== undefined || each.schema === undefined || !/json\b/i.test(type))
        return [type, each]
      const { schema } = each
      const fitting = recorded.find(({ json }) => description.examine(schema, json, 'request').length === 0)
      return [type, fitting === undefined ? each : { ...each, example: fitting.json }]
    })
    return { ...operation, body: { ...body, content: Object.fromEntries(content) } }
  })
  return { ...description, operations }
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^{}]*\}/).map((part) => RegExp.escape(part))
  return new RegExp(`^${parts.join('[^/]+')}$`)
}

/** What a recording gave, as a sentence. */
export function tellRecording({ pages, bodies, entries, foreign }: Recording, file: string): string {
  const others = foreign === 0 ? '' : ` ${foreign} entries of other origins were passed over.`
  return `The recording ${file} has ${entries} entries of this target: ${pages.length} addresses that answered and ${bodies.length} bodies.${others}`
}
