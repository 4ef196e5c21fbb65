import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2Stream,
  type SecureServerOptions,
  type ServerHttp2Session,
} from 'node:http2'
import type { SecureContextOptions } from 'node:tls'
import { problems } from '../errors/index.ts'
import type { Credentials } from './credentials.ts'
import type { Dispatcher } from './dispatch.ts'
import { hasBody2 } from './http2-stream.ts'
import { Http2Request, Http2Response } from './http2.ts'
import { DEFAULT_LIMITS, http1Options, listenForHttp1, type ServerLimits } from './server.ts'

/** RFC 9113 section 9.2.2 forbids the others of TLS 1.2 for HTTP/2; these all have forward secrecy and are AEAD. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

/** What every certificate is used with. */
export const TLS_OPTIONS: SecureContextOptions = { minVersion: 'TLSv1.2', ciphers: CIPHERS }

/** What a peer may do on one connection of HTTP/2. nghttp2's own bounds hold besides: 8 CONTINUATION frames, 1000 unread acknowledgements. */
const SESSION_LIMITS = {
  /** Frames that are invalid, or data frames without data. */
  maxSessionInvalidFrames: 100,
  /** Streams beyond the number that may be open. */
  maxSessionRejectedStreams: 100,
  /** Requests taken back as soon as they are sent ("rapid reset", CVE-2023-44487): at once, and per second. */
  streamResetBurst: 200,
  streamResetRate: 30,
  /** Megabytes of queued frames and compression state. */
  maxSessionMemory: 10,
  /** Settings in one frame. */
  maxSettings: 32,
} as const

const MAX_STREAMS = 128

/** Its idle HTTP/1.1 connections can be closed, which Node has and its types leave out. */
export interface TlsServer extends Http2SecureServer {
  closeIdleConnections(): void
}

/**
 * An HTTP/2 server over TLS in front of a dispatcher, which serves HTTP/1.1 as well to clients that do not offer
 * HTTP/2 (ALPN, RFC 7301).
 */
export function createTlsServer(
  dispatcher: Dispatcher,
  { cert, key }: Pick<Credentials, 'cert' | 'key'>,
  limits: ServerLimits = DEFAULT_LIMITS,
): TlsServer {
  const options: SecureServerOptions<
    typeof IncomingMessage,
    typeof ServerResponse,
    typeof Http2Request,
    typeof Http2Response
  > &
    ServerOptions = {
    ...http1Options(limits),
    ...TLS_OPTIONS,
    cert,
    key,
    ...SESSION_LIMITS,
    allowHTTP1: true,
    // Otherwise the first answer over HTTP/1.1 waits a round trip for the acknowledgement of TLS's session tickets (RFC 896).
    noDelay: true,
    handshakeTimeout: limits.headersTimeout,
    // More than the dispatcher admits, so that it is the one that refuses, with a problem document.
    maxHeaderListPairs: 1000,
    settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: limits.headers, enablePush: false },
    Http2ServerRequest: Http2Request,
    Http2ServerResponse: Http2Response,
  }
  const server = createSecureServer(options) as TlsServer
  listenForHttp1(server, dispatcher)
  server.on('session', (session) => watchSession(session, limits))
  server.on('stream', (stream) => watchUpload(stream, dispatcher, limits))
  server.maxConnections = limits.connections
  return server
}

/** Closes a connection on which nothing is under way for too long; soon, as long as there was no request yet. */
function watchSession(session: ServerHttp2Session, limits: ServerLimits): void {
  let open = 0
  session.once('stream', () => session.setTimeout(limits.keepAliveTimeout))
  session.on('stream', (stream) => {
    open++
    stream.once('close', () => open--)
  })
  session.on('timeout', () => {
    if (open === 0) session.destroy()
    else session.setTimeout(limits.keepAliveTimeout)
  })
  session.setTimeout(limits.headersTimeout)
}

/** An upload has as long as over HTTP/1.1, and its time does not begin anew with every byte. */
function watchUpload(stream: Http2Stream, dispatcher: Dispatcher, limits: ServerLimits): void {
  if (!hasBody2(stream)) return
  const timer = setTimeout(() => dispatcher.giveUp(stream, problems.requestTimeout()), limits.requestTimeout)
  stream.once('end', () => clearTimeout(timer))
  stream.once('close', () => clearTimeout(timer))
}
