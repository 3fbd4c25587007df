/** Elements of XML-like blocks in plans: `<task type="auto"> … </task>`. Not XML: their content can be any text. */

export interface Element {
  name: string;
  attributes: Record<string, string>;
  /** The text between the tags. */
  text: string;
  /** Characters of the searched text: the whole element, end exclusive. */
  start: number;
  end: number;
  closed: boolean;
}

/**
 * @returns the outermost elements of that name, in order. Fenced code is ignored. An element without an end reaches
 *   to the next of its name, or to the end of the text.
 */
export function elementsOf(text: string, name: string): Element[] {
  const masked = withoutFences(text);
  const pattern = new RegExp(`<(/?)${name}((?:\\s[^<>]{0,500})?)>`, 'g');
  const found: Element[] = [];
  let open: { start: number; from: number; attributes: Record<string, string> } | null = null;
  for (const match of masked.matchAll(pattern)) {
    const [whole, slash, attributes = ''] = match;
    if (attributes.endsWith('/')) continue;
    if (slash === '/') {
      if (open) found.push(finish(text, name, open, match.index, match.index + whole.length, true));
      open = null;
    } else {
      if (open) found.push(finish(text, name, open, match.index, match.index, false));
      open = { start: match.index, from: match.index + whole.length, attributes: readAttributes(attributes) };
    }
  }
  if (open) found.push(finish(text, name, open, text.length, text.length, false));
  return found;
}

/** @returns the trimmed text of the first element of that name; '' if there is none */
export function elementText(text: string, name: string): string {
  return elementsOf(text, name)[0]?.text.trim() ?? '';
}

function finish(
  text: string,
  name: string,
  open: { start: number; from: number; attributes: Record<string, string> },
  to: number,
  end: number,
  closed: boolean,
): Element {
  return {
    name,
    attributes: open.attributes,
    text: text.slice(open.from, to),
    start: open.start,
    end,
    closed,
  };
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map(([, key = '', double, single]) => [key, double ?? single ?? '']));
}

/** Blanks out closed fences, keeping every position. An unclosed fence hides nothing. */
function withoutFences(text: string): string {
  const parts: string[] = [];
  let fence: { mark: string; at: number } | null = null;
  let kept = 0;
  for (const match of text.matchAll(/^[ \t]*(`{3,}|~{3,})([^\n]*)$/gm)) {
    const [whole, mark = '', info = ''] = match;
    if (!fence) {
      if (!(mark.startsWith('`') && info.includes('`'))) fence = { mark, at: match.index + whole.length };
    } else if (mark.startsWith(fence.mark) && info.trim() === '') {
      parts.push(text.slice(kept, fence.at), text.slice(fence.at, match.index).replaceAll(/[^\n]/g, ' '));
      kept = match.index;
      fence = null;
    }
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

/** @returns the text with the entities of `<`, `>`, `"` and `&` decoded */
export function withoutEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
