import { h } from './dom.js'

/** What is looked at, kept from one mail to the next. */
const chosen = { view: 'Mail', scheme: 'light', width: 'wide' }

/** One mail: who sent it to whom, and the views of it to choose from. */
export function mailView(mail, { source, onClose }) {
  const stage = h('div', { class: 'stage', tabindex: '0', role: 'region', 'aria-label': 'Mail as chosen' })
  const looks = [
    choice('Colour scheme', 'scheme', { light: 'Light', dark: 'Dark' }),
    choice('Width', 'width', { wide: 'Wide', phone: 'Phone' }),
  ]
  const views = choice('View', 'view', { Mail: 'Mail', Text: 'Text', Headers: 'Headers', Source: 'Source' })
  const draw = async () => {
    const { view } = chosen
    for (const look of looks) look.disabled = view !== 'Mail'
    const content = await contentOf(mail, source)
    // Another view may have been chosen meanwhile.
    if (view === chosen.view) stage.replaceChildren(content)
  }
  const tools = h('form', { class: 'tools', onchange: draw, onsubmit: () => false }, views, looks)
  void draw()
  return [
    h(
      'div',
      { class: 'top' },
      h(
        'div',
        { class: 'bar-top' },
        h('h2', { id: 'heading', tabindex: '-1' }, mail.subject),
        h('button', { type: 'button', class: 'close', onclick: onClose }, 'Back'),
      ),
      h(
        'p',
        { class: 'who' },
        h('span', {}, `From ${mail.from}`),
        h('span', {}, `To ${mail.to}`),
        h('span', {}, h('code', {}, mail.email)),
        h('time', { datetime: mail.receivedAt }, new Date(mail.receivedAt).toLocaleString('en-GB')),
      ),
    ),
    tools,
    stage,
  ]
}

async function contentOf(mail, source) {
  const address = `${source}/${encodeURIComponent(mail.id)}`
  switch (chosen.view) {
    case 'Text':
      return h('pre', {}, mail.text)
    case 'Headers':
      return h(
        'dl',
        {},
        mail.headers.map(({ name, value }) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
      )
    case 'Source': {
      const answer = await fetch(`${address}/source`)
      return h('pre', {}, answer.ok ? await answer.text() : 'It is not kept any more.')
    }
    default:
      return h('iframe', {
        title: `The mail, ${chosen.scheme}, ${chosen.width}`,
        class: chosen.width,
        sandbox: 'allow-popups allow-popups-to-escape-sandbox',
        src: `${address}/html?scheme=${chosen.scheme}`,
      })
  }
}

function choice(legend, name, options) {
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'hidden' }, legend),
    Object.entries(options).map(([value, label]) =>
      h(
        'label',
        {},
        h('input', {
          type: 'radio',
          name,
          value,
          checked: chosen[name] === value,
          onchange: () => void (chosen[name] = value),
        }),
        label,
      ),
    ),
  )
}
