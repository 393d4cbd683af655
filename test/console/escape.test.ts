import fc from 'fast-check';
import { escapeMarkup, escapeText } from '../../src/console/escapeText';
import { html, trusted } from '../../src/console/html';

describe('text in a page', () => {
	it('holds no sign that markup is made of, whatever it was', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(escapeText(text)).not.toMatch(/[<>"'`]/);
			expect(escapeText(text).replace(/&(amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
		}));
	});

	it('shows what cannot be seen: control characters, changes of direction, zero width, tags, half pairs', () => {
		expect(escapeText('a\u0000b\u001bc\u007fd\u0085')).toBe('a␀b␛c␡d⟨U+0085⟩');
		expect(escapeText('x\u202egnp.exe \u2066y\u200b \ufeff\u{E0041}')).toBe('x⟨U+202E⟩gnp.exe ⟨U+2066⟩y⟨U+200B⟩ ⟨U+FEFF⟩⟨U+E0041⟩');
		expect(escapeText('\ud800 and \udc00')).toBe('⟨U+D800⟩ and ⟨U+DC00⟩');
	});

	it('keeps tabs, line ends, emoji made of several and every script', () => {
		const text = 'a\tb\nc 👩‍🔧 می‌خواهم 日本 Größe';
		expect(escapeText(text)).toBe(text);
	});

	it('that is sent back is the text itself', () => {
		const back = (text: string): string => text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code))).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(back(escapeMarkup(text))).toBe(text)));
	});
});

describe('a template', () => {
	it('escapes what is put in, as text and in attributes, and lets its own HTML through', () => {
		expect(html`<a title="${'" onclick="x'}">${'<b>'} ${html`<i>${'&'}</i>`} ${[1, '<', html`<u></u>`]}</a>`.text).toBe('<a title="&quot; onclick=&quot;x">&lt;b&gt; <i>&amp;</i> 1&lt;<u></u></a>');
	});

	it('puts nothing in for what is absent, and shows 0 and empty text', () => {
		expect(html`[${null}${undefined}${false}${0}${''}]`.text).toBe('[0]');
	});

	it('lets only text of our own through unescaped', () => {
		expect(html`${trusted('<hr>')}`.text).toBe('<hr>');
		expect(html`${{ text: '<hr>' } as never}`.text).not.toContain('<hr>');
	});
});
