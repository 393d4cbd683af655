/**
 * Headers of every answer. n8n sandboxes only what it answers itself; without the sandbox a script in a page would run with
 * the session of whoever is signed in to n8n.
 */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
	return {
		'Content-Security-Policy': [
			'sandbox allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads allow-top-navigation-by-user-activation',
			"default-src 'none'",
			`script-src 'nonce-${nonce}' 'self'`,
			"style-src 'unsafe-inline'",
			"img-src data: 'self'",
			"connect-src 'self'",
			"form-action 'self'",
			"base-uri 'none'",
			"frame-ancestors 'none'",
		].join('; '),
		'Cache-Control': 'no-store',
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
	};
}
