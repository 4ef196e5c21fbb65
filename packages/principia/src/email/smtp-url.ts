/** A server to hand mail to, as `EMAIL_URL` names it. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the start; else it is begun where the server offers it (STARTTLS, RFC 3207). */
  readonly secure: boolean
  readonly user?: string
  readonly password?: string
}

/** Submission with TLS from the start, and with STARTTLS (RFC 8314 section 3.3, RFC 6409 section 3.1). */
const PORTS: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 587 }

/** @returns `undefined` where it is no such URL */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  const url = URL.parse(text)
  const port = url === null ? undefined : PORTS[url.protocol]
  if (url === null || port === undefined || url.hostname === '') return undefined
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined
  const [user, password] = [unescape(url.username), unescape(url.password)]
  if (user === undefined || password === undefined) return undefined
  return {
    // An IPv6 address without its brackets.
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? port : Number(url.port),
    secure: url.protocol === 'smtps:',
    ...(user !== '' && { user, password }),
  }
}

/** What is wrong with the setting, to come after its name. */
export function smtpMistake(text: string, transports: readonly string[]): string | undefined {
  if (parseSmtpUrl(text) !== undefined) return undefined
  const others = ['inbox', ...transports].join(', ')
  return (
    `must be a URL such as smtp://user:password@host:587, with characters such as @ or / in the password written as %40 ` +
    `and %2F, or one of ${others}`
  )
}

function unescape(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
