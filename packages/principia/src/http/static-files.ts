import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problems } from '../errors/index.ts'
import {
  callSite,
  module,
  redirect,
  reply,
  route,
  StoredContent,
  type AccessContext,
  type AccessRule,
  type Module,
} from '../routing/index.ts'
import { RequestContext } from './context.ts'
import { findForms, openForm, type FileForms } from './file-forms.ts'
import { mediaTypeOf } from './media-types.ts'

export interface StaticOptions {
  /** Who may read the files: everybody unless said. */
  readonly access?: 'public' | AccessRule<unknown, never>
  /** What is sent for a folder; `false` for a 404. `index.html` unless said. */
  readonly index?: string | false
  /**
   * The names that change whenever their content does, which clients keep for a year without asking again. Unless
   * said, those with a hexadecimal hash before the ending, such as `app.4f3a1b2c.js` or `app-4f3a1b2c.js`;
   * `true` where a build names all files of the folder like that.
   */
  readonly immutable?: boolean | RegExp
  /** Whether `name.br`, `name.zst` or `name.gz` beside a file is sent to those who accept it: yes unless said. */
  readonly precompressed?: boolean
}

/** Eight digits are more likely a date than a hash, and a date promises nothing. */
const HASHED_NAME = /[.-](?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{8,64}\.\w+(?:\.map)?$/

/**
 * A folder of files as routes: GET and HEAD below `path`, with all that `file` does. What has a hash in its name is
 * kept by clients for a year; whether any other is still current they ask each time.
 *
 * Never sent: what lies outside of the folder, also where a link leads there, and names that begin with a dot.
 *
 * @throws TypeError when there is no such folder
 * @example
 * app({ name: 'shop', modules: [staticFiles('/assets', new URL('../web/dist/assets', import.meta.url))] })
 */
export function staticFiles(path: string, folder: string | URL, options: StaticOptions = {}): Module {
  const { access = 'public', index = 'index.html', immutable = HASHED_NAME, precompressed = true } = options
  const root = resolve(folder instanceof URL ? fileURLToPath(folder) : folder)
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new TypeError(`staticFiles(): there is no folder ${root}; build or make it before the app starts.`)
  }
  const isImmutable = (name: string) => (immutable instanceof RegExp ? immutable.test(name) : immutable)
  const shared = access === 'public' ? 'public' : 'private'
  const find = (name: string, accepted: string | undefined) =>
    findForms(name, { root, type: mediaTypeOf(name), precompressed, accepted })
  const findImmutable = rarely(find)

  const send = async (name: string, context: AccessContext) => {
    const accepted = context.header('accept-encoding')
    const inFolder = index !== false && (name === '' || name.endsWith('/'))
    const wanted = inFolder ? name + index : name
    const lasting = isImmutable(wanted)
    const forms = await (lasting ? findImmutable : find)(wanted, accepted)
    if (forms === 'directory' && index !== false && !inFolder) {
      if (typeof (await find(`${name}/${index}`, undefined)) !== 'object') throw problems.notFound()
      // Relative links in an index count from its folder.
      return redirect(`${context.path}/${queryOf(context)}`, 308)
    }
    if (forms === undefined || forms === 'directory') throw problems.notFound()
    const content = new StoredContent(async () => {
      const opened = await openForm(forms)
      if (opened === undefined) throw problems.notFound()
      return opened
    })
    const control = lasting ? 'max-age=31536000, immutable' : 'no-cache'
    return reply(200, content, { 'cache-control': `${shared}, ${control}` })
  }

  const below = path === '/' ? '' : path
  const definedAt = callSite()
  const routes = [
    route(`GET ${below}/**:name`, { access, hidden: true }, (context) =>
      send((context.params as { name: string }).name, context),
    ),
    ...(index === false
      ? []
      : [route(`GET ${path}`, { access, hidden: true }, (context) => send('', context))]),
  ]
  return module({ name: 'static', routes: routes.map((one) => ({ ...one, definedAt })) })
}

/** The query of a request's target, with its question mark. */
function queryOf(context: AccessContext): string {
  const url = context instanceof RequestContext ? context.request.url : undefined
  return /\?.*$/.exec(url ?? '')?.[0] ?? ''
}

type Find = (name: string, accepted: string | undefined) => Promise<FileForms | 'directory' | undefined>

/** Milliseconds for which a file that promises not to change is not looked for again. */
const TRUST = 1000
const MOST_TRUSTED = 1000

function rarely(find: Find): Find {
  const found = new Map<string, { readonly forms: FileForms; readonly since: number }>()
  return async (name, accepted) => {
    const key = `${name}\0${accepted}`
    const known = found.get(key)
    const now = performance.now()
    if (known !== undefined && now - known.since < TRUST) return known.forms
    const forms = await find(name, accepted)
    if (typeof forms !== 'object') return forms
    if (found.size >= MOST_TRUSTED) found.clear()
    found.set(key, { forms, since: now })
    return forms
  }
}
