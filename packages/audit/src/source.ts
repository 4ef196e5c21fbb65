/** Where a claim comes from. */
export interface Source {
  /** `RFC 9110 section 15.5.6`. */
  readonly title: string
  readonly url: string
}

/** A section of an RFC: `rfc(9110, '15.5.6')`. */
export function rfc(number: number, section?: string): Source {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}.html`
  return section === undefined
    ? { title: `RFC ${number}`, url }
    : { title: `RFC ${number} section ${section}`, url: `${url}#section-${section}` }
}

/** A page of the OWASP API Security Top 10 of 2023: `owasp('API1', 'Broken Object Level Authorization')`. */
export function owaspApi(number: `API${number}`, title: string): Source {
  const page = `0xa${number.slice(3).padStart(1, '0')}-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
  return {
    title: `OWASP ${number}:2023 ${title}`,
    url: `https://owasp.org/API-Security/editions/2023/en/${page}/`,
  }
}

/** Any other text. */
export function text(title: string, url: string): Source {
  return { title, url }
}
