/** Where something listens, in the midst of a text. */
export interface Located {
  readonly host: string
  readonly port: number
  /** The text with another place in its stead. */
  readonly at: (host: string, port: number) => string
}

const USUAL_PORTS: Readonly<Record<string, number>> = {
  amqp: 5672,
  mariadb: 3306,
  mongodb: 27017,
  mysql: 3306,
  nats: 4222,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  sqlserver: 1433,
}

const ADDRESS =
  /^(?<before>(?:[a-z][\w+.-]*:)*(?<scheme>[a-z][\w+.-]*):\/\/(?:[^@/?#]*@)?)?(?<host>\[[^\]]+\]|[^:/?#;,@\s]+)(?::(?<port>\d+))?(?<after>[/?;#].*)?$/i

/**
 * Finds host and port in a database's address: `postgres://ada:pw@db:5432/shop`, `jdbc:mysql://db/shop`, `db:6379`.
 *
 * @returns `undefined` where it has none: a file, several hosts, a scheme whose port is not known
 */
export function locate(address: string): Located | undefined {
  const { before = '', scheme, host, port, after = '' } = ADDRESS.exec(address)?.groups ?? {}
  const number = port === undefined ? USUAL_PORTS[scheme?.toLowerCase() ?? ''] : Number(port)
  if (host === undefined || number === undefined) return undefined
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
    at: (otherHost, otherPort) => `${before}${otherHost}:${otherPort}${after}`,
  }
}
