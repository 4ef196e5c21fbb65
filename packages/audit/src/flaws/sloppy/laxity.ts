/**
 * What the sloppy server lets pass, or does wrong. Each switch is a mistake that servers have really made; without any, it
 * is strict.
 */
export interface Laxity {
  // The end of a message (RFC 9112 section 6).
  /** Of Content-Length and Transfer-Encoding it goes by one, and keeps the connection. */
  readonly bothEnds?: 'length' | 'coding'
  /** Of several fields of Content-Length it takes one. */
  readonly unequalLengths?: 'first' | 'last'
  /** Of `5, 7` it takes the first. */
  readonly lengthLists?: boolean
  readonly lengthSigns?: boolean
  readonly lengthHex?: boolean
  /** Takes the spaces out of `1 0`. */
  readonly lengthSpaces?: boolean
  /** Takes the underscores out of `1_0`, as Python's `int()` does. */
  readonly lengthUnderscores?: boolean
  /** Takes `010` for eight. */
  readonly lengthOctal?: boolean
  /** Counts modulo 2^64. */
  readonly lengthWraps?: boolean
  readonly lengthEmpty?: boolean
  /** Takes the digits at the beginning, as C's `atoi` does. */
  readonly lengthPrefix?: boolean
  /** Does not look at a Transfer-Encoding that it does not know. */
  readonly codingsIgnored?: boolean
  /** Takes whatever has `chunked` in it for chunked. */
  readonly codingsContain?: boolean
  /** Takes chunked for the last coding wherever it stands in the list. */
  readonly codingsInAnyOrder?: boolean
  readonly codingTwice?: boolean
  /** `identity` is no coding, as it was in RFC 2616. */
  readonly codingIdentity?: boolean
  readonly codingQuoted?: boolean
  /** Takes control characters for white space. */
  readonly codingControls?: boolean
  /** Goes by a Transfer-Encoding with HTTP/1.0, and keeps the connection. */
  readonly codingInOld?: boolean
  /** Knows `chunked` in lower case alone, and does not look at another. */
  readonly codingExact?: boolean
  /** Leaves the content of a GET for the next request. */
  readonly contentIgnored?: boolean

  // Chunks (section 7.1).
  readonly chunkSigns?: boolean
  readonly chunkPrefixes?: boolean
  readonly chunkSpaces?: boolean
  readonly chunkUnderscores?: boolean
  readonly chunkEmpty?: boolean
  readonly chunkWraps?: boolean
  /** Does not look at what follows the data of a chunk. */
  readonly chunkEnds?: boolean
  readonly chunkLf?: boolean
  readonly chunkCr?: boolean
  /** A chunk extension goes on to CRLF, over an LF. */
  readonly extensionNewlines?: boolean
  readonly extensionsUnlimited?: boolean
  /** Refuses extensions. */
  readonly extensionsRefused?: boolean
  /** Trailer fields count as header fields. */
  readonly trailersMerged?: boolean

  // Header fields (section 5).
  /** CR alone ends a line. */
  readonly bareCr?: boolean
  /** A value ends with NUL. */
  readonly nul?: boolean
  readonly spaceBeforeColon?: boolean
  /** Takes any name. */
  readonly anyName?: boolean
  /** Does not look at a line without a colon. */
  readonly noColon?: boolean
  /** A folded line is not looked at, or is a field of its own. */
  readonly folds?: 'ignored' | 'fields'

  // The start line (section 3) and Host (section 3.2).
  readonly targetSpaces?: boolean
  readonly anyVersion?: boolean
  /** HTTP/0.9. */
  readonly oldest?: boolean
  readonly noBlankLines?: boolean
  readonly originFormOnly?: boolean
  readonly anyCase?: boolean
  readonly trace?: boolean
  readonly noHost?: boolean
  readonly twoHosts?: boolean
  readonly anyHost?: boolean
  /** Goes on with the connection after a message that is none. */
  readonly goesOn?: boolean

  // Limits.
  readonly headUnlimited?: boolean
  readonly contentUnlimited?: boolean
  /** Ends the connection without a word where something is too long. */
  readonly silentLimits?: boolean
  /** Octets of a line: 16,384 unless said. */
  readonly longestLine?: number
  /** Sends 100 (Continue) once there is content. */
  readonly lateContinue?: boolean
  /** Waits for all content, also for that which it then refuses. */
  readonly readsBeforeRefusing?: boolean
  readonly unknownExpectBreaks?: boolean

  // Answers.
  readonly noDate?: boolean
  readonly lateDate?: boolean
  /** Content-Length is one too few. */
  readonly shortLength?: boolean
  readonly contentForHead?: boolean
  readonly chunksForOld?: boolean

  // Connections (section 9).
  /** Reads a request with one `read`. */
  readonly onePacket?: boolean
  readonly neverKeeps?: boolean
  readonly closesSilently?: boolean
  readonly neverCloses?: boolean
  /** Says keep-alive to HTTP/1.0, and closes. */
  readonly brokenKeepAlive?: boolean
  readonly pipelinedReversed?: boolean
  /** A client that has said all is gone. */
  readonly halfClosedIsGone?: boolean
  /** Content that ends with the connection is complete. */
  readonly cutContent?: boolean
  /** Stops when a client does. */
  readonly resetsStop?: boolean
  /** Writes one answer at a time, over all connections, and waits for it to be read. */
  readonly oneWriter?: boolean
  /** Serves so many connections at once. */
  readonly connections?: number
  /** Every byte begins the time anew. */
  readonly timePerByte?: boolean
  /** Milliseconds for which an idle connection is kept: 65,000 unless said. */
  readonly idle?: number
  /** Seconds that it says it keeps idle connections. */
  readonly idleSaid?: number
}
