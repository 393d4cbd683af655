import { compileMapping, flrtsLegacyPreset, flrtsPreset } from '../../src/mapping';
import type { CompiledField, FieldMapping } from '../../src/mapping';
import { mergeField } from '../../src/merge';
import type { FieldMerge } from '../../src/merge';
import { isEqualJson } from '../../src/record';
import type { Json, JsonObject, Side } from '../../src/record';
import type { PairConfiguration } from '../../src/run/types';
import { unknowing } from '../merge/fieldStates';
import { context } from './lensSamples';

// Compiles only while presets are parts of a pair's configuration.
const parts: ReadonlyArray<Partial<PairConfiguration>> = [flrtsPreset(), flrtsLegacyPreset()];

function compiled(preset: { readonly fields: readonly FieldMapping[]; readonly policies: PairConfiguration['policies'] }, name: string): CompiledField {
	const field = compileMapping(preset.fields, preset).fields.find((one) => one.name === name);
	if (field === undefined) throw new Error(`The preset has no field '${name}'.`);
	return field;
}

function canonical(field: CompiledField, side: Side, value: Json): Json {
	const got = field.lens.get(side, Object.fromEntries([[field[side][0] as string, value]]), context);
	if (got.status !== 'value') throw new Error(JSON.stringify(got));
	return got.value;
}

test('both presets are accepted as they are, and with every option', () => {
	for (const preset of [flrtsPreset(), flrtsLegacyPreset(), flrtsPreset({ responsible: true, siteCustomField: 'customField7' }), flrtsLegacyPreset({ responsible: true, siteCustomField: 'customField7', dueType: 'timestamptz', timeZone: 'Europe/Berlin' })]) {
		expect(compileMapping(preset.fields, preset).fields.length).toBe(preset.fields.length);
	}
	expect(parts).toHaveLength(2);
});

