import { defineConfig, loadConfig, secret, Secret, type Config } from '../config/index.ts'
import type { Boot } from '../context/index.ts'
import { checkKey } from '../security/index.ts'
import { t } from '../validation/index.ts'
import { parseAddress } from './address.ts'
import { smtpMistake } from './smtp-url.ts'

/** The environment variables that a mailer reads. */
export const emailSettings = defineConfig({
  EMAIL_URL: t.Optional(
    t.String({
      description:
        'where mail goes: smtp://user:password@host:587, smtps:// for TLS from the start, the name of a transport, or inbox, which keeps it in memory and is meant unless set outside of production',
    }),
  ),
  EMAIL_FROM: t.Optional(
    t.String({
      description: 'who sends mail, as Shop <no-reply@shop.example>; needed unless it stays in the inbox',
    }),
  ),
  EMAIL_KEY: t.Optional(
    secret(
      t.String({
        description:
          'what links to unsubscribe are sealed with, 32 characters or more; several with commas between them, the newest first',
      }),
    ),
  ),
  PUBLIC_URL: t.Optional(
    t.String({
      description: 'the https address under which the world reaches the app, for links to unsubscribe',
    }),
  ),
})

type EmailConfig = Config<typeof emailSettings>

/** What a mailer must know to say whether the settings will do. */
export interface Needs {
  /** The transports that `EMAIL_URL` may name. */
  readonly transports: readonly string[]
  /** Whether there is mail that one can unsubscribe from. */
  readonly lists: boolean
}

export function readSettings(env: Boot['env']): EmailConfig {
  return loadConfig(emailSettings, env).config
}

/** Where mail goes; `undefined` where that must be said and is not. */
export function targetOf(env: Boot['env']): string | undefined {
  const { EMAIL_URL: url } = readSettings(env)
  return url ?? (env['NODE_ENV'] === 'production' ? undefined : 'inbox')
}

/** What is wrong with the settings, as sentences. The URL and the key are never quoted. */
export function settingMistakes(env: Boot['env'], needs: Needs): string[] {
  const { EMAIL_FROM: from, EMAIL_KEY: key, PUBLIC_URL: publicUrl } = readSettings(env)
  const target = targetOf(env)
  const toWorld = target !== 'inbox'
  const mistakes: string[] = []
  const must = (holds: boolean, sentence: string) => void (holds || mistakes.push(sentence))
  if (target === undefined)
    mistakes.push(
      'EMAIL_URL is not set: in production say where mail goes, such as smtp://user:password@host:587',
    )
  else if (toWorld && !needs.transports.includes(target)) {
    const mistake = smtpMistake(target, needs.transports)
    if (mistake !== undefined) mistakes.push(`EMAIL_URL ${mistake}`)
  }
  if (toWorld)
    must(from !== undefined, 'EMAIL_FROM is not set: mail needs a sender, as Shop <no-reply@shop.example>')
  must(
    from === undefined || parseAddress(from) !== undefined,
    `EMAIL_FROM must be an address such as Shop <no-reply@shop.example>, but is ${JSON.stringify(from)}`,
  )
  mistakes.push(...keyMistakes(key))
  if (toWorld && needs.lists) {
    must(key !== undefined, 'EMAIL_KEY is not set: it seals the links by which readers of lists unsubscribe')
    // RFC 8058 section 3.1: an HTTPS URI.
    must(
      publicUrl !== undefined && URL.parse(publicUrl)?.protocol === 'https:',
      'PUBLIC_URL must be the https address of the app, to which links to unsubscribe lead',
    )
  }
  return mistakes
}

/** The keys, the newest first. */
export function keysOf(key: Secret): readonly Secret[] {
  return key
    .reveal()
    .split(',')
    .map((text) => new Secret(text.trim()))
}

function keyMistakes(key: Secret | undefined): string[] {
  if (key === undefined) return []
  try {
    keysOf(key).forEach(checkKey)
    return []
  } catch (error) {
    return [`EMAIL_KEY: ${error instanceof Error ? error.message : String(error)}`]
  }
}
