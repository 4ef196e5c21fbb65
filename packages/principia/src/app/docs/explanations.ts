/** What the framework's own problems mean, and what a client can do about each. */
export const EXPLANATIONS: Readonly<Record<string, { readonly meaning: string; readonly remedy: string }>> = {
  'bad-request': {
    meaning:
      'The request line, the path, the query string or a header is not well-formed, so it was not looked at further.',
    remedy: 'Look at how the address is put together: percent-encode every name and value once, as UTF-8.',
  },
  'malformed-body': {
    meaning:
      'The body is not what its media type says: broken JSON, bytes that are not UTF-8, too many levels, a member given twice, or an integer that would lose digits.',
    remedy: 'Write the body with a library for its format. `detail` says what is wrong, and where.',
  },
  'idempotency-key-missing': {
    meaning: 'This must not be done twice by accident, so the request has to carry an Idempotency-Key.',
    remedy:
      'Make a new UUID for each thing to be done, send it as Idempotency-Key, and send the same one when you try that again.',
  },
  'idempotency-key-in-use': {
    meaning: 'A request with the same Idempotency-Key is being carried out at this moment.',
    remedy:
      'Wait as long as Retry-After says and send the same request with the same key: you get its answer.',
  },
  'idempotency-key-reused': {
    meaning: 'The Idempotency-Key came before, with a request to another address or with another body.',
    remedy:
      'A key belongs to one request, byte by byte. Send a new key with a new request, and an unchanged body with an old one.',
  },
  unauthorized: {
    meaning: 'Whoever called did not say, or could not prove, who they are.',
    remedy:
      'Sign in, or send the credentials that `WWW-Authenticate` names. Repeating the same request does not help.',
  },
  forbidden: {
    meaning: 'The caller is known, and what they asked for is not allowed to them.',
    remedy: 'Ask for the permission, or use another account. Repeating the same request does not help.',
  },
  'not-found': {
    meaning: 'Nothing has this address, or nothing that the caller may know of.',
    remedy: 'Check the path and the identifiers in it.',
  },
  'method-not-allowed': {
    meaning: 'The address exists but does not answer to this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  'not-acceptable': {
    meaning: 'The answer exists in several formats, and `Accept` allows none of them.',
    remedy: 'Accept one of the media types in `available`, or leave `Accept` out.',
  },
  'version-required': {
    meaning:
      'The API has versions, this address is in one of them, and the request does not say which it wants.',
    remedy: 'Name one of `versions` where `detail` says: in the path, in a header or in the media type.',
  },
  'unknown-version': {
    meaning: 'The version of the API that the request names does not exist.',
    remedy: 'Name one of `versions`.',
  },
  gone: {
    meaning: 'What was here has been taken away for good, such as an operation whose sunset has passed.',
    remedy: 'Use what took its place: the `Link` header names it where there is such a thing.',
  },
  'request-timeout': {
    meaning: 'The request did not arrive completely in the time that the server waits.',
    remedy: 'Send it again; on a slow line, send less at once.',
  },
  'precondition-failed': {
    meaning:
      'What was to be changed is no longer in the version that `If-Match` names: somebody else was faster.',
    remedy: 'Read it again, apply the change to what is there now, and send it with the new `ETag`.',
  },
  'content-too-large': {
    meaning: 'The body is larger than this operation accepts.',
    remedy: 'Send less. `detail` has the limit in bytes.',
  },
  'uri-too-long': {
    meaning: 'The address is longer than the server reads.',
    remedy: 'Move what is long from the query string to the body of a POST, where the API offers one.',
  },
  'unsupported-media-type': {
    meaning: 'The body is of a type, or has a content coding, that this operation does not read.',
    remedy:
      'Send it as the `Accept` header of the answer says, with a coding of `Accept-Encoding` or without.',
  },
  'range-not-satisfiable': {
    meaning: 'The request asks for a part by its `Range`, and there are no bytes at any of those positions.',
    remedy: '`Content-Range` says after the slash how many bytes there are; ask again within them.',
  },
  'expectation-failed': {
    meaning: 'The request has an `Expect` header that asks for something the server does not do.',
    remedy: 'Leave `Expect` out, or send `100-continue`, which is the only one there is.',
  },
  'misdirected-request': {
    meaning:
      'The request asks for an https address over a connection that is not secured, so nobody could trust the answer.',
    remedy: 'Connect with https; to a proxy in front of the server, if there is one.',
  },
  'validation-failed': {
    meaning: 'The request was understood, but some of its values are not acceptable.',
    remedy:
      '`errors` lists every reason at once: the part of the request, a JSON Pointer into it, and a sentence.',
  },
  'precondition-required': {
    meaning:
      'This change is only made to a version that the caller names, so that nobody overwrites what they have not seen.',
    remedy: 'Read the resource and send its `ETag` in `If-Match`.',
  },
  'too-many-requests': {
    meaning: 'The caller has made more requests than the limit allows in this time.',
    remedy:
      'Wait for the seconds in `Retry-After`. The `RateLimit` header of every answer tells what is left.',
  },
  'headers-too-large': {
    meaning: 'The request line and headers together are larger than the server reads.',
    remedy: 'Send fewer or shorter headers; often it is cookies that have piled up.',
  },
  'internal-error': {
    meaning: 'A fault on our side. It was logged with the request id; nothing about it is told to clients.',
    remedy: 'Try once more; if it stays, report the `requestId`.',
  },
  'not-implemented': {
    meaning:
      'The request uses a part of HTTP that this server does not know, such as a method or a transfer coding.',
    remedy: 'Send it in a plainer way: a usual method, and the body as it is.',
  },
  'version-not-supported': {
    meaning: 'The request is in a version of HTTP that this server does not speak.',
    remedy: 'Use HTTP/1.1.',
  },
  unavailable: {
    meaning:
      'The service cannot answer right now: it is starting, stopping, or something that it needs is out of reach.',
    remedy: 'Try again after the seconds in `Retry-After`, or with growing pauses where there is none.',
  },
  overloaded: {
    meaning:
      'More requests come in than can be answered in time, and this one was turned away. Nothing was done.',
    remedy: 'Try again after the seconds in `Retry-After`, with growing pauses if that happens again.',
  },
  'deadline-exceeded': {
    meaning: 'The answer was not ready before the deadline of the request. The work was told to stop.',
    remedy:
      'Try again after `Retry-After`. A change may have been made: make requests that change something safe to repeat.',
  },
}
