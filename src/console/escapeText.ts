const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
const EACH_MARKUP = /[&<>"'`]/g;
/**
 * Control characters but tab and line feed; marks and overrides of direction, zero width space, word joiner, byte order mark,
 * tag characters; halves of surrogate pairs. Joiners stay: emoji and several scripts are written with them.
 */
const EACH_INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\p{Surrogate}/gu;

/** Any text as HTML text or attribute value: no markup, and characters that cannot be seen are shown by sign or number. */
export function escapeText(text: string): string {
	return escapeMarkup(text.replace(EACH_INVISIBLE, visible));
}

/** Text for a field that is sent back: no markup, nothing replaced. */
export function escapeMarkup(text: string): string {
	return text.replace(EACH_MARKUP, (sign) => MARKUP[sign] ?? '');
}

function visible(sign: string): string {
	const code = sign.codePointAt(0) ?? 0;
	if (code < 0x20) return String.fromCodePoint(0x2400 + code);
	if (code === 0x7f) return '\u2421';
	return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
