import type {
  AuditConfig,
  HarConfig,
  ProcessConfig,
  ResourceConfig,
  SignInConfig,
  UpstreamConfig,
  UserConfig,
} from '../config.ts'
import {
  address,
  anything,
  flag,
  is,
  isPlain,
  jsonPointer,
  listOf,
  mapOf,
  milliseconds,
  objectOf,
  oneOf,
  path,
  port,
  shaped,
  text,
  type Shape,
} from './shape.ts'

/** Every member, so that one that is added is not forgotten here. */
type Members<T> = Readonly<Record<keyof Required<T>, Shape>>

/** RFC 9110 sections 5.1 and 5.5. */
const values = mapOf(
  is(
    'a text without line breaks',
    { type: 'string' },
    (each) => typeof each === 'string' && !/[\0\r\n]/.test(each),
  ),
)
const headers = shaped(values.schema, (value, pointer, report) => {
  values(value, pointer, report)
  for (const name of isPlain(value) ? Object.keys(value) : [])
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) report(pointer, `"${name}" cannot be the name of a header`)
})

const page: Members<{ path: string; as?: string }> = { path, as: text }
const pageShape = objectOf(page, ['path'])
const user: Members<UserConfig> = { name: text, headers, signIn: anything }
const signIn: Members<SignInConfig> = {
  method: oneOf(['POST', 'PUT', 'PATCH', 'GET']),
  path,
  form: flag,
  token: jsonPointer,
  scheme: is(
    'a word such as "Bearer"',
    { type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
    (value) => typeof value === 'string' && /^[!#$%&'*+.^`|~\w-]+$/.test(value),
  ),
  wrong: anything,
}
const har: Members<HarConfig> = { file: text, user: text }
const resource: Members<ResourceConfig> = {
  path,
  as: text,
  example: is('an object', { type: 'object' }, isPlain),
  text,
  methods: listOf(oneOf(['list', 'create', 'read', 'replace', 'patch', 'delete'])),
  putAt: listOf(path),
}
const variables = mapOf(is('a text', { type: 'string' }, (value) => typeof value === 'string'))
const upstream: Members<UpstreamConfig> = {
  variable: text,
  path,
  as: text,
  gateway: flag,
  optional: flag,
  answer: anything,
}
const process: Members<ProcessConfig> = {
  start: text,
  cwd: text,
  env: variables,
  ready: address,
  portVariable: text,
  ports: mapOf(port),
  databaseVariable: text,
  upstream: objectOf(upstream, ['variable', 'path']),
  required: listOf(text),
  wrong: variables,
  slow: path,
  deadline: variables,
  patience: milliseconds,
}

const config: Members<AuditConfig> = {
  own: flag,
  openapi: text,
  pages: listOf(
    shaped({ anyOf: [path.schema, pageShape.schema] }, (value, pointer, report) =>
      typeof value === 'string' ? path(value, pointer, report) : pageShape(value, pointer, report),
    ),
  ),
  har: objectOf(har, ['file']),
  users: listOf(objectOf(user, ['name'])),
  signIn: objectOf(signIn, ['path']),
  resources: listOf(objectOf(resource, ['path', 'example'])),
  guarded: listOf(path),
  health: objectOf({ live: address, ready: address, metrics: address }),
  allowedOrigin: is(
    'an origin such as "https://app.example" (scheme, host and port, no slash at the end)',
    { type: 'string', pattern: '^(https?://[^/]+$|\\{\\{)' },
    (value) => typeof value === 'string' && URL.parse(value)?.origin === value,
  ),
  slow: objectOf({ path, within: milliseconds }, ['path']),
  process: objectOf(process, ['start']),
  secrets: listOf(text),
  $schema: text,
}

/** What a configuration has to look like. */
export const configShape: Shape = objectOf(config)
