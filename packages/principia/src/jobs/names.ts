const NAME = /^[a-z][a-z\d]*(-[a-z\d]+)*$/
const LONGEST = 100

/** @throws TypeError where it is no lower-case words with dashes */
export function checkName(what: string, name: string): void {
  if (NAME.test(name) && name.length <= LONGEST) return
  throw new TypeError(
    `The name of a ${what} is lower-case words with dashes, such as "send-receipt", of at most ${LONGEST} characters; got "${name}".`,
  )
}