describe('flrtsPreset', () => {
	const preset = flrtsPreset();
	const status = compiled(preset, 'status');
	const priority = compiled(preset, 'priority');

	test('maps the columns of public.tasks', () => {
		expect(preset.local).toMatchObject({ schema: 'public', table: 'tasks', key: ['id'] });
		expect(Object.fromEntries(preset.fields.map((field) => [field.name, [field.local.join(), field.remote.join()]]))).toEqual({
			subject: ['task_title', 'subject'],
			description: ['task_description_detailed', 'description'],
			status: ['status', 'status'],
			priority: ['priority', 'priority'],
			assignee: ['assigned_to_user_id', 'assignee'],
			parent: ['parent_task_id', 'parent'],
			due: ['due_date,due_at', 'dueDate'],
		});
		expect(preset.fields.find((field) => field.name === 'due')?.lens).toMatchObject({ timeZone: 'America/New_York' });
		expect(flrtsPreset({ timeZone: 'Europe/Berlin' }).fields.find((field) => field.name === 'due')?.lens).toMatchObject({ timeZone: 'Europe/Berlin' });
	});

	test('carries responsible and sites only when asked, and responsible from the table alone', () => {
		const full = flrtsPreset({ responsible: true, siteCustomField: 'customField7' });
		expect(full.fields.find((field) => field.name === 'responsible')).toMatchObject({ local: ['created_by_user_id'], remote: ['responsible'], owner: 'local' });
		expect(full.fields.find((field) => field.name === 'site')).toMatchObject({ local: ['site_id'], remote: ['customField7'] });
	});

	test('tracks no output column', () => {
		const tracked = new Set(compileMapping(preset.fields, preset).localColumns);
		expect(Object.values(preset.writeBack).filter((column) => tracked.has(column))).toEqual([]);
	});

	test('leaves text to a person, takes the newest of the rest, owns nothing for OpenProject, and never deletes', () => {
		for (const field of compileMapping(preset.fields, preset).fields) {
			expect(field.policies).toEqual(field.name === 'subject' || field.name === 'description' ? [{ kind: 'manual' }] : [{ kind: 'newest_wins' }]);
			expect(field.owner).toBe('both');
		}
		expect(preset.noBasePolicies).toEqual([{ kind: 'manual' }]);
		expect(preset.deletePolicy).toEqual({ remote: { effect: 'status', property: 'status', value: 'Rejected' }, local: { effect: 'none' }, versusUpdate: 'edit_wins' });
	});

	test.each([
		['New', 'To Do'], ['In specification', 'To Do'], ['Specified', 'To Do'], ['Confirmed', 'To Do'], ['To be scheduled', 'To Do'], ['Scheduled', 'To Do'], ['On hold', 'To Do'],
		['In progress', 'In Progress'], ['Developed', 'In Progress'], ['In testing', 'In Progress'], ['Tested', 'In Progress'], ['Test failed', 'In Progress'],
		['Closed', 'Done'], ['Rejected', 'Cancelled'],
	])('status %s of OpenProject is %s', (remote, local) => {
		expect(canonical(status, 'remote', remote)).toBe(local);
		expect(status.lens.put('local', local, null, context)).toEqual({ status: 'value', values: { status: local } });
	});

	test.each([['To Do', 'New'], ['In Progress', 'In progress'], ['Done', 'Closed'], ['Cancelled', 'Rejected'], ['Archived', 'Closed']])('status %s of a task is %s', (local, remote) => {
		expect(status.lens.put('remote', canonical(status, 'local', local), null, context)).toEqual({ status: 'value', values: { status: remote } });
	});

	test.each([['Low', 'Low'], ['Medium', 'Normal'], ['High', 'High'], ['Immediate', 'Immediate'], ['low', 'Low'], ['normal', 'Normal'], ['Normal', 'Normal'], ['high', 'High'], ['immediate', 'Immediate']])('priority %s of a task is %s', (local, remote) => {
		expect(priority.lens.put('remote', canonical(priority, 'local', local), null, context)).toEqual({ status: 'value', values: { priority: remote } });
		expect(priority.lens.put('local', canonical(priority, 'remote', remote), { priority: local }, context)).toEqual({ status: 'value', values: { priority: local } });
	});

	test.each([['Low', 'Low'], ['Normal', 'Medium'], ['High', 'High'], ['Immediate', 'Immediate']])('priority %s of a new work package is %s', (remote, local) => {
		expect(priority.lens.put('local', canonical(priority, 'remote', remote), null, context)).toEqual({ status: 'value', values: { priority: local } });
	});

	test('a subject over 255 characters is refused with its length', () => {
		expect(compiled(preset, 'subject').lens.put('remote', 'x'.repeat(256), null, context)).toMatchObject({ status: 'failed', message: expect.stringContaining('has 256 characters, but subject of a work package holds at most 255') as string });
	});
});

