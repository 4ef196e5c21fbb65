const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
})

export const formatDay = (iso: string): string => day.format(new Date(iso))
export const formatMinute = (iso: string): string => minute.format(new Date(iso))
