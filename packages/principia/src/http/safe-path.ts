/**
 * Whether a path from a request may be looked for in a folder. Nothing in it leads up or out, names a hidden
 * file, or means something else to a file system: no empty segment, none that begins with a dot, no backslash,
 * colon (streams and drives of Windows) or control character.
 */
export function isSafePath(path: string): boolean {
  return path.split('/').every((segment) => /^[^.\\:\p{Cc}][^\\:\p{Cc}]*$/u.test(segment))
}