describe('lossy statuses between a task and its work package', () => {
	const status = compiled(flrtsPreset(), 'status');
	interface Held { readonly local: string; readonly remote: string }

	/** One merge of the status and what both sides hold afterwards. */
	function sync(base: Held, now: Held): Held & { readonly merge: FieldMerge } {
		const record = (value: string): JsonObject => ({ status: value });
		const isChanged = (side: Side): boolean => !isEqualJson(status.lens.normalise(side, record(base[side])), status.lens.normalise(side, record(now[side])));
		const merge = mergeField({
			name: 'status', base: canonical(status, 'local', base.local), local: canonical(status, 'local', now.local), remote: canonical(status, 'remote', now.remote),
			localChanged: isChanged('local'), remoteChanged: isChanged('remote'), owner: 'both', policies: [], group: null,
		}, unknowing);
		const held = (side: Side): string => {
			if (merge.status === 'conflicted') return now[side];
			const put = status.lens.put(side, merge.value, record(now[side]), context);
			if (put.status !== 'value') throw new Error(JSON.stringify(put));
			return put.values['status'] as string;
		};
		return { local: held('local'), remote: held('remote'), merge };
	}

	test.each<[string, Held, Held, Held]>([
		['archiving a done task leaves Closed alone', { local: 'Done', remote: 'Closed' }, { local: 'Archived', remote: 'Closed' }, { local: 'Archived', remote: 'Closed' }],
		['putting a new work package on hold leaves To Do alone', { local: 'To Do', remote: 'New' }, { local: 'To Do', remote: 'On hold' }, { local: 'To Do', remote: 'On hold' }],
		['an archived task stays while nothing moves', { local: 'Archived', remote: 'Closed' }, { local: 'Archived', remote: 'Closed' }, { local: 'Archived', remote: 'Closed' }],
		['reopening the work package reopens an archived task', { local: 'Archived', remote: 'Closed' }, { local: 'Archived', remote: 'In progress' }, { local: 'In Progress', remote: 'In progress' }],
		['finishing a task closes a work package on hold', { local: 'To Do', remote: 'On hold' }, { local: 'Done', remote: 'On hold' }, { local: 'Done', remote: 'Closed' }],
		['archiving while the work package is closed from in progress agrees', { local: 'In Progress', remote: 'In progress' }, { local: 'Archived', remote: 'Closed' }, { local: 'Archived', remote: 'Closed' }],
	])('%s', (_what, base, now, after) => {
		expect(sync(base, now)).toMatchObject(after);
		// Once more, on what both hold now: nothing is written.
		expect(sync(after, after)).toMatchObject({ ...after, merge: { status: 'unchanged' } });
	});

	test('archiving a task while the work package is reopened is a conflict: the archiving is not dropped', () => {
		expect(sync({ local: 'Done', remote: 'Closed' }, { local: 'Archived', remote: 'In progress' }).merge).toEqual({ status: 'conflicted', kind: 'both_changed' });
	});

	test('putting a work package on hold while the task is finished is a conflict too', () => {
		expect(sync({ local: 'To Do', remote: 'New' }, { local: 'Done', remote: 'On hold' }).merge).toEqual({ status: 'conflicted', kind: 'both_changed' });
	});
});

describe('flrtsLegacyPreset', () => {
	const preset = flrtsLegacyPreset();
	const priority = compiled(preset, 'priority');

	test('maps the columns of the older table', () => {
		expect(preset.fields.map((field) => [field.local.join(), field.remote.join()])).toEqual([
			['title', 'subject'], ['description', 'description'], ['status', 'status'], ['priority', 'priority'], ['assignee_id', 'assignee'], ['due_date', 'dueDate'],
		]);
		expect(preset.writeBack).toEqual({ remoteId: 'openproject_id', lastSync: 'synced_at' });
	});

	test.each([[1, 'Immediate'], [2, 'High'], [3, 'Normal'], [4, 'Low']])('priority %d is %s, as a number and as text', (local, remote) => {
		expect(priority.lens.put('remote', canonical(priority, 'local', local), null, context)).toEqual({ status: 'value', values: { priority: remote } });
		expect(canonical(priority, 'local', String(local))).toBe(local);
		expect(priority.lens.put('local', canonical(priority, 'remote', remote), null, context)).toEqual({ status: 'value', values: { priority: local } });
	});

	test('a priority outside 1 to 4 is reported, not guessed', () => {
		expect(priority.lens.get('local', { priority: 0 }, context)).toMatchObject({ status: 'failed', message: expect.stringContaining("Value '0' in column 'priority'") as string });
	});

	test('takes a due_date that is a timestamptz when told so', () => {
		expect(flrtsLegacyPreset({ dueType: 'timestamptz' }).fields.find((field) => field.name === 'due')?.lens).toEqual({ kind: 'instant_date', timeZone: 'America/New_York' });
	});

	test('takes other words for statuses when given', () => {
		const own = { toRemote: { offen: 'New', fertig: 'Closed' }, toLocal: { New: 'offen', Closed: 'fertig' } };
		expect(canonical(compiled(flrtsLegacyPreset({ status: own }), 'status'), 'remote', 'Closed')).toBe('fertig');
	});
});
