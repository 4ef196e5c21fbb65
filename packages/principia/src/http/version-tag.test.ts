import { describe, expect, it } from 'vitest'
import { isEntityTag } from './etag.ts'
import { versionsIn, versionTag } from './version-tag.ts'

describe('the tag of a version', () => {
  it.each([
    [3, undefined, '"3"'],
    [0, 'ada', '"0-ada"'],
    [12, 'ä "b"', '"12-%C3%A4%20%22b%22"'],
    [1, '\ud800', '"1-%EF%BF%BD"'],
  ])('%i of %s is %s', (version, owner, tag) => {
    expect(versionTag(version, owner)).toBe(tag)
    expect(isEntityTag(tag)).toBe(true)
    expect(versionsIn(tag, owner)).toEqual([version])
  })

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('%d is no version', (version) => {
    expect(() => versionTag(version)).toThrow(`got ${version}`)
  })
})

describe('the versions that an If-Match names', () => {
  it.each([
    [undefined, 'ada', undefined],
    ['*', 'ada', '*'],
    ['"3-ada", "4-ada"', 'ada', [3, 4]],
    ['"3"', 'ada', []],
    ['"3-eve"', 'ada', []],
    ['"3-ada"', undefined, []],
    ['W/"3-ada"', 'ada', []],
    ['"03-ada"', 'ada', []],
    ['"-1"', undefined, []],
    ['"3" "4"', undefined, []],
    [`"${'9'.repeat(30)}"`, undefined, []],
    ['"other", "7"', undefined, [7]],
    ['"3--gzip"', undefined, [3]],
    ['"3-ada--br"', 'ada', [3]],
    ['"3-ada--lzma"', 'ada', []],
  ])('%s of %s: %j', (ifMatch, owner, versions) => {
    expect(versionsIn(ifMatch, owner)).toEqual(versions)
  })
})
