/** Everything reachable from a value as one text: keys, messages, stacks, causes, getters, bytes, Maps and Sets. */
export function textOfEverything(root: unknown): string {
	const texts: string[] = [];
	const seen = new Set<unknown>();
	const open: unknown[] = [root];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value === 'function' || value === null || value === undefined || seen.has(value)) continue;
		if (typeof value !== 'object') {
			texts.push(String(value));
			continue;
		}
		seen.add(value);
		if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('utf8'));
		else if (value instanceof Map) open.push(...value.keys(), ...value.values());
		else if (value instanceof Set) open.push(...value);
		else for (const key of Reflect.ownKeys(value)) open.push(String(key), valueAt(value, key));
	}
	return texts.join('\n');
}

function valueAt(value: object, key: string | symbol): unknown {
	try {
		return (value as Record<string | symbol, unknown>)[key];
	} catch {
		return undefined;
	}
}

/** Where a secret stands in one of the texts, whatever form it was put into: plain, base64, for an address, in JSON, in hexadecimal. */
export function findSecrets(texts: readonly string[], secrets: readonly string[]): ReadonlyArray<{ readonly form: string; readonly near: string }> {
	const forms = secrets.flatMap(formsOf);
	return texts.flatMap((text) =>
		forms.flatMap((form) => {
			const at = text.indexOf(form);
			return at < 0 ? [] : [{ form, near: text.slice(Math.max(0, at - 80), at + form.length + 20) }];
		}),
	);
}

function formsOf(secret: string): readonly string[] {
	const escaped = JSON.stringify(secret).slice(1, -1);
	const plain = [secret, escaped, JSON.stringify(escaped).slice(1, -1), encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret)), new URLSearchParams({ a: secret }).toString().slice(2), encodeURI(secret), secret.replaceAll('"', '""'), secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')];
	return [...new Set([...plain, ...base64Of(secret), Buffer.from(secret).toString('hex')])];
}

/** Base64 at the three places within a group of three bytes it can begin, without the characters its neighbours share. */
function base64Of(secret: string): readonly string[] {
	return ([0, 1, 2] as const).flatMap((offset) => {
		const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
		const from = [0, 2, 3][offset] as number;
		const to = Math.floor((bytes.length * 8) / 6);
		return [bytes.toString('base64').slice(from, to), bytes.toString('base64url').slice(from, to)];
	});
}
