import { ConfigurationError } from '../../src/errors';
import { compileMapping } from '../../src/mapping';
import type { FieldMapping, LensSpec } from '../../src/mapping';
import type { PolicySpec } from '../../src/merge';

const defaults = { policies: [{ kind: 'newest_wins' as const }] };

function field(changes: Partial<FieldMapping> & { readonly name: string }): FieldMapping {
	return { local: [`${changes.name}_column`], remote: [`${changes.name}Property`], lens: { kind: 'identity' }, ...changes };
}

function refusal(...fields: FieldMapping[]): string {
	try {
		compileMapping(fields, defaults);
	} catch (error) {
		if (error instanceof ConfigurationError) return error.message;
		throw error;
	}
	throw new Error('The mapping was accepted.');
}

describe('compileMapping', () => {
	test('fills in owner, policies and group, and lists columns and properties in order', () => {
		const manual: PolicySpec[] = [{ kind: 'manual' }];
		const due: FieldMapping = { name: 'due', local: ['z', 'a'], remote: ['dueDate'], lens: { kind: 'due', dateColumn: 'z', timeColumn: 'a', timeZone: 'UTC' }, owner: 'local', policies: manual, group: 'dates' };
		const mapping = compileMapping([field({ name: 'm' }), due], defaults);
		expect(mapping.localColumns).toEqual(['a', 'm_column', 'z']);
		expect(mapping.remoteProperties).toEqual(['dueDate', 'mProperty']);
		expect(mapping.fields[0]).toMatchObject({ name: 'm', owner: 'both', policies: defaults.policies, group: null });
		expect(mapping.fields[1]).toMatchObject({ name: 'due', owner: 'local', policies: manual, group: 'dates' });
	});

	test('hashes columns, properties and lens, and nothing else', () => {
		const hash = (changes: Partial<FieldMapping>): string | undefined => compileMapping([field({ name: 'x', ...changes })], defaults).fields[0]?.hash;
		const same = hash({});
		expect(same).toMatch(/^[0-9a-f]{64}$/);
		expect(hash({ owner: 'local', policies: [{ kind: 'manual' }], group: 'g', name: 'x', lens: { kind: 'identity', as: undefined } })).toBe(same);
		for (const changes of [{ local: ['y'] }, { remote: ['y'] }, { lens: { kind: 'text' } as LensSpec }, { lens: { kind: 'identity', as: 'number' } as LensSpec }]) expect(hash(changes)).not.toBe(same);
	});

	test('hashes value maps whatever the order of their entries', () => {
		const hash = (toLocal: Record<string, string>): string | undefined => compileMapping([field({ name: 'x', lens: { kind: 'value_map', toRemote: { a: 'A', b: 'B' }, toLocal } })], defaults).fields[0]?.hash;
		expect(hash({ A: 'a', B: 'b' })).toBe(hash({ B: 'b', A: 'a' }));
		expect(hash({ A: 'a', B: 'b', C: 'b' })).not.toBe(hash({ A: 'a', B: 'b' }));
	});

	test('lets texts be put together only where the lens says that they are free text', () => {
		const policies: readonly PolicySpec[] = [{ kind: 'text' }, { kind: 'newest_wins' }];
		const kindsOf = (changes: Partial<FieldMapping>) => {
			const [one] = compileMapping([field({ name: 'x', ...changes })], { policies }).fields;
			return [one?.isFreeText, one?.policies.map(({ kind }) => kind)];
		};
		expect(kindsOf({ lens: { kind: 'text' } })).toEqual([true, ['text', 'newest_wins']]);
		expect(kindsOf({ lens: { kind: 'line' }, remote: ['subject'] })).toEqual([true, ['text', 'newest_wins']]);
		const closed: readonly LensSpec[] = [{ kind: 'line' }, { kind: 'identity' }, { kind: 'identity', as: 'id' }, { kind: 'identity', as: 'number' }, { kind: 'date' }, { kind: 'instant_date', timeZone: 'UTC' }, { kind: 'user' }, { kind: 'reference' }, { kind: 'set' }, { kind: 'value_map', toRemote: { a: 'A' }, toLocal: { A: 'a' } }];
		for (const lens of closed) {
			expect(kindsOf({ lens })).toEqual([false, ['newest_wins']]);
			expect(refusal(field({ name: 'x', lens, policies }))).toBe(`Field 'x' has the policy 'text', which puts two texts together, but its lens '${lens.kind}' holds no free text: parts of two values would make one that nobody entered. Give it another policy, or the lens 'text' if it holds words.`);
		}
		expect(refusal(field({ name: 'a', lens: { kind: 'text' }, group: 'g', policies }), field({ name: 'b', lens: { kind: 'date' }, group: 'g' }))).toContain("Field 'b' has the policy 'text'");
	});

	test('takes columns and properties called __proto__ and constructor', () => {
		const mapping = compileMapping([field({ name: '__proto__', local: ['__proto__'], remote: ['constructor'] })], defaults);
		expect(mapping.fields[0]?.lens.normalise('local', JSON.parse('{"__proto__":0}'))).toEqual(JSON.parse('{"__proto__":0}'));
	});

	test('names both fields of a column or property mapped twice', () => {
		expect(refusal(field({ name: 'a', local: ['due'] }), field({ name: 'b', local: ['due'] }))).toBe("Fields 'a' and 'b' both map local column 'due'. A column belongs to one field: remove one of them, or use a lens that covers both.");
		expect(refusal(field({ name: 'a', remote: ['dueDate'] }), field({ name: 'b', remote: ['dueDate'] }))).toBe("Fields 'a' and 'b' both map remote property 'dueDate'. A property belongs to one field: remove one of them, or use a lens that covers both.");
		expect(refusal(field({ name: 'a', local: ['due', 'due'] }))).toBe("Field 'a' names local column 'due' twice. Name it once.");
	});

	test.each<[string, readonly FieldMapping[], string]>([
		['no fields', [], 'has no fields'],
		['a name used twice', [field({ name: 'a' }), field({ name: 'a', local: ['x'], remote: ['y'] })], "Two fields of the mapping are called 'a'"],
		['a field without name', [field({ name: '' })], 'has no name'],
		['no columns', [field({ name: 'a', local: [] })], "Field 'a' names no local column"],
		['no properties', [field({ name: 'a', remote: [] })], "Field 'a' names no remote property"],
		['an empty column name', [field({ name: 'a', local: [''] })], "Field 'a' has an empty local column name"],
		['two columns for a lens of one', [field({ name: 'a', local: ['x', 'y'] })], "a lens of kind 'identity' covers exactly one column"],
		['a due lens over other columns', [field({ name: 'a', local: ['x', 'y'], lens: { kind: 'due', dateColumn: 'x', timeColumn: 'z', timeZone: 'UTC' } })], "columns 'x' and 'z', but maps x, y"],
		['an unknown time zone', [field({ name: 'a', lens: { kind: 'instant_date', timeZone: 'America/Gotham' } })], "Field 'a' names the time zone 'America/Gotham', which is not known here"],
		['no time zone', [field({ name: 'a', lens: { kind: 'instant_date' } as unknown as LensSpec })], "the time zone 'undefined'"],
		['an unknown lens', [field({ name: 'a', lens: { kind: 'telescope' } as unknown as LensSpec })], "a lens of kind 'telescope'. Pick one of: date, due"],
		['an unknown kind of identity', [field({ name: 'a', lens: { kind: 'identity', as: 'money' } as unknown as LensSpec })], "carried as 'money'"],
		['a length of nothing', [field({ name: 'a', lens: { kind: 'line', maxLength: 0 } })], 'maxLength 0'],
		['a value map without a table', [field({ name: 'a', lens: { kind: 'value_map', toRemote: { a: 'A' } } as unknown as LensSpec })], "no table 'toLocal'"],
		['a value without a way back', [field({ name: 'a', lens: { kind: 'value_map', toRemote: { a: 'A', b: 'B' }, toLocal: { A: 'a' } } })], "turns 'b' into \"B\" for OpenProject, but has no way back"],
		['a value that leads nowhere', [field({ name: 'a', lens: { kind: 'value_map', toRemote: { a: 'A' }, toLocal: { A: 'a', B: 'b' } } })], "no entry for \"b\" in 'toRemote'"],
		['a map that does not come to rest', [field({ name: 'a', lens: { kind: 'value_map', toRemote: { a: 'A', b: 'B' }, toLocal: { A: 'b', B: 'a' } } })], "does not come to rest: 'A' becomes \"b\", that becomes \"B\", and that \"a\""],
		['a policy by a field that is not mapped', [field({ name: 'a', policies: [{ kind: 'priority', field: 'rank', order: [1, 2] }] })], "goes by field 'rank', which is not mapped. Pick one of: a."],
		['two owners in a group', [field({ name: 'a', group: 'g' }), field({ name: 'b', group: 'g', owner: 'local' })], "Fields 'a' and 'b' are merged as one (group 'g') but have different owners"],
		['two policies in a group', [field({ name: 'a', group: 'g', policies: [] }), field({ name: 'b', group: 'g', policies: [{ kind: 'manual' }] })], "Fields 'a' and 'b' are merged as one (group 'g') but have different policies"],
		['a group called like a field outside it', [field({ name: 'a', group: 'b' }), field({ name: 'b' })], "group 'b', which is also the name of a field"],
	])('refuses %s', (_what, fields, message) => {
		expect(refusal(...fields)).toContain(message);
	});

	test('gives a group the policies that one of its fields names', () => {
		const local: PolicySpec[] = [{ kind: 'local_wins' }];
		const mapping = compileMapping([field({ name: 'a', group: 'g' }), field({ name: 'b', group: 'g', policies: local }), field({ name: 'g', group: 'g' })], defaults);
		expect(mapping.fields.map((one) => one.policies)).toEqual([local, local, local]);
	});
});
