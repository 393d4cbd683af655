import type { Chronicle } from './chronicle';
import { plainText } from './words';
import type { Field, Value } from './words';

const LOCAL: Readonly<Record<string, Field>> = { task_title: 'title', task_description_detailed: 'text', status: 'status', priority: 'priority' };
const REMOTE: Readonly<Record<string, Field>> = { subject: 'title', description: 'text', status: 'status', priority: 'priority', dueDate: 'due' };

/** E3: base never claims what a side did not hold. Judged for every base that was ever stored. */
export function baseBreaks(chronicle: Chronicle): readonly string[] {
	const found: string[] = [];
	for (const step of chronicle.bases) {
		const base = step.new as { local: Record<string, unknown>; remote: Record<string, unknown>; key: string | null; id: number | null };
		for (const [side, part, names, id] of [['local', base.local, LOCAL, base.key], ['remote', base.remote, REMOTE, base.id === null ? null : String(base.id)]] as const) {
			if (id === null) continue;
			for (const [name, value] of Object.entries(part)) {
				const field = names[name];
				if (field === undefined) continue;
				const held = chronicle.held(side, id, field);
				const plain = plainOf(field, value);
				if (!held.includes(plain)) found.push(`E3 base of link ${step.id} claims ${side} ${id} held ${name} ${JSON.stringify(value)}; it held ${JSON.stringify(held)}`);
			}
		}
	}
	return found;
}

function plainOf(field: Field, value: unknown): Value {
	if (field === 'title') return String(value).trim();
	if (field === 'text') return plainText(value as string | null);
	return value as Value;
}
