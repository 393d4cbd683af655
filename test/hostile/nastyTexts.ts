const byCode = (...points: readonly number[]): string => String.fromCodePoint(...points);

/** Texts that some layer is known to mistake for something else. All of them can be stored in PostgreSQL. */
export const NASTY_TEXTS: readonly string[] = [
	// COPY's text format and backslashes
	'\\.', '\\N', '\\n', '\\t', '\\\\', '\\', 'a\\', '\\.\n\\.', 'a\n\\.\nb', '\\x41', '\\101', '\\u0041', '\\b\\f\\v', '\\\t', 'NULL', 'null', '\\\\N',
	// white space and line ends
	'a\tb', '\ta', 'a\rb', 'a\nb', 'a\r\nb', 'a\n\rb', 'a\n\n\n\nb', '\n\na', 'a \n b', 'a\vb', 'a\fb', 'a\u0085b', 'a\u2028b', 'a\u2029b', 'a\u00a0b', 'a\u3000b', '  a  b  ', 'a\r\r\nb',
	// control characters
	'a\u0001b', 'a\u0007b', 'a\u0008b', 'a\u001bb', 'a\u001b[31mred\u001b[0m', 'a\u007fb', 'a\u0080b', 'a\u009fb', 'a\u001ab', 'a\u0004b',
	// invisible, bidirectional, private, and at the ends of planes
	'\ufeffa', 'a\ufeffb', 'a\u200bb', 'a\u200cb', 'a\u200db', 'a\u2060b', 'a\u00adb', '\u202eabc', 'a\u202edcb\u202c', '\u2066a\u2069', 'a\u180eb', 'a\ufffeb', 'a\uffffb', 'a\ufffdb', 'a\ue000b', byCode(0x61, 0x10ffff), byCode(0x61, 0x1fffe), byCode(0xe0041, 0x61), 'a\ufff9b\ufffac\ufffb',
	// combining, composed, folded
	'e\u0301', '\u00e9', 'a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307', 'Z\u0351\u036b\u0343\u036aa\u0302\u033dlgo', '\u1e9b\u0323', 'ﬁ', 'İıſẞß', '\u212b\u00c5A\u030a', '각각', 'क्षि', 'ﷺ', '𝒯𝑒𝓈𝓉', 'ｆｕｌｌ', 'dесоу', 'тест', '日本語', 'العربية', 'עברית', 'ไทย',
	// emoji
	'👍', '👍🏽', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪🇺🇸', '1️⃣', '❤️', '❤', '🧑🏿‍🚀', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '😀'.repeat(60),
	// names and words of programs
	'__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'undefined', 'true', 'false', '[object Object]', 'NaN', 'Infinity', '-Infinity', '1e1000', '-0', '0x10', '007', '9007199254740993', '1.10', '1_000', '2026-02-30', '12:34', '2026-01-01T00:00:00Z', 'yes', 'on', '~', '-', '+1', '=1+1', '@SUM(A1)',
	// markup
	'<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<b>bold</b>', '&lt;&amp;&#39;&nbsp;', '<!-- comment -->', ']]>', '<?xml version="1.0"?>', '*a* _b_ **c** ~~d~~ `e`', '# heading', '- [ ] box\n- [x] box', '```\ncode\n```', '[a](javascript:alert(1))', '![](x)', '| a | b |\n|---|---|', '##1234', '@[user](4)', 'workPackageValue:1:subject', '{{toc}}',
	// languages
	`'; drop table tasks; --`, `" or ""="`, `1' OR '1'='1`, '$1 $2 $$', '%s %d %n %%', '$(id)', '`id`', '; rm -rf /', '${HOME} $HOME', '| cat', '> /dev/null', '../../etc/passwd', 'C:\\temp\\new', 'a\\"b\\\'c', '{{ 1 + 1 }}', '={{ $json.key }}', '={{ process.env }}', '{% raw %}', '<%= 1 %>', '#{1+1}', '${7*7}', '${jndi:ldap://127.0.0.1/a}', '{remoteId}', 'OP-{remoteId}', '{0}', ':name', '?',
	// data formats
	'{"a":1}', '[1,2,3]', '"quoted"', '{"__proto__":{"polluted":true}}', '{"a":"\\u0000"}', '\\u0000', '\\ud800', 'a,b;c\t"d"', '{a,b}', '{NULL}', '("a",b)', '\\xDEADBEEF', 'key: value', 'a=b&c=d', '%00%0d%0a', '%7B%22', 'data:text/html,x', 'X-Header: a\r\nX-Other: b', 'Content-Length: 0\r\n\r\n',
	// length
	'x'.repeat(255), 'ä'.repeat(255), '😀'.repeat(255), 'x'.repeat(300_000), 'word '.repeat(20_000), 'a\n'.repeat(20_000), '('.repeat(20_000), '\\'.repeat(20_000), '"'.repeat(20_000), `${'\u0301'.repeat(5000)}x`,
];

/** What neither PostgreSQL's text nor its jsonb can hold. */
export const UNSTORABLE_TEXTS: ReadonlyArray<readonly [string, string]> = [
	['a NUL character', 'a\u0000b'],
	['nothing but a NUL character', '\u0000'],
	['a NUL character in a long text', `${'x'.repeat(70_000)}\u0000`],
	['the first half of a surrogate pair', 'a\ud800b'],
	['the second half of a surrogate pair', 'a\udc00b'],
	['a surrogate pair the wrong way round', '\ude00\ud83d'],
	['half an emoji at the end', 'a\ud83d'],
];
