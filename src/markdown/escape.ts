// Escaping for HTML that is put together from text.

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe between tags and between quotes of either kind. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, letter => entities[letter]!)
}
