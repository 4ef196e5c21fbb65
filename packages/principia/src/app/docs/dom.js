/**
 * Makes an element: `h('a', { href: '/', class: 'x' }, 'text', other)`. Text is always text and never
 * HTML. A function is a listener under its property's name (`onclick`); `undefined`, `null` and `false` are left out.
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue
    if (typeof value === 'function') element[name] = value
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false),
  )
  return element
}

/** Text in which `backticks` mark code. */
export function prose(text) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : h('code', {}, part)))
}

/** The element with this id, which the page is known to have. */
export function byId(id) {
  return document.getElementById(id)
}

/** Whether keys that are typed now go into a field. */
export function isTyping() {
  return /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')
}

/** Copies text, and says so on the button that was pressed. */
export function copyButton(text) {
  return h(
    'button',
    {
      type: 'button',
      class: 'copy',
      async onclick({ currentTarget }) {
        const said = await navigator.clipboard.writeText(text()).then(
          () => 'Copied',
          () => 'Not allowed',
        )
        currentTarget.textContent = said
        setTimeout(() => (currentTarget.textContent = 'Copy'), 1500)
      },
    },
    'Copy',
  )
}

// The theme that the reader chose elsewhere on this origin; the system's otherwise.
try {
  const theme = localStorage.getItem('principia.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; the system's theme then applies.
}
