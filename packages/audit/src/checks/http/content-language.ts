import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'

export const contentLanguage = check({
  id: 'http/content-language',
  claim: 'Content-Language names languages by their tags.',
  severity: 'must',
  source: [rfc(9110, '8.5'), rfc(5646, '2.1')],
  mend: {
    general:
      'Write tags such as "de" or "pt-BR", with a hyphen: locale names such as "de_DE.UTF-8" are those of the operating system. Leave the field out where content is for everybody.',
    stacks: { 'Spring Boot': 'locale.toLanguageTag(), not locale.toString()' },
  },
  run: fieldIsWell('Content-Language', (value) => {
    const wrong = value
      .split(',')
      .map((tag) => tag.trim())
      .find((tag) => tag !== '' && !isLanguageTag(tag))
    return wrong === undefined ? undefined : `names "${wrong}", which is no language tag`
  }),
  flaw: sending({ 'content-language': 'de_DE.UTF-8' }),
  sound: sending({ 'content-language': 'de, pt-BR' }),
})

/** Looks at the form alone: subtags of letters and digits. Old registered tags such as `i-klingon` have it as well. */
function isLanguageTag(tag: string): boolean {
  return /^[a-z]{1,8}(?:-[a-z\d]{1,8})*$/i.test(tag)
}
